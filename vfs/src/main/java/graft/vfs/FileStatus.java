package graft.vfs;

import java.time.Instant;

/// What `stat` tells.
///
/// @param device number of the mount
/// @param inode the same number for the same file while it exists
/// @param permissions the lower twelve bits of the mode
/// @param links how many names the file has
/// @param sizeInBytes length, also of a symbolic link's target
/// @param accessed when it was last read
/// @param modified when its content last changed
/// @param changed when anything about it last changed
public record FileStatus(
    FileType type,
    long device,
    long inode,
    int permissions,
    long links,
    long sizeInBytes,
    Instant accessed,
    Instant modified,
    Instant changed) {

  /// The same with another size, for a file that is open but no longer has a name.
  FileStatus withSize(long size) {
    return new FileStatus(
        type, device, inode, permissions, links, size, accessed, modified, changed);
  }

  /// Of something that is on no disk.
  static FileStatus virtual(FileType type, long inode, int permissions) {
    return new FileStatus(
        type, 0, inode, permissions, 1, 0, Instant.EPOCH, Instant.EPOCH, Instant.EPOCH);
  }
}
