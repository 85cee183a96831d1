package graft.vfs;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A directory of a guest, and what can be done with paths that start in it: POSIX's functions
/// whose names end in `at`. Get one from {@link GuestFiles}.
///
/// Every method throws {@link ErrnoException} with POSIX's error where the file system refuses.
/// Paths are UTF-8 text with slashes; what `follow` says holds for a symbolic link that the last
/// component names, all others are followed.
public final class Folder {
  private final GuestFiles files;
  private final Place place;
  private final boolean confined;

  Folder(GuestFiles files, Place place, boolean confined) {
    this.files = files;
    this.place = place;
    this.confined = confined;
  }

  private FileTree tree() {
    return files.tree();
  }

  private FileTree.Target walk(String path, boolean follow) throws ErrnoException {
    return tree().walk(place, confined, path, follow);
  }

  /// The absolute path of this directory, as the guest sees it.
  public String path() {
    return place.guestPath();
  }

  /// Where a path leads, without symbolic links.
  ///
  /// @return an absolute path of the guest
  public String resolve(String path) throws ErrnoException {
    return TreeLock.reading(() -> walk(path, true).existing().guestPath());
  }

  /// The host's path of something that exists, or null where it is a device or a folder that only
  /// leads to a mount.
  public @Nullable Path hostPath(String path) throws ErrnoException {
    return TreeLock.reading(() -> walk(path, true).existing()).path();
  }

  /// The directory that a path names.
  public Folder folder(String path) throws ErrnoException {
    return TreeLock.reading(() -> {
      Place found = walk(path, true).existing();
      if (!found.isDirectory()) {
        throw new ErrnoException(Errno.ENOTDIR);
      }
      return new Folder(files, found, confined);
    });
  }

  /// Opens a file, directory or device (`openat`).
  ///
  /// @return what was opened; give it to {@link Descriptors#add}
  public OpenFile open(String path, OpenOptions options) throws ErrnoException {
    boolean makesNew = options.create() && options.exclusive();
    return TreeLock.reading(() -> {
      FileTree.Target target = walk(path, options.followLinks() && !makesNew);
      return target.place() == null
          ? create(target, options)
          : openExisting(target.place(), target.slash(), options);
    });
  }

  private OpenFile create(FileTree.Target target, OpenOptions options) throws ErrnoException {
    if (!options.create()) {
      throw new ErrnoException(Errno.ENOENT);
    }
    if (target.slash()) {
      throw new ErrnoException(Errno.EISDIR);
    }
    if (options.directory()) {
      throw new ErrnoException(Errno.EINVAL);
    }
    Path path = target.directory().newEntry(target.name());
    Set<java.nio.file.OpenOption> flags = channelOptions(path, options);
    flags.add(StandardOpenOption.WRITE);
    flags.add(StandardOpenOption.CREATE_NEW);
    return IoFailures.translate(() -> {
      SeekableByteChannel channel =
          Files.newByteChannel(
              path, flags, HostFile.creation(path, files.masked(options.permissions())));
      return opened(tree().child(target.directory(), target.name()), channel, options);
    });
  }

  /// @param found what was opened, or null if another guest has removed it since
  private OpenFile opened(@Nullable Place found, SeekableByteChannel channel, OpenOptions options)
      throws IOException {
    try {
      if (found == null) {
        throw new ErrnoException(Errno.ENOENT);
      }
      return new RegularFile(tree(), found, channel, options);
    } catch (ErrnoException e) {
      channel.close();
      throw e;
    }
  }

  private OpenFile openExisting(Place found, boolean slash, OpenOptions options)
      throws ErrnoException {
    if (options.create() && options.exclusive()) {
      throw new ErrnoException(Errno.EEXIST);
    }
    if (found.isLink()) {
      throw new ErrnoException(Errno.ELOOP);
    }
    if ((slash || options.directory()) && !found.isDirectory()) {
      throw new ErrnoException(Errno.ENOTDIR);
    }
    return switch (found.type()) {
      case DIRECTORY -> {
        if (options.modifies() || options.create()) {
          throw new ErrnoException(Errno.EISDIR);
        }
        yield new OpenDirectory(tree(), found);
      }
      case REGULAR -> openRegular(found, options);
      case CHARACTER_DEVICE -> openDevice(found, options);
      case SYMBOLIC_LINK, FIFO, UNKNOWN -> throw new ErrnoException(Errno.ENXIO);
    };
  }

  private OpenFile openRegular(Place found, OpenOptions options) throws ErrnoException {
    Path path = options.modifies() ? found.writablePath() : found.path();
    if (path == null) {
      throw new AssertionError("BUG: a file without a path: " + found);
    }
    Set<java.nio.file.OpenOption> flags = channelOptions(path, options);
    if (options.truncate()) {
      flags.add(StandardOpenOption.WRITE);
      flags.add(StandardOpenOption.TRUNCATE_EXISTING);
    }
    return IoFailures.translate(() -> opened(found, Files.newByteChannel(path, flags), options));
  }

  private static OpenFile openDevice(Place found, OpenOptions options) throws ErrnoException {
    Device device = found.branch() == null ? null : found.branch().device();
    if (device == null) {
      throw new ErrnoException(Errno.ENXIO);
    }
    return device.open(options);
  }

  private static Set<java.nio.file.OpenOption> channelOptions(Path path, OpenOptions options) {
    Set<java.nio.file.OpenOption> flags = new HashSet<>();
    if (options.read() || !options.modifies()) {
      flags.add(StandardOpenOption.READ);
    }
    if (options.write() || options.append()) {
      flags.add(StandardOpenOption.WRITE);
    }
    // The walk has followed the links already. Archives have none and do not know the option.
    if (path.getFileSystem().equals(FileSystems.getDefault())) {
      flags.add(LinkOption.NOFOLLOW_LINKS);
    }
    return flags;
  }

  /// What a path names (`fstatat`).
  public FileStatus status(String path, boolean follow) throws ErrnoException {
    return TreeLock.reading(() -> tree().status(walk(path, follow).existing()));
  }

  /// Whether the guest may use what a path names (`faccessat`); returns if so.
  ///
  /// @param read for reading (`R_OK`)
  /// @param write for writing (`W_OK`)
  /// @param execute for running or, if a directory, searching (`X_OK`)
  public void checkAccess(String path, boolean follow, boolean read, boolean write, boolean execute)
      throws ErrnoException {
    TreeLock.change(() -> {
      Place found = walk(path, follow).existing();
      if (write && found.type() != FileType.CHARACTER_DEVICE) {
        found.writablePath();
      }
      if (!allows(found, read, write, execute)) {
        throw new ErrnoException(Errno.EACCES);
      }
    });
  }

  private boolean allows(Place found, boolean read, boolean write, boolean execute)
      throws ErrnoException {
    Path path = found.path();
    if (path != null && path.getFileSystem().equals(FileSystems.getDefault()) && !found.isLink()) {
      return (!read || Files.isReadable(path))
          && (!write || Files.isWritable(path))
          && (!execute || Files.isExecutable(path));
    }
    int permissions = tree().status(found).permissions();
    return (!read || (permissions & 0444) != 0)
        && (!write || (permissions & 0222) != 0)
        && (!execute || (permissions & 0111) != 0);
  }

  /// Makes a directory (`mkdirat`).
  public void createDirectory(String path, int permissions) throws ErrnoException {
    TreeLock.change(() -> {
      FileTree.Target target = walk(path, false);
      if (target.place() != null) {
        throw new ErrnoException(Errno.EEXIST);
      }
      Path made = target.directory().newEntry(target.name());
      Files.createDirectory(made, HostFile.creation(made, files.masked(permissions)));
    });
  }

  /// Removes an empty directory (`rmdir`).
  public void removeDirectory(String path) throws ErrnoException {
    TreeLock.change(() -> {
      FileTree.Target target = walk(path, false);
      Place found = target.existing();
      if (!found.isDirectory()) {
        throw new ErrnoException(Errno.ENOTDIR);
      }
      if (!target.isName() && !found.isRoot()) {
        throw new ErrnoException(target.name().equals(".") ? Errno.EINVAL : Errno.ENOTEMPTY);
      }
      Files.delete(removable(found));
    });
  }

  /// Removes a name of a file or link (`unlink`).
  public void removeFile(String path) throws ErrnoException {
    TreeLock.change(() -> {
      Place found = walk(path, false).existing();
      if (found.isDirectory()) {
        throw new ErrnoException(Errno.EISDIR);
      }
      Files.delete(removable(found));
    });
  }

  private static Path removable(Place found) throws ErrnoException {
    if (found.branch() != null) {
      throw new ErrnoException(Errno.EBUSY);
    }
    return found.writablePath();
  }

  /// Gives a file another name, replacing what had it (`renameat`).
  ///
  /// @param to where `newPath` starts
  public void rename(String path, Folder to, String newPath) throws ErrnoException {
    TreeLock.relink(() -> {
      FileTree.Target from = walk(path, false);
      FileTree.Target target = to.walk(newPath, false);
      Place source = from.existing();
      if (!from.isName() || !target.isName()) {
        throw new ErrnoException(Errno.EBUSY);
      }
      if (target.slash() && !source.isDirectory()) {
        throw new ErrnoException(Errno.ENOTDIR);
      }
      Path old = removable(source);
      checkSameMount(from.directory(), target.directory());
      Path fresh = target.directory().newEntry(target.name());
      if (source.isDirectory() && !old.equals(fresh) && fresh.startsWith(old)) {
        throw new ErrnoException(Errno.EINVAL);
      }
      Place replaced = target.place();
      if (replaced == null || !isSame(source, replaced)) {
        if (replaced != null) {
          checkReplaceable(source, replaced);
        }
        Files.move(old, fresh, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      }
    });
  }

  private static void checkSameMount(Place one, Place other) throws ErrnoException {
    if (one.mount() != other.mount()) {
      throw new ErrnoException(Errno.EXDEV);
    }
  }

  private boolean isSame(Place one, Place other) throws ErrnoException {
    FileStatus status = tree().status(one);
    FileStatus otherStatus = tree().status(other);
    return status.device() == otherStatus.device() && status.inode() == otherStatus.inode();
  }

  private void checkReplaceable(Place source, Place replaced) throws ErrnoException {
    removable(replaced);
    if (source.isDirectory() && !replaced.isDirectory()) {
      throw new ErrnoException(Errno.ENOTDIR);
    }
    if (!source.isDirectory() && replaced.isDirectory()) {
      throw new ErrnoException(Errno.EISDIR);
    }
    if (replaced.isDirectory() && !tree().names(replaced).isEmpty()) {
      throw new ErrnoException(Errno.ENOTEMPTY);
    }
  }

  /// Gives a file a further name (`linkat`).
  ///
  /// @param to where `newPath` starts
  public void link(String path, boolean follow, Folder to, String newPath) throws ErrnoException {
    TreeLock.relink(() -> {
      Place source = walk(path, follow).existing();
      Path fresh = to.newName(newPath);
      if (source.isDirectory() || source.branch() != null) {
        throw new ErrnoException(Errno.EPERM);
      }
      checkSameMount(source, to.walk(newPath, false).directory());
      Path old = source.writablePath();
      if (source.isLink()) {
        // Some hosts would give the further name to what the link leads to, wherever that is.
        Files.createSymbolicLink(fresh, Files.readSymbolicLink(old));
      } else {
        Files.createLink(fresh, old);
      }
    });
  }

  /// Makes a symbolic link (`symlinkat`).
  ///
  /// @param target what the link says; need not exist
  public void symlink(String target, String path) throws ErrnoException {
    TreeLock.relink(() -> {
      if (target.isEmpty()) {
        throw new ErrnoException(Errno.ENOENT);
      }
      if (confined && target.startsWith("/")) {
        throw new ErrnoException(Errno.EPERM);
      }
      Path fresh = newName(path);
      Files.createSymbolicLink(fresh, fresh.getFileSystem().getPath(target));
    });
  }

  private Path newName(String path) throws ErrnoException {
    FileTree.Target target = walk(path, false);
    if (target.place() != null) {
      throw new ErrnoException(Errno.EEXIST);
    }
    if (target.slash()) {
      throw new ErrnoException(Errno.ENOENT);
    }
    return target.directory().newEntry(target.name());
  }

  /// What a symbolic link says (`readlinkat`).
  public String readLink(String path) throws ErrnoException {
    return TreeLock.reading(() -> tree().linkTarget(walk(path, false).existing()));
  }

  /// Sets times (`utimensat`); null leaves one as it is.
  public void setTimes(
      String path, boolean follow, @Nullable Instant accessed, @Nullable Instant modified)
      throws ErrnoException {
    TreeLock.change(() -> {
      HostFile.setTimes(walk(path, follow).existing().writablePath(), accessed, modified);
    });
  }

  /// Sets the permissions, the lower nine bits of a mode (`fchmodat`).
  public void setPermissions(String path, boolean follow, int permissions) throws ErrnoException {
    TreeLock.change(() -> {
      HostFile.setPermissions(walk(path, follow).existing().writablePath(), permissions);
    });
  }

  /// Makes a file shorter or, with zeroes, longer (`truncate`).
  public void truncate(String path, long sizeInBytes) throws ErrnoException {
    OpenFile file =
        open(path, new OpenOptions(false, true, false, false, false, false, false, true, false, 0));
    try {
      file.truncate(sizeInBytes);
    } finally {
      file.close();
    }
  }

  @Override
  public String toString() {
    return path();
  }
}
