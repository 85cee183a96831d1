package graft.host.emscripten;

import static graft.host.emscripten.Emscripten.perform;

import graft.runtime.HostFunction;
import graft.runtime.Memory;
import graft.vfs.FileStatus;
import graft.vfs.FileType;
import java.time.Instant;

/// System calls that tell about files and file systems.
///
/// `struct stat` by the age of the C library:
///
/// ```
///                ino dev mode nlink uid gid rdev size blksize blocks times     ino  size in bytes
/// TIME32         8*  0   12   16    20  24  28   40   48      52     56 64 72  80   88
/// TIME64_PADDED  8*  0   12   16    20  24  28   40   48      52     56 72 88  104  112
/// TIME64         -   0   4    8     12  16  20   24   32      36     40 56 72  88   96
/// ```
///
/// A time is seconds and nanoseconds: 4 and 4 bytes, or 8 and 4. * The lower half, once more.
final class StatusCalls {
  private static final int AT_SYMLINK_NOFOLLOW = 0x100;
  private static final int AT_EMPTY_PATH = 0x1000;
  private static final int BLOCK_SIZE = 4096;

  private final Emscripten emscripten;

  StatusCalls(Emscripten emscripten) {
    this.emscripten = emscripten;
  }

  @HostFunction("__syscall_stat64")
  public int stat64(int path, int stat) {
    return newfstatat(Emscripten.AT_FDCWD, path, stat, 0);
  }

  @HostFunction("__syscall_lstat64")
  public int lstat64(int path, int stat) {
    return newfstatat(Emscripten.AT_FDCWD, path, stat, AT_SYMLINK_NOFOLLOW);
  }

  @HostFunction("__syscall_fstat64")
  public int fstat64(int fd, int stat) {
    return perform(() -> write(stat, emscripten.file(fd).status()));
  }

  @HostFunction("__syscall_fstatat64")
  public int fstatat64(int fd, int path, int stat, int flags) {
    return newfstatat(fd, path, stat, flags);
  }

  @HostFunction("__syscall_newfstatat")
  public int newfstatat(int fd, int path, int stat, int flags) {
    return perform(() -> {
      String name = emscripten.string(path);
      if (name.isEmpty() && (flags & AT_EMPTY_PATH) != 0 && fd != Emscripten.AT_FDCWD) {
        write(stat, emscripten.file(fd).status());
      } else {
        boolean follow = (flags & AT_SYMLINK_NOFOLLOW) == 0;
        String given = name.isEmpty() && (flags & AT_EMPTY_PATH) != 0 ? "." : name;
        write(stat, emscripten.at(fd, name).status(given, follow));
      }
    });
  }

  private void write(int stat, FileStatus status) {
    switch (emscripten.age().layout()) {
      case TIME32 -> {
        writePadded(stat, 88, status);
        writeTimes(stat + 56, 8, status);
        emscripten.memory().setI64(stat + 80, status.inode());
      }
      case TIME64_PADDED -> {
        writePadded(stat, 112, status);
        writeTimes(stat + 56, 16, status);
        emscripten.memory().setI64(stat + 104, status.inode());
      }
      case TIME64 -> {
        Memory memory = emscripten.memory();
        memory.fill(stat, 96, 0);
        memory.setI32(stat, (int) status.device());
        writeOwner(stat + 4, status);
        writeSize(stat + 24, status);
        writeTimes(stat + 40, 16, status);
        memory.setI64(stat + 88, status.inode());
      }
    }
  }

  private void writePadded(int stat, int size, FileStatus status) {
    Memory memory = emscripten.memory();
    memory.fill(stat, size, 0);
    memory.setI32(stat, (int) status.device());
    memory.setI32(stat + 8, (int) status.inode());
    writeOwner(stat + 12, status);
    writeSize(stat + 40, status);
  }

  /// Mode and number of links; user, group and device number are 0.
  private void writeOwner(int address, FileStatus status) {
    emscripten.memory().setI32(address, mode(status));
    emscripten.memory().setI32(address + 4, (int) status.links());
  }

  private void writeSize(int address, FileStatus status) {
    Memory memory = emscripten.memory();
    memory.setI64(address, status.sizeInBytes());
    memory.setI32(address + 8, BLOCK_SIZE);
    memory.setI32(address + 12, (int) ((status.sizeInBytes() + 511) / 512));
  }

  private void writeTimes(int address, int each, FileStatus status) {
    writeTime(address, each, status.accessed());
    writeTime(address + each, each, status.modified());
    writeTime(address + 2 * each, each, status.changed());
  }

  private void writeTime(int address, int size, Instant time) {
    Memory memory = emscripten.memory();
    if (size == 8) {
      memory.setI32(address, (int) time.getEpochSecond());
      memory.setI32(address + 4, time.getNano());
    } else {
      memory.setI64(address, time.getEpochSecond());
      memory.setI32(address + 8, time.getNano());
    }
  }

  static int mode(FileStatus status) {
    return typeBits(status.type()) | status.permissions();
  }

  private static int typeBits(FileType type) {
    return switch (type) {
      case REGULAR -> 0100000;
      case DIRECTORY -> 0040000;
      case SYMBOLIC_LINK -> 0120000;
      case CHARACTER_DEVICE -> 0020000;
      case FIFO -> 0010000;
      case UNKNOWN -> 0;
    };
  }

  @HostFunction("__syscall_statfs64")
  public int statfs64(int path, int size, int statfs) {
    return perform(() -> {
      emscripten.here().status(emscripten.string(path), true);
      writeFileSystem(size, statfs);
    });
  }

  @HostFunction("__syscall_fstatfs64")
  public int fstatfs64(int fd, int size, int statfs) {
    return perform(() -> {
      emscripten.file(fd);
      writeFileSystem(size, statfs);
    });
  }

  /// `struct statfs`, which says its size itself. The numbers are Emscripten's: how much room the
  /// host has is none of the guest's business.
  ///
  /// ```
  ///      bsize blocks bfree bavail files ffree fsid namelen frsize flags
  /// 64   4     8      12    16     20    24    28   36      40     44    counts are 4 bytes
  /// 88   4     8      16    24     32    40    48   56      60     64    counts are 8 bytes
  /// ```
  private void writeFileSystem(int size, int statfs) {
    Memory memory = emscripten.memory();
    memory.fill(statfs, size, 0);
    boolean narrow = size <= 64;
    int count = narrow ? 4 : 8;
    int[] counts = {1_000_000, 500_000, 500_000, 1_000_000, 1_000_000};
    for (int i = 0; i < counts.length; i++) {
      memory.setI32(statfs + 8 + i * count, counts[i]);
    }
    memory.setI32(statfs + 4, BLOCK_SIZE);
    memory.setI32(statfs + (narrow ? 28 : 48), 42);
    memory.setI32(statfs + (narrow ? 36 : 56), 255);
    memory.setI32(statfs + (narrow ? 40 : 60), BLOCK_SIZE);
    memory.setI32(statfs + (narrow ? 44 : 64), 2);
  }
}
