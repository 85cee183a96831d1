package graft.classfile;

/// A method or class passes one of the limits of the class file format; whoever makes it has to cut
/// it into smaller parts.
public final class TooLargeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// @param message which limit
  public TooLargeException(String message) {
    super(message, null, false, false);
  }
}
