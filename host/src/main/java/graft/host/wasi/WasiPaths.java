package graft.host.wasi;

import static graft.host.wasi.Wasi.errno;

import graft.host.HostOptions;
import graft.runtime.Guest;
import graft.runtime.HostFunction;
import graft.runtime.HostModule;
import graft.vfs.Errno;
import graft.vfs.ErrnoException;
import graft.vfs.Folder;
import graft.vfs.GuestFiles;
import graft.vfs.OpenOptions;
import java.nio.charset.StandardCharsets;

/// Functions of paths: `path_*`. A path starts in a directory that is open, and may not leave it.
@HostModule(Wasi.PREVIEW1)
final class WasiPaths {
  private static final int SYMLINK_FOLLOW = 1;
  private static final int CREAT = 1;
  private static final int DIRECTORY = 2;
  private static final int EXCL = 4;
  private static final int TRUNC = 8;

  private final Guest guest;
  private final HostOptions options;
  private final GuestFiles files;

  WasiPaths(Guest guest, HostOptions options) {
    this.guest = guest;
    this.options = options;
    this.files = options.files();
  }

  private Folder within(int fd) throws ErrnoException {
    return files.within(fd);
  }

  private String path(int address, int length) throws ErrnoException {
    return Wasi.path(guest.memory(), address, length);
  }

  private static boolean follows(int lookupFlags) {
    return (lookupFlags & SYMLINK_FOLLOW) != 0;
  }

  @HostFunction("path_open")
  public int pathOpen(
      int fd,
      int lookupFlags,
      int path,
      int pathLength,
      int openFlags,
      long rights,
      long rightsInheriting,
      int descriptorFlags,
      int opened) {
    return errno(() -> {
      guest.memory().check(opened, 4);
      OpenOptions flags =
          new OpenOptions(
              (rights & Rights.FD_READ) != 0,
              (rights & Rights.FD_WRITE) != 0,
              (descriptorFlags & WasiDescriptors.APPEND) != 0 && (rights & Rights.FD_WRITE) != 0,
              (openFlags & CREAT) != 0,
              (openFlags & EXCL) != 0,
              (openFlags & TRUNC) != 0,
              (openFlags & DIRECTORY) != 0,
              follows(lookupFlags),
              (descriptorFlags & WasiDescriptors.NONBLOCK) != 0,
              0666);
      guest
          .memory()
          .setI32(opened, files.descriptors().add(within(fd).open(path(path, pathLength), flags)));
    });
  }

  @HostFunction("path_filestat_get")
  public int pathFilestatGet(int fd, int lookupFlags, int path, int pathLength, int filestat) {
    return errno(() ->
        Filestat.write(
            guest.memory(),
            filestat,
            within(fd).status(path(path, pathLength), follows(lookupFlags))));
  }

  @HostFunction("path_filestat_set_times")
  public int pathFilestatSetTimes(
      int fd,
      int lookupFlags,
      int path,
      int pathLength,
      long accessed,
      long modified,
      int timeFlags) {
    return errno(() -> {
      FileTimes times = FileTimes.of(options.clock(), accessed, modified, timeFlags);
      within(fd)
          .setTimes(
              path(path, pathLength), follows(lookupFlags), times.accessed(), times.modified());
    });
  }

  @HostFunction("path_create_directory")
  public int pathCreateDirectory(int fd, int path, int pathLength) {
    return errno(() -> within(fd).createDirectory(path(path, pathLength), 0777));
  }

  @HostFunction("path_remove_directory")
  public int pathRemoveDirectory(int fd, int path, int pathLength) {
    return errno(() -> within(fd).removeDirectory(path(path, pathLength)));
  }

  @HostFunction("path_unlink_file")
  public int pathUnlinkFile(int fd, int path, int pathLength) {
    return errno(() -> within(fd).removeFile(path(path, pathLength)));
  }

  @HostFunction("path_rename")
  public int pathRename(
      int fd, int path, int pathLength, int newFd, int newPath, int newPathLength) {
    return errno(() ->
        within(fd).rename(path(path, pathLength), within(newFd), path(newPath, newPathLength)));
  }

  @HostFunction("path_link")
  public int pathLink(
      int fd,
      int lookupFlags,
      int path,
      int pathLength,
      int newFd,
      int newPath,
      int newPathLength) {
    return errno(() -> {
      if (follows(lookupFlags)) {
        throw new ErrnoException(Errno.EINVAL);
      }
      within(fd).link(path(path, pathLength), false, within(newFd), path(newPath, newPathLength));
    });
  }

  @HostFunction("path_symlink")
  public int pathSymlink(int target, int targetLength, int fd, int path, int pathLength) {
    return errno(() -> within(fd).symlink(path(target, targetLength), path(path, pathLength)));
  }

  @HostFunction("path_readlink")
  public int pathReadlink(int fd, int path, int pathLength, int buffer, int length, int used) {
    return errno(() -> {
      byte[] target = within(fd).readLink(path(path, pathLength)).getBytes(StandardCharsets.UTF_8);
      guest.memory().check(buffer, Integer.toUnsignedLong(length));
      int part = Math.min(target.length, length);
      guest.memory().write(buffer, target, 0, part);
      guest.memory().setI32(used, part);
    });
  }
}
