package graft.cc;

/// The driver cannot do what it was asked for. The message is for the user, and all there is to
/// say.
final class DriverException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// @param message `what: details`
  DriverException(String message) {
    super(message, null, false, false);
  }

  /// What to tell the user.
  String text() {
    return String.valueOf(getMessage());
  }
}
