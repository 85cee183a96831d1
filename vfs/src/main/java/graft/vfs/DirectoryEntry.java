package graft.vfs;

/// An entry of an open directory.
///
/// @param name a single component, also `.` and `..`
/// @param type what it is
/// @param inode its number, as {@link FileStatus#inode()} gives it
/// @param next the cookie of the entry after it
public record DirectoryEntry(String name, FileType type, long inode, long next) {}
