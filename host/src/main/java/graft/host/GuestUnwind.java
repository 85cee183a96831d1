package graft.host;

/// Unwinds the guest's stack on behalf of a C or C++ program that was built without WebAssembly's
/// own exceptions: up to the innermost `invoke_*` function, which tells its caller that something
/// was thrown. One that no `invoke_*` catches comes out at whoever called the guest.
public abstract sealed class GuestUnwind extends RuntimeException permits LongJump, CxxException {
  private static final long serialVersionUID = 1L;

  /// Programs throw often, and a stack trace costs more than the rest.
  GuestUnwind() {
    super(null, null, false, false);
  }
}
