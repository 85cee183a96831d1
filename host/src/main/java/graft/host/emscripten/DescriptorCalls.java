package graft.host.emscripten;

import static graft.host.emscripten.Emscripten.call;
import static graft.host.emscripten.Emscripten.perform;

import graft.runtime.HostFunction;
import graft.runtime.Memory;
import graft.vfs.Descriptors;
import graft.vfs.DirectoryEntry;
import graft.vfs.Errno;
import graft.vfs.ErrnoException;
import graft.vfs.FileType;
import graft.vfs.OpenFile;
import graft.vfs.Pipe;
import graft.vfs.Whence;

/// System calls that take a descriptor.
final class DescriptorCalls {
  private static final int DIRENT_SIZE = 280;
  private static final int NAME_CAPACITY = 256;

  private final Emscripten emscripten;

  DescriptorCalls(Emscripten emscripten) {
    this.emscripten = emscripten;
  }

  private Descriptors descriptors() {
    return emscripten.files().descriptors();
  }

  @HostFunction("__syscall_dup")
  public int dup(int fd) {
    return call(() -> descriptors().add(emscripten.file(fd)));
  }

  @HostFunction("__syscall_dup3")
  public int dup3(int fd, int newFd, int flags) {
    return call(() -> {
      emscripten.file(fd);
      if (fd == newFd) {
        throw new ErrnoException(Errno.EINVAL);
      }
      descriptors().duplicate(fd, newFd);
      return newFd;
    });
  }

  @HostFunction("__syscall_pipe")
  public int pipe(int fds) {
    return pipe2(fds, 0);
  }

  @HostFunction("__syscall_pipe2")
  public int pipe2(int fds, int flags) {
    return perform(() -> {
      if (fds == 0) {
        throw new ErrnoException(Errno.EFAULT);
      }
      Pipe pipe = new Pipe();
      boolean nonBlocking = (flags & OpenFlags.O_NONBLOCK) != 0;
      pipe.reader().setNonBlocking(nonBlocking);
      pipe.writer().setNonBlocking(nonBlocking);
      int reader = descriptors().add(pipe.reader());
      int writer;
      try {
        writer = descriptors().add(pipe.writer());
      } catch (ErrnoException e) {
        descriptors().close(reader);
        throw e;
      }
      emscripten.memory().setI32(fds, reader);
      emscripten.memory().setI32(fds + 4, writer);
    });
  }

  @HostFunction("__syscall_fdatasync")
  public int fdatasync(int fd) {
    return perform(() -> emscripten.file(fd).sync(false));
  }

  @HostFunction("__syscall_ftruncate64")
  public int ftruncate64(int fd, long size) {
    return perform(() -> emscripten.file(fd).truncate(size));
  }

  @HostFunction("__syscall_ftruncate64")
  public int ftruncate64Legalised(int fd, int sizeLow, int sizeHigh) {
    return ftruncate64(fd, Emscripten.i64(sizeLow, sizeHigh));
  }

  @HostFunction("__syscall_fallocate")
  public int fallocate(int fd, int mode, long offset, long length) {
    return perform(() -> {
      OpenFile file = emscripten.file(fd);
      if (mode != 0) {
        throw new ErrnoException(Errno.ENOTSUP);
      }
      file.allocate(offset, length);
    });
  }

  @HostFunction("__syscall_fallocate")
  public int fallocateLegalised(
      int fd, int mode, int offsetLow, int offsetHigh, int lengthLow, int lengthHigh) {
    return fallocate(
        fd, mode, Emscripten.i64(offsetLow, offsetHigh), Emscripten.i64(lengthLow, lengthHigh));
  }

  /// Advice is heard and needs nothing done.
  @HostFunction("__syscall_fadvise64")
  public int fadvise64(int fd, long offset, long length, int advice) {
    return perform(() -> emscripten.file(fd));
  }

  @HostFunction("__syscall_fadvise64")
  public int fadvise64Legalised(
      int fd, int offsetLow, int offsetHigh, int lengthLow, int lengthHigh, int advice) {
    return fadvise64(fd, 0, 0, advice);
  }

  @HostFunction("__syscall_fadvise64_64")
  public int fadvise64Old(
      int fd, int offsetLow, int offsetHigh, int lengthLow, int lengthHigh, int advice) {
    return fadvise64(fd, 0, 0, advice);
  }

  @HostFunction("__syscall_fchmod")
  public int fchmod(int fd, int mode) {
    return perform(() -> emscripten.file(fd).setPermissions(mode));
  }

  /// Every file is the guest's only user's, whatever it is told.
  @HostFunction("__syscall_fchown32")
  public int fchown32(int fd, int owner, int group) {
    return perform(() -> emscripten.file(fd));
  }

  /// Fills a buffer with entries, all of the same size; the directory's position is the cookie of
  /// the next.
  ///
  /// ```
  /// 0        8        16       18     19
  /// +--------+--------+--------+------+---- ...
  /// | inode  | next   | 280    | type | name
  /// +--------+--------+--------+------+---- ...
  /// ```
  @HostFunction("__syscall_getdents64")
  public int getdents64(int fd, int buffer, int size) {
    return call(() -> {
      Memory memory = emscripten.memory();
      OpenFile folder = emscripten.file(fd);
      if (folder.type() != FileType.DIRECTORY) {
        throw new ErrnoException(Errno.ENOTDIR);
      }
      int room = size / DIRENT_SIZE;
      if (room <= 0) {
        throw new ErrnoException(Errno.EINVAL);
      }
      int at = buffer;
      for (DirectoryEntry each : folder.entries(folder.seek(0, Whence.CURRENT), room)) {
        memory.fill(at, DIRENT_SIZE, 0);
        memory.setI64(at, each.inode());
        memory.setI64(at + 8, each.next());
        memory.setI16(at + 16, DIRENT_SIZE);
        memory.setI8(at + 18, directoryType(each.type()));
        emscripten.writeString(at + 19, NAME_CAPACITY, each.name());
        at += DIRENT_SIZE;
        folder.seek(each.next(), Whence.START);
      }
      return at - buffer;
    });
  }

  /// `DT_*`.
  private static int directoryType(FileType type) {
    return switch (type) {
      case REGULAR -> 8;
      case DIRECTORY -> 4;
      case SYMBOLIC_LINK -> 10;
      case CHARACTER_DEVICE -> 2;
      case FIFO -> 1;
      case UNKNOWN -> 0;
    };
  }
}
