package graft.vfs;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A file operation of a guest's has failed: the guest gets a number.
public final class ErrnoException extends IOException {
  private static final long serialVersionUID = 1L;
  private final Errno errno;

  /// A failure without further detail.
  public ErrnoException(Errno errno) {
    this(errno, null);
  }

  /// A failure for which `java.nio.file` gave a reason.
  ///
  /// @param cause what was thrown, or null
  public ErrnoException(Errno errno, @Nullable Throwable cause) {
    super(errno.message(), cause);
    this.errno = errno;
  }

  /// What the guest is told.
  public Errno errno() {
    return errno;
  }

  /// Guests look for files that are not there all the time, and nobody reads the trace.
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
