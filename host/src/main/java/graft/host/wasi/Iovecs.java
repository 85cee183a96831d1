package graft.host.wasi;

import graft.runtime.Memory;
import graft.vfs.Errno;
import graft.vfs.ErrnoException;
import graft.vfs.OpenFile;
import java.nio.ByteBuffer;

/// An array of buffers in the guest's memory (`iovec`, `ciovec`): each a pointer and a length.
///
/// ```
/// 0        4
/// +--------+--------+
/// | buf    | len    |  times count
/// +--------+--------+
/// ```
///
/// @param memory that holds array and buffers
/// @param address of the array
/// @param count of its elements
record Iovecs(Memory memory, int address, int count) {
  private static final int MAX_COUNT = 1024;

  /// Moves bytes between a buffer and a file.
  @FunctionalInterface
  interface Transfer {
    /// Moves as many bytes as the buffer has room for, or fewer.
    ///
    /// @param done how many bytes the buffers before it have taken
    int run(ByteBuffer buffer, long done) throws ErrnoException;
  }

  /// Reads into the buffers, one after the other, until one is not filled or a read would wait.
  ///
  /// @return how many bytes were read
  int read(OpenFile file, Transfer transfer) throws ErrnoException {
    return transfer(file, transfer, true);
  }

  /// Writes the buffers, one after the other, until one is not taken as a whole.
  ///
  /// @return how many bytes were written
  int write(OpenFile file, Transfer transfer) throws ErrnoException {
    return transfer(file, transfer, false);
  }

  private int transfer(OpenFile file, Transfer transfer, boolean reads) throws ErrnoException {
    if (count < 0 || count > MAX_COUNT) {
      throw new ErrnoException(Errno.EINVAL);
    }
    int total = 0;
    for (int i = 0; i < count; i++) {
      int buffer = memory.i32(address + 8 * i);
      int length = memory.i32(address + 8 * i + 4);
      memory.check(buffer, Integer.toUnsignedLong(length));
      if (total > 0 && reads && file.available() == 0) {
        break;
      }
      int moved;
      try {
        moved = transfer.run(memory.buffer(buffer, length), total);
      } catch (ErrnoException e) {
        if (total > 0) {
          break;
        }
        throw e;
      }
      total += moved;
      if (moved < length) {
        break;
      }
    }
    return total;
  }
}
