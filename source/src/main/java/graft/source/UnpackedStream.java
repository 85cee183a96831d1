package graft.source;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// What comes out of an archive's packing, counted before anybody can keep it: what is called the
/// header of a file may be as large as the whole stream, and so may what is skipped.
final class UnpackedStream extends FilterInputStream {
  private long room;

  UnpackedStream(InputStream in) {
    super(in);
  }

  /// The archive holds more than it may.
  static final class Full extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /// Allows so many bytes from here on.
  void allow(long bytes) {
    room = bytes;
  }

  private int counted(int count) throws Full {
    room -= Math.max(0, count);
    if (room < 0) {
      throw new Full();
    }
    return count;
  }

  @Override
  public int read() throws IOException {
    int value = super.read();
    counted(value < 0 ? 0 : 1);
    return value;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    return counted(super.read(buffer, offset, length));
  }

  @Override
  public long skip(long count) throws IOException {
    byte[] skipped = new byte[(int) Math.min(Math.max(0, count), 1 << 13)];
    return Math.max(0, read(skipped, 0, skipped.length));
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
