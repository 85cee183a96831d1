package graft.host.wasi;

import static graft.host.wasi.Wasi.errno;

import graft.host.HostOptions;
import graft.runtime.Guest;
import graft.runtime.HostFunction;
import graft.runtime.HostModule;
import graft.runtime.Memory;
import graft.vfs.DirectoryEntry;
import graft.vfs.Errno;
import graft.vfs.ErrnoException;
import graft.vfs.GuestFiles;
import graft.vfs.OpenFile;
import graft.vfs.OpenOptions;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// Preopened directories and the reading of directories.
@HostModule(Wasi.PREVIEW1)
final class WasiDirectories {
  private static final int DIRENT_SIZE = 24;

  private final Guest guest;
  private final GuestFiles files;
  private final Map<Integer, OpenFile> preopened = new HashMap<>();
  private final Map<Integer, byte[]> names = new HashMap<>();
  private boolean open;

  WasiDirectories(Guest guest, HostOptions options) {
    this.guest = guest;
    this.files = options.files();
  }

  /// Opens the mounts when the guest first asks for them, which a C library does before anything
  /// else. Emscripten's programs never ask, and expect descriptor 3 to be free.
  private byte[] preopen(int fd) throws ErrnoException {
    if (!open) {
      open = true;
      for (String each : files.mountPoints()) {
        OpenFile file = files.root().open(each, OpenOptions.READ);
        int descriptor = files.descriptors().add(file);
        preopened.put(descriptor, file);
        names.put(descriptor, each.getBytes(StandardCharsets.UTF_8));
      }
    }
    byte[] name = names.get(fd);
    if (name == null || !files.descriptors().get(fd).equals(preopened.get(fd))) {
      throw new ErrnoException(Errno.EBADF);
    }
    return name;
  }

  /// `prestat`: 0 (a directory) at 0, the length of its name at 4.
  @HostFunction("fd_prestat_get")
  public int fdPrestatGet(int fd, int prestat) {
    return errno(() -> {
      byte[] name = preopen(fd);
      guest.memory().setI32(prestat, 0);
      guest.memory().setI32(prestat + 4, name.length);
    });
  }

  @HostFunction("fd_prestat_dir_name")
  public int fdPrestatDirName(int fd, int path, int length) {
    return errno(() -> {
      byte[] name = preopen(fd);
      if (Integer.compareUnsigned(length, name.length) < 0) {
        throw new ErrnoException(Errno.ENAMETOOLONG);
      }
      guest.memory().write(path, name);
    });
  }

  /// Fills a buffer with entries: `dirent` and the name behind it. What no longer fits is cut off;
  /// that the buffer is full tells the guest that there is more.
  ///
  /// ```
  /// 0        8        16       20       24
  /// +--------+--------+--------+--------+---- ...
  /// | next   | inode  | namlen | type   | name
  /// +--------+--------+--------+--------+---- ...
  /// ```
  @HostFunction("fd_readdir")
  public int fdReaddir(int fd, int buffer, int length, long cookie, int used) {
    return errno(() -> {
      Memory memory = guest.memory();
      memory.check(buffer, Integer.toUnsignedLong(length));
      OpenFile folder = files.descriptors().get(fd);
      int at = 0;
      for (DirectoryEntry each : folder.entries(cookie, length / DIRENT_SIZE + 1)) {
        byte[] entry = dirent(each);
        int part = Math.min(entry.length, length - at);
        memory.write(buffer + at, entry, 0, part);
        at += part;
        if (at == length) {
          break;
        }
      }
      memory.setI32(used, at);
    });
  }

  private static byte[] dirent(DirectoryEntry entry) {
    byte[] name = entry.name().getBytes(StandardCharsets.UTF_8);
    byte[] bytes = new byte[DIRENT_SIZE + name.length];
    Memory.I64.set(bytes, 0, entry.next());
    Memory.I64.set(bytes, 8, entry.inode());
    Memory.I32.set(bytes, 16, name.length);
    bytes[20] = (byte) Wasi.fileType(entry.type());
    System.arraycopy(name, 0, bytes, DIRENT_SIZE, name.length);
    return bytes;
  }
}
