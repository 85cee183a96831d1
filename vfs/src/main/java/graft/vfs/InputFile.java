package graft.vfs;

import java.io.InputStream;
import java.nio.ByteBuffer;

/// A stream of the embedder's that a guest reads: its standard input.
final class InputFile extends OpenFile {
  private final InputStream stream;
  private final boolean terminal;

  InputFile(InputStream stream, boolean terminal) {
    this.stream = stream;
    this.terminal = terminal;
  }

  @Override
  public FileType type() {
    return terminal ? FileType.CHARACTER_DEVICE : FileType.FIFO;
  }

  @Override
  public FileStatus status() {
    return FileStatus.virtual(type(), 10, 0600);
  }

  @Override
  public int read(ByteBuffer target) throws ErrnoException {
    return IoFailures.translate(() -> {
      if (!target.hasRemaining()) {
        return 0;
      }
      if (isNonBlocking() && stream.available() == 0) {
        throw new ErrnoException(Errno.EAGAIN);
      }
      byte[] bytes = new byte[Math.min(target.remaining(), 1 << 16)];
      int count = Math.max(0, stream.read(bytes));
      target.put(bytes, 0, count);
      return count;
    });
  }

  @Override
  public boolean isReadable() {
    return true;
  }

  @Override
  public boolean isTerminal() {
    return terminal;
  }

  @Override
  public long available() throws ErrnoException {
    return IoFailures.translate(stream::available);
  }
}
