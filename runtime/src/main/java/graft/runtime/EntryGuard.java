package graft.runtime;

/// Watches the calls of an instance's functions by {@link Func#invoke}.
public interface EntryGuard {
  /// Is told before a call.
  ///
  /// @return what {@link #failed} gets
  /// @throws RuntimeException if this thread must not call functions of the instance now
  int enter();

  /// Is told that something was thrown out of the call: the frames of the guest are gone, and what
  /// they had on its stack.
  ///
  /// @param mark what {@link #enter} gave
  void failed(int mark, Throwable thrown);
}
