package graft.vfs;

import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;

/// The character devices that every guest has.
final class Devices {
  private Devices() {}

  /// `/dev/null`: empty, and takes everything.
  static OpenFile nothing() {
    return new CharacterDevice() {
      @Override
      public int read(ByteBuffer target) {
        return 0;
      }
    };
  }

  /// `/dev/zero`: zeroes without end.
  static OpenFile zero() {
    return new CharacterDevice() {
      @Override
      public int read(ByteBuffer target) {
        int count = target.remaining();
        target.put(new byte[count]);
        return count;
      }
    };
  }

  /// `/dev/urandom`: random bytes without end.
  static OpenFile random(RandomGenerator random) {
    return new CharacterDevice() {
      @Override
      public int read(ByteBuffer target) {
        byte[] bytes = new byte[target.remaining()];
        random.nextBytes(bytes);
        target.put(bytes);
        return bytes.length;
      }
    };
  }

  /// `/dev/tty`: reads from one file and writes to another.
  static OpenFile terminal(OpenFile input, OpenFile output) {
    return new CharacterDevice() {
      @Override
      public int read(ByteBuffer target) throws ErrnoException {
        return input.read(target);
      }

      @Override
      public int write(ByteBuffer source) throws ErrnoException {
        return output.write(source);
      }

      @Override
      public boolean isTerminal() {
        return true;
      }

      @Override
      public long available() throws ErrnoException {
        return input.available();
      }
    };
  }

  private abstract static class CharacterDevice extends OpenFile {
    @Override
    public FileType type() {
      return FileType.CHARACTER_DEVICE;
    }

    @Override
    public FileStatus status() {
      return FileStatus.virtual(FileType.CHARACTER_DEVICE, 13, 0666);
    }

    @Override
    public abstract int read(ByteBuffer target) throws ErrnoException;

    @Override
    public int write(ByteBuffer source) throws ErrnoException {
      int count = source.remaining();
      source.position(source.limit());
      return count;
    }

    @Override
    public int read(ByteBuffer target, long offset) throws ErrnoException {
      return read(target);
    }

    @Override
    public int write(ByteBuffer source, long offset) throws ErrnoException {
      return write(source);
    }

    @Override
    public long seek(long offset, Whence whence) {
      return 0;
    }

    @Override
    public boolean isReadable() {
      return true;
    }

    @Override
    public boolean isWritable() {
      return true;
    }
  }
}
