package graft.host;

/// A `longjmp`; where to and with which value stands in the guest's memory.
public final class LongJump extends GuestUnwind {
  private static final long serialVersionUID = 1L;

  /// Throw it to unwind.
  public LongJump() {}

  @Override
  public String getMessage() {
    return "longjmp to a function that has returned, or without its setjmp";
  }
}
