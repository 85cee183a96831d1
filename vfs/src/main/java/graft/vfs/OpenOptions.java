package graft.vfs;

/// How a guest wants to open a file: POSIX's `open` flags.
///
/// @param read whether it will be read
/// @param write whether it will be written
/// @param append whether each write goes to the end (`O_APPEND`)
/// @param create whether to make the file if it does not exist (`O_CREAT`)
/// @param exclusive with `create`: fail if the file exists (`O_EXCL`)
/// @param truncate whether to empty the file (`O_TRUNC`)
/// @param directory fail if it is not a directory (`O_DIRECTORY`)
/// @param followLinks whether a symbolic link at the end of the path is followed (not `O_NOFOLLOW`)
/// @param nonBlocking whether to answer `EAGAIN` rather than wait (`O_NONBLOCK`)
/// @param permissions of a new file, before the process's mask is applied
public record OpenOptions(
    boolean read,
    boolean write,
    boolean append,
    boolean create,
    boolean exclusive,
    boolean truncate,
    boolean directory,
    boolean followLinks,
    boolean nonBlocking,
    int permissions) {

  /// For reading only.
  public static final OpenOptions READ =
      new OpenOptions(true, false, false, false, false, false, false, true, false, 0);

  /// For reading and writing; makes the file if it does not exist.
  public static final OpenOptions READ_WRITE_CREATE =
      new OpenOptions(true, true, false, true, false, false, false, true, false, 0666);

  /// Whether the file or its content may change by this.
  boolean modifies() {
    return write || append || truncate;
  }
}
