package graft.runtime;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/// Reserves address space for mapped memories.
///
/// Java has no call for that, but a private mapping of a file that holds nothing does the same: a
/// page takes memory once it is written, and nothing is ever written to the file, which has no name
/// any more by then. The mapping goes when nobody refers to it.
final class Reservation {
  private Reservation() {}

  /// Zero bytes: as many as the system gives, up to `most`.
  ///
  /// @param least below which it is no use
  /// @throws IllegalArgumentException if the system does not give so many
  static MemorySegment of(long least, long most) {
    // An interrupt would close the channel. It is for the guest, not for this.
    boolean wasInterrupted = Thread.interrupted();
    try {
      return largest(least, most);
    } finally {
      if (wasInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static MemorySegment largest(long least, long most) {
    long size = most;
    while (size > 0) {
      try {
        return map(size);
      } catch (IOException | OutOfMemoryError e) {
        if (size == least) {
          throw new IllegalArgumentException(
              "a memory of "
                  + Memory.size(least / Memory.PAGE)
                  + " cannot be mapped in "
                  + folder()
                  + " (-Djava.io.tmpdir): "
                  + e.getMessage(),
              e);
        }
        size = Math.max(least, size / 2 / Memory.PAGE * Memory.PAGE);
      }
    }
    return MemorySegment.NULL;
  }

  private static Path folder() {
    return Path.of(System.getProperty("java.io.tmpdir"));
  }

  private static MemorySegment map(long size) throws IOException {
    Path file = folder().resolve("graft-" + UUID.randomUUID() + ".memory");
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.SPARSE,
            StandardOpenOption.DELETE_ON_CLOSE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      return channel.map(MapMode.PRIVATE, 0, size, Arena.ofAuto());
    }
  }
}
