package graft.vfs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Something that existed in the guest's tree when it was walked to. It remembers how it was
/// reached, so that `..` leads back the same way and cannot lead anywhere else.
///
/// The host's path in it is good for as long as {@link TreeLock} is held. Who keeps a place longer
/// (an open file or directory, the working directory) calls {@link #check()} before each use.
final class Place {
  private final @Nullable Place parent;
  private final String name;
  private final @Nullable Branch branch;
  private final @Nullable Mount mount;
  private final @Nullable HostEntry entry;
  private final FileType type;
  private final int length;

  /// @param parent the directory that it is in; null for the root
  /// @param name in that directory
  /// @param branch what the guest's tree has here, or null
  /// @param mount that its content is of, or null
  /// @param entry where its content is, or null for devices and folders that only lead to a mount
  /// @param type what it is
  Place(
      @Nullable Place parent,
      String name,
      @Nullable Branch branch,
      @Nullable Mount mount,
      @Nullable HostEntry entry,
      FileType type) {
    this.parent = parent;
    this.name = name;
    this.branch = branch;
    this.mount = mount;
    this.entry = entry;
    this.type = type;
    this.length = parent == null ? 0 : parent.length + 1 + name.length();
  }

  @Nullable Branch branch() {
    return branch;
  }

  @Nullable Mount mount() {
    return mount;
  }

  @Nullable Path path() {
    return entry == null ? null : entry.path();
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
    StringBuilder path = new StringBuilder();
    for (Place each : way()) {
      if (each.parent != null) {
        path.append('/').append(each.name);
      }
    }
    return path.toString();
  }

  /// Length in characters of the absolute path in the guest's tree, the root's being 0.
  int length() {
    return length;
  }

  /// The places from the root to here.
  private List<Place> way() {
    List<Place> way = new ArrayList<>();
    for (Place at = this; at != null; at = at.parent) {
      way.add(at);
    }
    return way.reversed();
  }

  /// Makes sure that the path still leads here: that each component is what it was, of the same
  /// identity, and so none has become a link.
  ///
  /// @throws ErrnoException `ENOENT` if not
  void check() throws ErrnoException {
    if (!isThere()) {
      throw new ErrnoException(Errno.ENOENT);
    }
  }

  /// Whether the path still leads here, as {@link #check()} wants it.
  boolean isThere() throws ErrnoException {
    for (Place each : way()) {
      if (!each.isUnchanged()) {
        return false;
      }
    }
    return true;
  }

  private boolean isUnchanged() throws ErrnoException {
    if (branch != null && branch.mount() != null) {
      return branch.mount().isThere();
    }
    return entry == null || entry.isThere();
  }

  /// The host's path, for an operation that changes something there.
  ///
  /// @throws ErrnoException if it must not be changed
  Path writablePath() throws ErrnoException {
    if (entry == null || mount == null || !mount.isWritable()) {
      throw new ErrnoException(Errno.EROFS);
    }
    return entry.path();
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
