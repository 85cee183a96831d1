package graft.vfs;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/// Bytes that go in at one end and come out at the other.
///
/// Nothing here waits: a guest has one thread, which would wait for itself. An empty pipe answers
/// `EAGAIN` while it can still be written to, a full one if it can still be read.
public final class Pipe {
  private static final int CAPACITY_IN_BYTES = 64 << 20;

  private final Deque<byte[]> chunks = new ArrayDeque<>();
  private int offsetInFirst;
  private int sizeInBytes;
  private boolean readerClosed;
  private boolean writerClosed;
  private final OpenFile reader = new Reader();
  private final OpenFile writer = new Writer();

  /// An empty pipe.
  public Pipe() {}

  /// The end that is read.
  public OpenFile reader() {
    return reader;
  }

  /// The end that is written.
  public OpenFile writer() {
    return writer;
  }

  private synchronized int read(ByteBuffer target) throws ErrnoException {
    if (sizeInBytes == 0 && !writerClosed && target.hasRemaining()) {
      throw new ErrnoException(Errno.EAGAIN);
    }
    int total = 0;
    while (target.hasRemaining() && !chunks.isEmpty()) {
      byte[] first = chunks.getFirst();
      int count = Math.min(target.remaining(), first.length - offsetInFirst);
      target.put(first, offsetInFirst, count);
      offsetInFirst += count;
      total += count;
      if (offsetInFirst == first.length) {
        chunks.removeFirst();
        offsetInFirst = 0;
      }
    }
    sizeInBytes -= total;
    return total;
  }

  private synchronized int write(ByteBuffer source) throws ErrnoException {
    if (readerClosed) {
      throw new ErrnoException(Errno.EPIPE);
    }
    int count = Math.min(source.remaining(), CAPACITY_IN_BYTES - sizeInBytes);
    if (count == 0 && source.hasRemaining()) {
      throw new ErrnoException(Errno.EAGAIN);
    }
    if (count > 0) {
      byte[] chunk = new byte[count];
      source.get(chunk);
      chunks.addLast(chunk);
      sizeInBytes += count;
    }
    return count;
  }

  private synchronized int size() {
    return sizeInBytes;
  }

  private synchronized boolean isReaderClosed() {
    return readerClosed;
  }

  private synchronized boolean isWriterClosed() {
    return writerClosed;
  }

  private synchronized void closeReader() {
    readerClosed = true;
    chunks.clear();
    sizeInBytes = 0;
  }

  private synchronized void closeWriter() {
    writerClosed = true;
  }

  private abstract static class End extends OpenFile {
    @Override
    public FileType type() {
      return FileType.FIFO;
    }

    @Override
    public FileStatus status() {
      return FileStatus.virtual(FileType.FIFO, 12, 0600);
    }
  }

  private final class Reader extends End {
    @Override
    public int read(ByteBuffer target) throws ErrnoException {
      return Pipe.this.read(target);
    }

    @Override
    public boolean isReadable() {
      return true;
    }

    @Override
    public boolean acceptsWrites() {
      return false;
    }

    @Override
    public long available() {
      return size();
    }

    @Override
    public boolean isHungUp() {
      return isWriterClosed();
    }

    @Override
    protected void close() {
      closeReader();
    }
  }

  private final class Writer extends End {
    @Override
    public int write(ByteBuffer source) throws ErrnoException {
      return Pipe.this.write(source);
    }

    @Override
    public boolean isWritable() {
      return true;
    }

    @Override
    public boolean acceptsWrites() {
      return size() < CAPACITY_IN_BYTES;
    }

    @Override
    public boolean isHungUp() {
      return isReaderClosed();
    }

    @Override
    protected void close() {
      closeWriter();
    }
  }
}
