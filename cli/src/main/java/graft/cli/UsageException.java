package graft.cli;

/// A command line that makes no sense.
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// @param message what is wrong: lower case, no full stop
  UsageException(String message) {
    super(message, null, false, false);
  }
}
