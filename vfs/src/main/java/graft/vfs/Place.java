package graft.vfs;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Something that exists in the guest's tree. It remembers how it was reached, so that `..` leads
/// back the same way and cannot lead anywhere else.
final class Place {
  private final @Nullable Place parent;
  private final String name;
  private final @Nullable Branch branch;
  private final @Nullable Mount mount;
  private final @Nullable Path path;
  private final FileType type;

  /// @param parent the directory that it is in; null for the root
  /// @param name in that directory
  /// @param branch what the guest's tree has here, or null
  /// @param mount that its content is of, or null
  /// @param path where its content is, or null for devices and folders that only lead to a mount
  /// @param type what it is
  Place(
      @Nullable Place parent,
      String name,
      @Nullable Branch branch,
      @Nullable Mount mount,
      @Nullable Path path,
      FileType type) {
    this.parent = parent;
    this.name = name;
    this.branch = branch;
    this.mount = mount;
    this.path = path;
    this.type = type;
  }

  @Nullable Branch branch() {
    return branch;
  }

  @Nullable Mount mount() {
    return mount;
  }

  @Nullable Path path() {
    return path;
  }

  FileType type() {
    return type;
  }

  boolean isRoot() {
    return parent == null;
  }

  boolean isDirectory() {
    return type == FileType.DIRECTORY;
  }

  boolean isLink() {
    return type == FileType.SYMBOLIC_LINK;
  }

  /// The directory above; the root's is itself.
  Place up() {
    return parent == null ? this : parent;
  }

  /// The absolute path in the guest's tree.
  String guestPath() {
    if (parent == null) {
      return "/";
    }
    String above = parent.guestPath();
    return above.equals("/") ? "/" + name : above + "/" + name;
  }

  /// The host's path, for an operation that changes something there.
  ///
  /// @throws ErrnoException if it must not be changed
  Path writablePath() throws ErrnoException {
    if (path == null || mount == null || !mount.isWritable()) {
      throw new ErrnoException(Errno.EROFS);
    }
    return path;
  }

  /// Where a new entry of this directory would be on the host.
  ///
  /// @throws ErrnoException if this must not be changed, or the host cannot have such a name
  Path newEntry(String entry) throws ErrnoException {
    return HostFile.entry(writablePath(), entry);
  }

  @Override
  public String toString() {
    return guestPath();
  }
}
