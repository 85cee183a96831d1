package graft.vfs;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A path of the host, and which file its last component named when it was looked up. Links are not
/// followed there.
///
/// @param path of the host
/// @param type what was there
/// @param key the file's identity (device and inode), or null where Java knows none, as in archives
record HostEntry(Path path, FileType type, @Nullable Object key) {
  /// What a path names now, or null if nothing is there.
  static @Nullable HostEntry of(Path path) throws ErrnoException {
    BasicFileAttributes attributes =
        IoFailures.translate(() ->
            path.getFileSystem()
                .provider()
                .readAttributesIfExists(
                    path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
    return attributes == null
        ? null
        : new HostEntry(path, HostFile.type(attributes), attributes.fileKey());
  }

  /// Whether the last component still names the same file.
  boolean isThere() throws ErrnoException {
    return isSameFile(of(path));
  }

  /// Whether another path names the same file, as well.
  boolean isSameFile(@Nullable HostEntry other) throws ErrnoException {
    if (other == null || type != other.type || !Objects.equals(key, other.key)) {
      return false;
    }
    return key != null
        || path.equals(other.path)
        || (type != FileType.SYMBOLIC_LINK
            && IoFailures.translate(() -> Files.isSameFile(path, other.path)));
  }
}
