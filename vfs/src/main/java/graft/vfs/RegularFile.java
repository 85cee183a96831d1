package graft.vfs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An open file on a disk, in memory or in an archive.
final class RegularFile extends OpenFile {
  /// Bytes to hand to a channel at once: the JDK copies arrays through memory of its own of the
  /// same size and keeps that.
  private static final int CHUNK = 1 << 20;

  private final FileTree tree;
  private final Place place;
  private final SeekableByteChannel channel;
  private final boolean readable;
  private final boolean writable;
  private final FileStatus opened;
  private long position;

  /// @param place that it was opened by
  RegularFile(FileTree tree, Place place, SeekableByteChannel channel, OpenOptions options)
      throws ErrnoException {
    this.tree = tree;
    this.place = place;
    this.channel = channel;
    this.readable = options.read();
    this.writable = options.write() || options.append();
    this.opened = tree.status(place);
    setAppending(options.append());
    setNonBlocking(options.nonBlocking());
  }

  @Override
  public FileType type() {
    return FileType.REGULAR;
  }

  @Override
  public boolean isReadable() {
    return readable;
  }

  @Override
  public boolean isWritable() {
    return writable;
  }

  /// Java asks about files by path. If the path leads elsewhere by now, what was known when the
  /// file was opened has to do.
  @Override
  public FileStatus status() throws ErrnoException {
    return TreeLock.reading(
        () -> place.isThere() ? tree.status(place) : opened.withSize(channel.size()));
  }

  @Override
  public synchronized int read(ByteBuffer target) throws ErrnoException {
    int count = read(target, position);
    position += count;
    return count;
  }

  @Override
  public synchronized int write(ByteBuffer source) throws ErrnoException {
    if (isAppending()) {
      position = IoFailures.translate(channel::size);
    }
    int count = write(source, position);
    position += count;
    return count;
  }

  @Override
  public synchronized int read(ByteBuffer target, long offset) throws ErrnoException {
    checkOpenedFor(readable);
    checkOffset(offset);
    return transfer(target, offset, true);
  }

  @Override
  public synchronized int write(ByteBuffer source, long offset) throws ErrnoException {
    checkOpenedFor(writable);
    checkOffset(offset);
    return transfer(source, offset, false);
  }

  private static void checkOpenedFor(boolean may) throws ErrnoException {
    if (!may) {
      throw new ErrnoException(Errno.EBADF);
    }
  }

  private static void checkOffset(long offset) throws ErrnoException {
    if (offset < 0) {
      throw new ErrnoException(Errno.EINVAL);
    }
  }

  private int transfer(ByteBuffer buffer, long offset, boolean reads) throws ErrnoException {
    int total = 0;
    int end = buffer.limit();
    while (buffer.position() < end) {
      buffer.limit(Math.min(end, buffer.position() + CHUNK));
      int wanted = buffer.remaining();
      long at = offset + total;
      int count = IoFailures.translate(() -> reads ? readAt(buffer, at) : writeAt(buffer, at));
      if (count <= 0) {
        break;
      }
      total += count;
      if (count < wanted) {
        break;
      }
    }
    buffer.limit(end);
    return total;
  }

  private int readAt(ByteBuffer target, long offset) throws IOException {
    if (channel instanceof FileChannel file) {
      return file.read(target, offset);
    }
    return channel.position(offset).read(target);
  }

  private int writeAt(ByteBuffer source, long offset) throws IOException {
    if (channel instanceof FileChannel file) {
      return file.write(source, offset);
    }
    return channel.position(offset).write(source);
  }

  @Override
  public synchronized long seek(long offset, Whence whence) throws ErrnoException {
    long base =
        switch (whence) {
          case START -> 0;
          case CURRENT -> position;
          case END -> IoFailures.translate(channel::size);
        };
    long moved = base + offset;
    if (offset > 0 && moved < base) {
      throw new ErrnoException(Errno.EOVERFLOW);
    }
    checkOffset(moved);
    position = moved;
    return moved;
  }

  @Override
  public synchronized void truncate(long sizeInBytes) throws ErrnoException {
    checkOffset(sizeInBytes);
    if (!writable) {
      throw new ErrnoException(Errno.EINVAL);
    }
    IoFailures.translateAll(() -> {
      long before = channel.size();
      if (sizeInBytes < before) {
        channel.truncate(sizeInBytes);
      } else if (sizeInBytes > before) {
        writeAt(ByteBuffer.allocate(1), sizeInBytes - 1);
      }
    });
  }

  @Override
  public synchronized void allocate(long offset, long length) throws ErrnoException {
    if (offset < 0 || length <= 0) {
      throw new ErrnoException(Errno.EINVAL);
    }
    if (!writable) {
      throw new ErrnoException(Errno.EBADF);
    }
    if (offset + length < 0) {
      throw new ErrnoException(Errno.EFBIG);
    }
    if (offset + length > IoFailures.translate(channel::size)) {
      truncate(offset + length);
    }
  }

  @Override
  public void sync(boolean metadata) throws ErrnoException {
    if (channel instanceof FileChannel file) {
      IoFailures.translateAll(() -> {
        file.force(metadata);
      });
    }
  }

  @Override
  public void setTimes(@Nullable Instant accessed, @Nullable Instant modified)
      throws ErrnoException {
    TreeLock.change(() -> {
      place.check();
      HostFile.setTimes(place.writablePath(), accessed, modified);
    });
  }

  @Override
  public void setPermissions(int permissions) throws ErrnoException {
    TreeLock.change(() -> {
      place.check();
      HostFile.setPermissions(place.writablePath(), permissions);
    });
  }

  @Override
  protected void close() throws ErrnoException {
    IoFailures.translateAll(() -> {
      channel.close();
    });
  }
}
