package graft.vfs;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.nio.file.ReadOnlyFileSystemException;
import org.jspecify.annotations.Nullable;

/// Java's exceptions about files as POSIX's errors.
final class IoFailures {
  /// A step that can fail in Java's ways.
  @FunctionalInterface
  interface Step<T> {
    T run() throws IOException;
  }

  /// A step without a result.
  @FunctionalInterface
  interface Action {
    void run() throws IOException;
  }

  private IoFailures() {}

  /// Runs a step without a result; what it throws becomes an ErrnoException.
  static void translateAll(Action action) throws ErrnoException {
    translate(() -> {
      action.run();
      return action;
    });
  }

  /// Runs a step; what it throws becomes an ErrnoException.
  static <T> T translate(Step<T> step) throws ErrnoException {
    try {
      return step.run();
    } catch (IOException
        | UnsupportedOperationException
        | NonReadableChannelException
        | NonWritableChannelException
        | IllegalArgumentException
        | SecurityException e) {
      throw translated(e);
    }
  }

  private static ErrnoException translated(Exception e) {
    return e instanceof ErrnoException known ? known : new ErrnoException(errno(e), e);
  }

  private static Errno errno(Exception e) {
    return switch (e) {
      case NoSuchFileException _ -> Errno.ENOENT;
      case FileAlreadyExistsException _ -> Errno.EEXIST;
      case DirectoryNotEmptyException _ -> Errno.ENOTEMPTY;
      case NotDirectoryException _ -> Errno.ENOTDIR;
      case NotLinkException _ -> Errno.EINVAL;
      case FileSystemLoopException _ -> Errno.ELOOP;
      case AccessDeniedException _ -> Errno.EACCES;
      case AtomicMoveNotSupportedException _ -> Errno.EXDEV;
      case FileSystemException failure -> ofText(failure.getReason());
      case ClosedByInterruptException _ -> Errno.EINTR;
      case ClosedChannelException _ -> Errno.EBADF;
      case IOException failure -> ofText(failure.getMessage());
      case InvalidPathException _ -> Errno.EILSEQ;
      case ReadOnlyFileSystemException _ -> Errno.EROFS;
      case UnsupportedOperationException _ -> Errno.ENOTSUP;
      case NonReadableChannelException _, NonWritableChannelException _ -> Errno.EBADF;
      case SecurityException _ -> Errno.EACCES;
      default -> Errno.EINVAL;
    };
  }

  /// The JDK passes on `strerror`'s text, sometimes with a remark behind it; Jimfs has words of its
  /// own.
  private static Errno ofText(@Nullable String text) {
    if (text == null) {
      return Errno.EIO;
    }
    int remark = text.indexOf(" (");
    Errno known = Errno.ofMessage(remark < 0 ? text : text.substring(0, remark));
    if (known != null) {
      return known;
    }
    if (text.startsWith("out of disk space")) {
      return Errno.ENOSPC;
    }
    return text.startsWith("invalid argument") ? Errno.EINVAL : Errno.EIO;
  }
}
