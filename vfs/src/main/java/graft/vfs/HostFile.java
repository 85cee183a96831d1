package graft.vfs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What Java's file systems know about a file, in POSIX's terms. Nothing here follows a symbolic
/// link.
final class HostFile {
  private static final int MAX_NAME_IN_BYTES = 255;

  private static final PosixFilePermission[] BITS = {
    PosixFilePermission.OTHERS_EXECUTE,
    PosixFilePermission.OTHERS_WRITE,
    PosixFilePermission.OTHERS_READ,
    PosixFilePermission.GROUP_EXECUTE,
    PosixFilePermission.GROUP_WRITE,
    PosixFilePermission.GROUP_READ,
    PosixFilePermission.OWNER_EXECUTE,
    PosixFilePermission.OWNER_WRITE,
    PosixFilePermission.OWNER_READ,
  };

  private HostFile() {}

  /// An entry of a folder: exactly one component below it, whatever the host makes of the name.
  static Path entry(Path folder, String name) throws ErrnoException {
    checkName(name);
    Path entry = IoFailures.translate(() -> folder.resolve(name));
    if (entry.getNameCount() != folder.getNameCount() + 1
        || !folder.equals(entry.getParent())
        || !name.equals(Objects.toString(entry.getFileName()))) {
      throw new ErrnoException(Errno.EINVAL);
    }
    return entry;
  }

  private static void checkName(String name) throws ErrnoException {
    if (name.indexOf('\0') >= 0) {
      throw new ErrnoException(Errno.EINVAL);
    }
    if (name.length() * 3 > MAX_NAME_IN_BYTES
        && name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_IN_BYTES) {
      throw new ErrnoException(Errno.ENAMETOOLONG);
    }
  }

  /// What kind of file Java's attributes describe. A junction of Windows is a directory that leads
  /// elsewhere, unseen: no guest gets into one.
  static FileType type(BasicFileAttributes attributes) {
    if (attributes.isOther()) {
      return FileType.UNKNOWN;
    }
    if (attributes.isRegularFile()) {
      return FileType.REGULAR;
    }
    if (attributes.isDirectory()) {
      return FileType.DIRECTORY;
    }
    return attributes.isSymbolicLink() ? FileType.SYMBOLIC_LINK : FileType.UNKNOWN;
  }

  /// What `lstat` tells.
  ///
  /// @param device number to report
  static FileStatus status(Path path, long device) throws ErrnoException {
    return IoFailures.translate(() ->
        path.getFileSystem().supportedFileAttributeViews().contains("unix")
            ? unixStatus(path, device)
            : basicStatus(path, device));
  }

  private static FileStatus unixStatus(Path path, long device) throws IOException {
    Map<String, Object> values =
        Files.readAttributes(
            path,
            "unix:mode,ino,nlink,size,ctime,lastModifiedTime,lastAccessTime,"
                + "isRegularFile,isDirectory,isSymbolicLink",
            LinkOption.NOFOLLOW_LINKS);
    FileType type = FileType.UNKNOWN;
    if (is(values, "isRegularFile")) {
      type = FileType.REGULAR;
    } else if (is(values, "isDirectory")) {
      type = FileType.DIRECTORY;
    } else if (is(values, "isSymbolicLink")) {
      type = FileType.SYMBOLIC_LINK;
    }
    return new FileStatus(
        type,
        device,
        number(values, "ino"),
        (int) number(values, "mode") & 07777,
        number(values, "nlink"),
        size(path, type, number(values, "size")),
        time(values, "lastAccessTime"),
        time(values, "lastModifiedTime"),
        time(values, "ctime"));
  }

  /// Jimfs says 0 for a link; POSIX says the length of its text.
  private static long size(Path path, FileType type, long size) throws IOException {
    return type == FileType.SYMBOLIC_LINK && size == 0
        ? Files.readSymbolicLink(path).toString().getBytes(StandardCharsets.UTF_8).length
        : size;
  }

  private static boolean is(Map<String, Object> values, String name) {
    return Boolean.TRUE.equals(values.get(name));
  }

  private static long number(Map<String, Object> values, String name) {
    return values.get(name) instanceof Number number ? number.longValue() : 0;
  }

  private static Instant time(Map<String, Object> values, String name) {
    return values.get(name) instanceof FileTime time ? time.toInstant() : Instant.EPOCH;
  }

  private static FileStatus basicStatus(Path path, long device) throws IOException {
    BasicFileAttributes attributes =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    FileType type = type(attributes);
    Object key = attributes.fileKey();
    long inode = key instanceof Number number ? number.longValue() : hash(path.toString());
    int writable = path.getFileSystem().isReadOnly() ? 0 : 0222;
    return new FileStatus(
        type,
        device,
        inode,
        writable | (type == FileType.REGULAR ? 0444 : 0555),
        1,
        size(path, type, attributes.size()),
        attributes.lastAccessTime().toInstant(),
        attributes.lastModifiedTime().toInstant(),
        attributes.lastModifiedTime().toInstant());
  }

  /// FNV-1a: a number for a file of a file system that has none itself.
  private static long hash(String text) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    return hash & Long.MAX_VALUE;
  }

  /// The attribute with which a new file or folder gets its permissions, if the host has such.
  static FileAttribute<?>[] creation(Path path, int permissions) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(set(permissions))}
        : new FileAttribute<?>[0];
  }

  private static Set<PosixFilePermission> set(int permissions) {
    Set<PosixFilePermission> set = EnumSet.noneOf(PosixFilePermission.class);
    for (int bit = 0; bit < BITS.length; bit++) {
      if ((permissions >> bit & 1) != 0) {
        set.add(BITS[bit]);
      }
    }
    return set;
  }

  static void setPermissions(Path path, int permissions) throws ErrnoException {
    PosixFileAttributeView view =
        Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    if (view == null) {
      throw new ErrnoException(Errno.ENOTSUP);
    }
    IoFailures.translateAll(() -> {
      view.setPermissions(set(permissions));
    });
  }

  static void setTimes(Path path, @Nullable Instant accessed, @Nullable Instant modified)
      throws ErrnoException {
    if (accessed == null && modified == null) {
      return;
    }
    BasicFileAttributeView view =
        Files.getFileAttributeView(path, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    IoFailures.translateAll(() -> {
      view.setTimes(time(modified), time(accessed), null);
    });
  }

  private static @Nullable FileTime time(@Nullable Instant instant) {
    return instant == null ? null : FileTime.from(instant);
  }
}
