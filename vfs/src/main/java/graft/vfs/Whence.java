package graft.vfs;

/// What a seek counts from.
public enum Whence {
  /// The beginning of the file.
  START,
  /// Where reading and writing are now.
  CURRENT,
  /// The end of the file.
  END
}
