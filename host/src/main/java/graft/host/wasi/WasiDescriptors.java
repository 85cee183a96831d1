package graft.host.wasi;

import static graft.host.wasi.Wasi.errno;

import graft.host.HostOptions;
import graft.runtime.Guest;
import graft.runtime.HostFunction;
import graft.runtime.HostModule;
import graft.runtime.Memory;
import graft.vfs.Descriptors;
import graft.vfs.Errno;
import graft.vfs.ErrnoException;
import graft.vfs.OpenFile;
import graft.vfs.Whence;

/// Functions of open files: `fd_*`, but for directories.
@HostModule(Wasi.PREVIEW1)
final class WasiDescriptors {
  static final int APPEND = 1;
  static final int NONBLOCK = 4;

  private final Guest guest;
  private final HostOptions options;
  private final Descriptors descriptors;

  WasiDescriptors(Guest guest, HostOptions options) {
    this.guest = guest;
    this.options = options;
    this.descriptors = options.files().descriptors();
  }

  @HostFunction("fd_read")
  public int fdRead(int fd, int iovs, int count, int read) {
    return errno(() -> {
      Memory memory = guest.memory();
      OpenFile file = descriptors.get(fd);
      memory.setI32(
          read, new Iovecs(memory, iovs, count).read(file, (buffer, _) -> file.read(buffer)));
    });
  }

  @HostFunction("fd_write")
  public int fdWrite(int fd, int iovs, int count, int written) {
    return errno(() -> {
      Memory memory = guest.memory();
      OpenFile file = descriptors.get(fd);
      memory.setI32(
          written, new Iovecs(memory, iovs, count).write(file, (buffer, _) -> file.write(buffer)));
    });
  }

  @HostFunction("fd_pread")
  public int fdPread(int fd, int iovs, int count, long offset, int read) {
    return errno(() -> {
      Memory memory = guest.memory();
      OpenFile file = descriptors.get(fd);
      memory.setI32(
          read,
          new Iovecs(memory, iovs, count)
              .read(file, (buffer, done) -> file.read(buffer, offset + done)));
    });
  }

  @HostFunction("fd_pread")
  public int fdPreadLegalised(
      int fd, int iovs, int count, int offsetLow, int offsetHigh, int read) {
    return fdPread(fd, iovs, count, Wasi.i64(offsetLow, offsetHigh), read);
  }

  @HostFunction("fd_pwrite")
  public int fdPwrite(int fd, int iovs, int count, long offset, int written) {
    return errno(() -> {
      Memory memory = guest.memory();
      OpenFile file = descriptors.get(fd);
      memory.setI32(
          written,
          new Iovecs(memory, iovs, count)
              .write(file, (buffer, done) -> file.write(buffer, offset + done)));
    });
  }

  @HostFunction("fd_pwrite")
  public int fdPwriteLegalised(
      int fd, int iovs, int count, int offsetLow, int offsetHigh, int written) {
    return fdPwrite(fd, iovs, count, Wasi.i64(offsetLow, offsetHigh), written);
  }

  @HostFunction("fd_seek")
  public int fdSeek(int fd, long offset, int whence, int position) {
    return errno(
        () -> guest.memory().setI64(position, descriptors.get(fd).seek(offset, whence(whence))));
  }

  @HostFunction("fd_seek")
  public int fdSeekLegalised(int fd, int offsetLow, int offsetHigh, int whence, int position) {
    return fdSeek(fd, Wasi.i64(offsetLow, offsetHigh), whence, position);
  }

  private static Whence whence(int number) throws ErrnoException {
    return switch (number) {
      case 0 -> Whence.START;
      case 1 -> Whence.CURRENT;
      case 2 -> Whence.END;
      default -> throw new ErrnoException(Errno.EINVAL);
    };
  }

  @HostFunction("fd_tell")
  public int fdTell(int fd, int position) {
    return fdSeek(fd, 0, 1, position);
  }

  @HostFunction("fd_close")
  public int fdClose(int fd) {
    return errno(() -> descriptors.close(fd));
  }

  @HostFunction("fd_renumber")
  public int fdRenumber(int from, int to) {
    return errno(() -> descriptors.renumber(from, to));
  }

  @HostFunction("fd_sync")
  public int fdSync(int fd) {
    return errno(() -> descriptors.get(fd).sync(true));
  }

  @HostFunction("fd_datasync")
  public int fdDatasync(int fd) {
    return errno(() -> descriptors.get(fd).sync(false));
  }

  @HostFunction("fd_advise")
  public int fdAdvise(int fd, long offset, long length, int advice) {
    return errno(() -> {
      descriptors.get(fd);
      if (advice < 0 || advice > 5 || offset < 0 || length < 0) {
        throw new ErrnoException(Errno.EINVAL);
      }
    });
  }

  @HostFunction("fd_allocate")
  public int fdAllocate(int fd, long offset, long length) {
    return errno(() -> descriptors.get(fd).allocate(offset, length));
  }

  /// `fdstat`: filetype (u8) at 0, flags (u16) at 2, rights at 8, inheriting rights at 16.
  @HostFunction("fd_fdstat_get")
  public int fdFdstatGet(int fd, int fdstat) {
    return errno(() -> {
      Memory memory = guest.memory();
      OpenFile file = descriptors.get(fd);
      memory.fill(fdstat, 24, 0);
      memory.setI8(fdstat, Wasi.fileType(file.type()));
      memory.setI16(
          fdstat + 2, (file.isAppending() ? APPEND : 0) | (file.isNonBlocking() ? NONBLOCK : 0));
      memory.setI64(fdstat + 8, Rights.base(file));
      memory.setI64(fdstat + 16, Rights.inheriting(file));
    });
  }

  @HostFunction("fd_fdstat_set_flags")
  public int fdFdstatSetFlags(int fd, int flags) {
    return errno(() -> {
      OpenFile file = descriptors.get(fd);
      if ((flags & ~(APPEND | NONBLOCK)) != 0) {
        throw new ErrnoException(Errno.EINVAL);
      }
      file.setAppending((flags & APPEND) != 0);
      file.setNonBlocking((flags & NONBLOCK) != 0);
    });
  }

  @HostFunction("fd_fdstat_set_rights")
  public int fdFdstatSetRights(int fd, long base, long inheriting) {
    return errno(() -> {
      descriptors.get(fd);
      throw new ErrnoException(Errno.ENOTSUP);
    });
  }

  @HostFunction("fd_filestat_get")
  public int fdFilestatGet(int fd, int filestat) {
    return errno(() -> Filestat.write(guest.memory(), filestat, descriptors.get(fd).status()));
  }

  @HostFunction("fd_filestat_set_size")
  public int fdFilestatSetSize(int fd, long size) {
    return errno(() -> descriptors.get(fd).truncate(size));
  }

  @HostFunction("fd_filestat_set_times")
  public int fdFilestatSetTimes(int fd, long accessed, long modified, int flags) {
    return errno(() -> {
      FileTimes times = FileTimes.of(options.clock(), accessed, modified, flags);
      descriptors.get(fd).setTimes(times.accessed(), times.modified());
    });
  }
}
