package graft.host.wasi;

import graft.runtime.Memory;
import graft.runtime.Trap;
import graft.vfs.Errno;
import graft.vfs.ErrnoException;
import graft.vfs.FileType;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// What WASI's functions share: names and numbers of the specification, and how they fail.
final class Wasi {
  /// The module's name.
  static final String PREVIEW1 = "wasi_snapshot_preview1";

  /// The name of the version before.
  static final String UNSTABLE = "wasi_unstable";

  /// The body of a function whose result is an errno.
  @FunctionalInterface
  interface Body {
    void run() throws ErrnoException;
  }

  private Wasi() {}

  /// Runs a function's body and makes its failure a number. A pointer that leads out of the memory
  /// is `fault`.
  static int errno(Body body) {
    try {
      body.run();
      return 0;
    } catch (ErrnoException e) {
      return e.errno().wasi();
    } catch (Trap e) {
      return Errno.EFAULT.wasi();
    }
  }

  /// A path: UTF-8 that is well-formed.
  static String path(Memory memory, int address, int length) throws ErrnoException {
    memory.check(address, Integer.toUnsignedLong(length));
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(memory.buffer(address, length)).toString();
    } catch (CharacterCodingException e) {
      throw new ErrnoException(Errno.EILSEQ, e);
    }
  }

  /// `filetype`.
  static int fileType(FileType type) {
    return switch (type) {
      case REGULAR -> 4;
      case DIRECTORY -> 3;
      case SYMBOLIC_LINK -> 7;
      case CHARACTER_DEVICE -> 2;
      case FIFO, UNKNOWN -> 0;
    };
  }

  /// `timestamp`: nanoseconds since 1970, modulo 2^64.
  static long timestamp(Instant time) {
    return time.getEpochSecond() * 1_000_000_000 + time.getNano();
  }

  /// The moment that a timestamp stands for.
  static Instant instant(long timestamp) {
    return Instant.ofEpochSecond(
        Long.divideUnsigned(timestamp, 1_000_000_000),
        Long.remainderUnsigned(timestamp, 1_000_000_000));
  }

  /// An i64 that an old compiler passes as two i32.
  static long i64(int low, int high) {
    return (long) high << 32 | Integer.toUnsignedLong(low);
  }
}
