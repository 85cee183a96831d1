package graft.vfs;

/// What a directory entry is.
public enum FileType {
  REGULAR,
  DIRECTORY,
  SYMBOLIC_LINK,
  CHARACTER_DEVICE,
  /// A pipe.
  FIFO,
  /// Sockets and devices of the host's, which guests can see in a listing but not open.
  UNKNOWN
}
