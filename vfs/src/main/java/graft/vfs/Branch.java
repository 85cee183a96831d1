package graft.vfs;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A name of the guest's tree that is not the host's: a mount point, a device, or a folder on the
/// way to one.
final class Branch {
  private final Map<String, Branch> children = new TreeMap<>();
  private final long inode;
  private @Nullable Mount mount;
  private @Nullable Device device;

  private Branch(long inode) {
    this.inode = inode;
  }

  static Branch root() {
    return new Branch(1);
  }

  /// The branch at a path, made if it is not there.
  Branch at(Iterable<String> path) {
    Branch at = this;
    for (String name : path) {
      long number = at.inode * 31 + name.hashCode();
      at = at.children.computeIfAbsent(name, _ -> new Branch(number & Long.MAX_VALUE));
    }
    return at;
  }

  void set(Mount newMount) {
    mount = newMount;
  }

  void set(Device newDevice) {
    device = newDevice;
  }

  @Nullable Mount mount() {
    return mount;
  }

  @Nullable Device device() {
    return device;
  }

  /// Whether this only leads to others.
  boolean isFolder() {
    return mount == null && device == null;
  }

  Map<String, Branch> children() {
    return children;
  }

  FileStatus status() {
    return device != null
        ? FileStatus.virtual(FileType.CHARACTER_DEVICE, inode, 0666)
        : FileStatus.virtual(FileType.DIRECTORY, inode, 0755);
  }
}
