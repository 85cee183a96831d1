package graft.runtime;

/// The guest has called `exit` or `proc_exit`; unwinds to whoever started it.
public final class GuestExit extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final int status;

  /// @param status the exit status, 0 for success
  public GuestExit(int status) {
    super("exit status " + status, null, false, false);
    this.status = status;
  }

  /// The exit status, 0 for success.
  public int status() {
    return status;
  }
}
