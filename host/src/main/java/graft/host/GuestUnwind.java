package graft.host;

import graft.runtime.WasmException;

/// Unwinds the guest's stack on behalf of a C or C++ program that was built without WebAssembly's
/// own exceptions: up to the innermost `invoke_*` function, which tells its caller that something
/// was thrown. One that no `invoke_*` catches comes out at whoever called the guest.
public abstract sealed class GuestUnwind extends RuntimeException permits LongJump, CxxException {
  private static final long serialVersionUID = 1L;

  /// Programs throw often, and a stack trace costs more than the rest: it is there only if the JVM
  /// has the property {@link WasmException#TRACE}.
  GuestUnwind() {
    super(null, null, false, WasmException.TRACED);
  }
}
