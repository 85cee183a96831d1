package graft.host.emscripten;

import graft.vfs.OpenFile;
import graft.vfs.OpenOptions;

/// musl's `O_*` flags.
final class OpenFlags {
  static final int O_CREAT = 0100;
  static final int O_EXCL = 0200;
  static final int O_TRUNC = 01000;
  static final int O_APPEND = 02000;
  static final int O_NONBLOCK = 04000;
  static final int O_DIRECTORY = 0200000;
  static final int O_NOFOLLOW = 0400000;

  private OpenFlags() {}

  static OpenOptions options(int flags, int mode) {
    int access = flags & 3;
    return new OpenOptions(
        access != 1,
        access != 0,
        access != 0 && (flags & O_APPEND) != 0,
        (flags & O_CREAT) != 0,
        (flags & O_EXCL) != 0,
        (flags & O_TRUNC) != 0,
        (flags & O_DIRECTORY) != 0,
        (flags & O_NOFOLLOW) == 0,
        (flags & O_NONBLOCK) != 0,
        mode & 07777);
  }

  /// What `F_GETFL` gives.
  static int of(OpenFile file) {
    int access = file.isWritable() ? file.isReadable() ? 2 : 1 : 0;
    return access | (file.isAppending() ? O_APPEND : 0) | (file.isNonBlocking() ? O_NONBLOCK : 0);
  }
}
