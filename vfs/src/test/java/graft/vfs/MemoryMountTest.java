package graft.vfs;

import static graft.vfs.FileSystemContract.fails;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/// A folder in memory.
final class MemoryMountTest extends FileSystemContract {
  @Override
  Mount mount() {
    return Mount.memory(64 << 20);
  }

  @Test
  void theLimitIsKept() throws IOException {
    try (GuestFiles files = GuestFiles.builder().mount("/", Mount.memory(1 << 20)).build()) {
      OpenFile file = files.root().open("a", OpenOptions.READ_WRITE_CREATE);
      fails(Errno.ENOSPC, () -> file.truncate(1L << 40));
      fails(Errno.ENOSPC, () -> file.write(ByteBuffer.allocate(2 << 20)));
      file.close();
    }
  }
}
