package graft.runtime;

/// Finds the function that a lazy stub stands for, when it is first called.
@FunctionalInterface
public interface Resolver {
  /// Finds the function; it must have the stub's type.
  ///
  /// @param stub which was called
  /// @throws RuntimeException if there is none; the guest's call then fails with it
  Func resolve(Func stub);
}
