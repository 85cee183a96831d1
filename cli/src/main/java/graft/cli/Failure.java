package graft.cli;

/// A command cannot do what it was asked for. The message is for the user, and all there is to say.
final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final int status;

  /// @param status the exit status
  /// @param message `file: what: details`
  Failure(int status, String message) {
    super(message, null, false, false);
    this.status = status;
  }

  /// The exit status.
  int status() {
    return status;
  }
}
