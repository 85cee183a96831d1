package graft.runtime;

/// Makes the objects of a module's functions; the compiler's.
@FunctionalInterface
public interface FunctionFactory {
  /// Makes the object for a function that the module defines.
  ///
  /// @param index in the index space of functions, imports first
  Func make(Instance instance, int index);
}
