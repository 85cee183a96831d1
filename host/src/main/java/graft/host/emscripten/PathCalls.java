package graft.host.emscripten;

import static graft.host.emscripten.Emscripten.call;
import static graft.host.emscripten.Emscripten.perform;

import graft.runtime.HostFunction;
import graft.runtime.Memory;
import graft.runtime.Trap;
import graft.vfs.Errno;
import graft.vfs.ErrnoException;
import graft.vfs.OpenOptions;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// System calls that take a path. Arguments behind the last named one come as a pointer.
final class PathCalls {
  private static final int AT_SYMLINK_NOFOLLOW = 0x100;
  private static final int AT_REMOVEDIR = 0x200;
  private static final int AT_SYMLINK_FOLLOW = 0x400;
  private static final int S_IFMT = 0170000;
  private static final int S_IFREG = 0100000;
  private static final int UTIME_NOW = 0x3fffffff;
  private static final int UTIME_OMIT = 0x3ffffffe;

  private final Emscripten emscripten;

  PathCalls(Emscripten emscripten) {
    this.emscripten = emscripten;
  }

  private String string(int address) {
    return emscripten.string(address);
  }

  private int argument(int arguments) {
    return arguments == 0 ? 0 : emscripten.memory().i32(arguments);
  }

  @HostFunction("__syscall_openat")
  public int openat(int fd, int path, int flags, int arguments) {
    return call(() -> {
      String name = string(path);
      OpenOptions options = OpenFlags.options(flags, argument(arguments));
      return emscripten.files().descriptors().add(emscripten.at(fd, name).open(name, options));
    });
  }

  @HostFunction("__syscall_open")
  public int open(int path, int flags, int arguments) {
    return openat(Emscripten.AT_FDCWD, path, flags, arguments);
  }

  /// Makes the files that `--embed-file` has put into the data: path, length and content of each, a
  /// word each, up to a path of 0.
  @HostFunction("_emscripten_fs_load_embedded_files")
  public void loadEmbeddedFiles(int entries) {
    Memory memory = emscripten.memory();
    for (int entry = entries; memory.i32(entry) != 0; entry += 12) {
      String path = string(memory.i32(entry));
      byte[] content = memory.read(memory.i32(entry + 8), memory.i32(entry + 4));
      try {
        emscripten.files().write(path, content);
      } catch (ErrnoException e) {
        throw new Trap("cannot make the embedded file " + path + ": " + e.errno(), e);
      }
    }
  }

  @HostFunction("__syscall_mkdirat")
  public int mkdirat(int fd, int path, int mode) {
    return perform(() -> {
      String name = string(path);
      emscripten.at(fd, name).createDirectory(name, mode);
    });
  }

  @HostFunction("__syscall_mkdir")
  public int mkdir(int path, int mode) {
    return mkdirat(Emscripten.AT_FDCWD, path, mode);
  }

  @HostFunction("__syscall_mknodat")
  public int mknodat(int fd, int path, int mode, int device) {
    return perform(() -> {
      if ((mode & S_IFMT) != S_IFREG && (mode & S_IFMT) != 0) {
        throw new ErrnoException(Errno.EPERM);
      }
      int flags = OpenFlags.O_CREAT | OpenFlags.O_EXCL | 1;
      String name = string(path);
      int made =
          emscripten
              .files()
              .descriptors()
              .add(emscripten.at(fd, name).open(name, OpenFlags.options(flags, mode)));
      emscripten.files().descriptors().close(made);
    });
  }

  @HostFunction("__syscall_mknod")
  public int mknod(int path, int mode, int device) {
    return mknodat(Emscripten.AT_FDCWD, path, mode, device);
  }

  @HostFunction("__syscall_unlinkat")
  public int unlinkat(int fd, int path, int flags) {
    return perform(() -> {
      String name = string(path);
      switch (flags) {
        case 0 -> emscripten.at(fd, name).removeFile(name);
        case AT_REMOVEDIR -> emscripten.at(fd, name).removeDirectory(name);
        default -> throw new ErrnoException(Errno.EINVAL);
      }
    });
  }

  @HostFunction("__syscall_unlink")
  public int unlink(int path) {
    return unlinkat(Emscripten.AT_FDCWD, path, 0);
  }

  @HostFunction("__syscall_rmdir")
  public int rmdir(int path) {
    return unlinkat(Emscripten.AT_FDCWD, path, AT_REMOVEDIR);
  }

  @HostFunction("__syscall_renameat")
  public int renameat(int fd, int path, int newFd, int newPath) {
    return perform(() -> {
      String from = string(path);
      String to = string(newPath);
      emscripten.at(fd, from).rename(from, emscripten.at(newFd, to), to);
    });
  }

  @HostFunction("__syscall_rename")
  public int rename(int path, int newPath) {
    return renameat(Emscripten.AT_FDCWD, path, Emscripten.AT_FDCWD, newPath);
  }

  @HostFunction("__syscall_linkat")
  public int linkat(int fd, int path, int newFd, int newPath, int flags) {
    return perform(() -> {
      String from = string(path);
      String to = string(newPath);
      boolean follow = (flags & AT_SYMLINK_FOLLOW) != 0;
      emscripten.at(fd, from).link(from, follow, emscripten.at(newFd, to), to);
    });
  }

  @HostFunction("__syscall_symlinkat")
  public int symlinkat(int target, int fd, int path) {
    return perform(() -> {
      String name = string(path);
      emscripten.at(fd, name).symlink(string(target), name);
    });
  }

  @HostFunction("__syscall_symlink")
  public int symlink(int target, int path) {
    return symlinkat(target, Emscripten.AT_FDCWD, path);
  }

  /// Gives the length of the link's text, of which as much is written as fits, without a zero byte.
  @HostFunction("__syscall_readlinkat")
  public int readlinkat(int fd, int path, int buffer, int size) {
    return call(() -> {
      if (size <= 0) {
        throw new ErrnoException(Errno.EINVAL);
      }
      String name = string(path);
      byte[] target = emscripten.at(fd, name).readLink(name).getBytes(StandardCharsets.UTF_8);
      int length = Math.min(size, target.length);
      emscripten.memory().write(buffer, target, 0, length);
      return length;
    });
  }

  @HostFunction("__syscall_readlink")
  public int readlink(int path, int buffer, int size) {
    return readlinkat(Emscripten.AT_FDCWD, path, buffer, size);
  }

  @HostFunction("__syscall_faccessat")
  public int faccessat(int fd, int path, int mode, int flags) {
    return perform(() -> {
      if ((mode & ~7) != 0) {
        throw new ErrnoException(Errno.EINVAL);
      }
      String name = string(path);
      boolean follow = (flags & AT_SYMLINK_NOFOLLOW) == 0;
      emscripten
          .at(fd, name)
          .checkAccess(name, follow, (mode & 4) != 0, (mode & 2) != 0, (mode & 1) != 0);
    });
  }

  @HostFunction("__syscall_fchmodat2")
  public int fchmodat2(int fd, int path, int mode, int flags) {
    return perform(() -> {
      String name = string(path);
      emscripten.at(fd, name).setPermissions(name, (flags & AT_SYMLINK_NOFOLLOW) == 0, mode);
    });
  }

  @HostFunction("__syscall_fchmodat")
  public int fchmodat(int fd, int path, int mode, int arguments) {
    return fchmodat2(fd, path, mode, 0);
  }

  @HostFunction("__syscall_chmod")
  public int chmod(int path, int mode) {
    return fchmodat2(Emscripten.AT_FDCWD, path, mode, 0);
  }

  /// Every file is the guest's only user's, whatever it is told.
  @HostFunction("__syscall_fchownat")
  public int fchownat(int fd, int path, int owner, int group, int flags) {
    return perform(() -> {
      String name = string(path);
      emscripten.at(fd, name).status(name, (flags & AT_SYMLINK_NOFOLLOW) == 0);
    });
  }

  @HostFunction("__syscall_chown32")
  public int chown32(int path, int owner, int group) {
    return fchownat(Emscripten.AT_FDCWD, path, owner, group, 0);
  }

  @HostFunction("__syscall_lchown32")
  public int lchown32(int path, int owner, int group) {
    return fchownat(Emscripten.AT_FDCWD, path, owner, group, AT_SYMLINK_NOFOLLOW);
  }

  @HostFunction("__syscall_truncate64")
  public int truncate64(int path, long size) {
    return perform(() -> emscripten.here().truncate(string(path), size));
  }

  @HostFunction("__syscall_truncate64")
  public int truncate64Legalised(int path, int sizeLow, int sizeHigh) {
    return truncate64(path, Emscripten.i64(sizeLow, sizeHigh));
  }

  /// Without a path this is `futimens`.
  @HostFunction("__syscall_utimensat")
  public int utimensat(int fd, int path, int times, int flags) {
    return perform(() -> {
      String name = string(path);
      Instant accessed = time(times, 0);
      Instant modified = time(times, 1);
      if (name.isEmpty()) {
        emscripten.file(fd).setTimes(accessed, modified);
      } else {
        boolean follow = (flags & AT_SYMLINK_NOFOLLOW) == 0;
        emscripten.at(fd, name).setTimes(name, follow, accessed, modified);
      }
    });
  }

  private @Nullable Instant time(int times, int which) {
    if (times == 0) {
      return emscripten.options().clock().realtime();
    }
    Memory memory = emscripten.memory();
    boolean narrow = emscripten.age().layout() == LibraryAge.Layout.TIME32;
    int address = times + which * (narrow ? 8 : 16);
    long seconds = narrow ? memory.i32(address) : memory.i64(address);
    int nanos = memory.i32(address + (narrow ? 4 : 8));
    return switch (nanos) {
      case UTIME_NOW -> emscripten.options().clock().realtime();
      case UTIME_OMIT -> null;
      default -> Instant.ofEpochSecond(seconds, nanos);
    };
  }

  @HostFunction("__syscall_chdir")
  public int chdir(int path) {
    return perform(
        () -> emscripten.files().setWorkingDirectory(emscripten.here().folder(string(path))));
  }

  @HostFunction("__syscall_fchdir")
  public int fchdir(int fd) {
    return perform(() -> emscripten.files().setWorkingDirectory(emscripten.files().at(fd)));
  }

  /// Gives the length with the zero byte; old libraries only look whether it is negative.
  @HostFunction("__syscall_getcwd")
  public int getcwd(int buffer, int size) {
    return call(() -> {
      if (size == 0) {
        throw new ErrnoException(Errno.EINVAL);
      }
      String path = emscripten.here().path();
      int length = path.getBytes(StandardCharsets.UTF_8).length + 1;
      if (Integer.compareUnsigned(size, length) < 0) {
        throw new ErrnoException(Errno.ERANGE);
      }
      emscripten.writeString(buffer, length, path);
      return length;
    });
  }
}
