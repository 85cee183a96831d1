package graft.vfs;

import java.io.OutputStream;
import java.nio.ByteBuffer;

/// A stream of the embedder's that a guest writes: its standard output and error. Nothing is held
/// back here: a C library has a buffer of its own.
final class OutputFile extends OpenFile {
  private final OutputStream stream;
  private final boolean terminal;

  OutputFile(OutputStream stream, boolean terminal) {
    this.stream = stream;
    this.terminal = terminal;
  }

  @Override
  public FileType type() {
    return terminal ? FileType.CHARACTER_DEVICE : FileType.FIFO;
  }

  @Override
  public FileStatus status() {
    return FileStatus.virtual(type(), 11, 0600);
  }

  @Override
  public int write(ByteBuffer source) throws ErrnoException {
    return IoFailures.translate(() -> {
      int count = source.remaining();
      if (source.hasArray()) {
        stream.write(source.array(), source.arrayOffset() + source.position(), count);
        source.position(source.limit());
      } else {
        byte[] bytes = new byte[count];
        source.get(bytes);
        stream.write(bytes);
      }
      stream.flush();
      return count;
    });
  }

  @Override
  public boolean isWritable() {
    return true;
  }

  @Override
  public boolean isTerminal() {
    return terminal;
  }
}
