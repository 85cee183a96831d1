package graft.vfs;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What descriptors refer to: POSIX's open file description. Several descriptors may share one (see
/// {@link Descriptors}); the last that is closed closes it.
///
/// Unless a kind of file says otherwise, an operation is refused with the error that POSIX names
/// for files that do not have it.
public abstract class OpenFile {
  private volatile boolean append;
  private volatile boolean nonBlocking;

  /// A file without flags.
  protected OpenFile() {}

  /// What this is.
  public abstract FileType type();

  /// What `fstat` tells.
  ///
  /// @throws ErrnoException if the host cannot say
  public abstract FileStatus status() throws ErrnoException;

  /// Reads at the present position and moves it.
  ///
  /// @param target takes as many bytes as there are, up to what remains of it
  /// @return how many bytes were read, 0 at the end of the file
  /// @throws ErrnoException if the file was not opened for reading
  public int read(ByteBuffer target) throws ErrnoException {
    throw new ErrnoException(Errno.EBADF);
  }

  /// Writes at the present position and moves it; with {@link #isAppending()}, at the end.
  ///
  /// @return how many bytes were written
  /// @throws ErrnoException if the file was not opened for writing
  public int write(ByteBuffer source) throws ErrnoException {
    throw new ErrnoException(Errno.EBADF);
  }

  /// Reads at an offset; the present position stays.
  ///
  /// @return how many bytes were read, 0 at the end of the file
  /// @throws ErrnoException if the file has no positions
  public int read(ByteBuffer target, long offset) throws ErrnoException {
    throw new ErrnoException(Errno.ESPIPE);
  }

  /// Writes at an offset; the present position stays.
  ///
  /// @return how many bytes were written
  /// @throws ErrnoException if the file has no positions
  public int write(ByteBuffer source, long offset) throws ErrnoException {
    throw new ErrnoException(Errno.ESPIPE);
  }

  /// Moves the present position.
  ///
  /// @return the new position from the beginning
  /// @throws ErrnoException if the file has no positions, or it would be negative
  public long seek(long offset, Whence whence) throws ErrnoException {
    throw new ErrnoException(Errno.ESPIPE);
  }

  /// Makes the file shorter or, with zeroes, longer.
  ///
  /// @throws ErrnoException if the file has no size to set
  public void truncate(long sizeInBytes) throws ErrnoException {
    throw new ErrnoException(Errno.EINVAL);
  }

  /// Makes sure that the file reaches to `offset + length`.
  ///
  /// @throws ErrnoException if the file has no size to set
  public void allocate(long offset, long length) throws ErrnoException {
    throw new ErrnoException(Errno.ENODEV);
  }

  /// Writes out what the host still holds back.
  ///
  /// @param metadata also times and the like (`fsync`), or only the content (`fdatasync`)
  /// @throws ErrnoException if the file cannot be synchronised
  public void sync(boolean metadata) throws ErrnoException {
    throw new ErrnoException(Errno.EINVAL);
  }

  /// Sets times; null leaves one as it is.
  ///
  /// @throws ErrnoException if the host does not allow it
  public void setTimes(@Nullable Instant accessed, @Nullable Instant modified)
      throws ErrnoException {
    throw new ErrnoException(Errno.EINVAL);
  }

  /// Sets the permissions, the lower nine bits of a mode.
  ///
  /// @throws ErrnoException if the host does not allow it
  public void setPermissions(int permissions) throws ErrnoException {
    throw new ErrnoException(Errno.EINVAL);
  }

  /// Entries of a directory from a cookie on: 0 for the first, else {@link DirectoryEntry#next()}.
  /// Cookies keep their meaning until somebody asks for cookie 0 again, which reads the directory
  /// anew.
  ///
  /// @param limit the most entries that are wanted
  /// @throws ErrnoException if this is no directory
  public List<DirectoryEntry> entries(long cookie, int limit) throws ErrnoException {
    throw new ErrnoException(Errno.ENOTDIR);
  }

  /// Whether the guest should take this for a terminal (`isatty`).
  public boolean isTerminal() {
    return false;
  }

  /// Whether it was opened for reading.
  public boolean isReadable() {
    return false;
  }

  /// Whether it was opened for writing.
  public boolean isWritable() {
    return false;
  }

  /// How many bytes can be read without waiting; -1 if any number can, as of files on a disk.
  ///
  /// @throws ErrnoException if the host cannot say
  public long available() throws ErrnoException {
    return -1;
  }

  /// Whether a write would be taken without waiting.
  public boolean acceptsWrites() {
    return true;
  }

  /// Whether the other end is gone (`POLLHUP`).
  public boolean isHungUp() {
    return false;
  }

  /// The place in the file tree, for a directory that other paths start from, or null.
  @Nullable Place place() {
    return null;
  }

  /// Whether each write goes to the end (`O_APPEND`).
  public final boolean isAppending() {
    return append;
  }

  /// Sets or clears `O_APPEND`.
  public final void setAppending(boolean append) {
    this.append = append;
  }

  /// Whether reads answer `EAGAIN` rather than wait (`O_NONBLOCK`).
  public final boolean isNonBlocking() {
    return nonBlocking;
  }

  /// Sets or clears `O_NONBLOCK`.
  public final void setNonBlocking(boolean nonBlocking) {
    this.nonBlocking = nonBlocking;
  }

  /// Called once, when the last descriptor is closed.
  ///
  /// @throws ErrnoException if the host could not write what was still to be written
  protected void close() throws ErrnoException {}
}
