package graft.host.wasi;

import graft.vfs.FileType;
import graft.vfs.OpenFile;

/// WASI's `rights`. They are not enforced beyond reading and writing, as in wasmtime; C libraries
/// look at them to find out what a descriptor is, and ask for no more than a directory passes on.
final class Rights {
  static final long FD_DATASYNC = 1L;
  static final long FD_READ = 1L << 1;
  static final long FD_SEEK = 1L << 2;
  static final long FD_FDSTAT_SET_FLAGS = 1L << 3;
  static final long FD_SYNC = 1L << 4;
  static final long FD_TELL = 1L << 5;
  static final long FD_WRITE = 1L << 6;
  static final long FD_ADVISE = 1L << 7;
  static final long FD_ALLOCATE = 1L << 8;
  static final long PATH_ALL =
      0x1ffL << 9 // create_directory to path_rename_target, with fd_readdir
          | 0x7L << 18 // path_filestat_get, set_size, set_times
          | 0x7L << 24; // path_symlink, remove_directory, unlink_file
  static final long FD_FILESTAT_GET = 1L << 21;
  static final long FD_FILESTAT_SET_SIZE = 1L << 22;
  static final long FD_FILESTAT_SET_TIMES = 1L << 23;
  static final long POLL_FD_READWRITE = 1L << 27;

  private static final long STREAM = FD_FDSTAT_SET_FLAGS | FD_FILESTAT_GET | POLL_FD_READWRITE;
  private static final long REGULAR =
      STREAM | FD_DATASYNC | FD_SEEK | FD_SYNC | FD_TELL | FD_ADVISE | FD_FILESTAT_SET_TIMES;
  private static final long WRITE = FD_WRITE | FD_ALLOCATE | FD_FILESTAT_SET_SIZE;
  private static final long DIRECTORY =
      PATH_ALL
          | FD_DATASYNC
          | FD_FDSTAT_SET_FLAGS
          | FD_SYNC
          | FD_FILESTAT_GET
          | FD_FILESTAT_SET_TIMES;

  private Rights() {}

  /// What can be done with a file.
  static long base(OpenFile file) {
    if (file.type() == FileType.DIRECTORY) {
      return DIRECTORY;
    }
    long rights = file.type() == FileType.REGULAR ? REGULAR : STREAM;
    if (file.isReadable()) {
      rights |= FD_READ;
    }
    if (file.isWritable()) {
      rights |= file.type() == FileType.REGULAR ? WRITE : FD_WRITE;
    }
    return rights;
  }

  /// What can be done with files that are opened from it.
  static long inheriting(OpenFile file) {
    return file.type() == FileType.DIRECTORY ? DIRECTORY | REGULAR | FD_READ | WRITE : 0;
  }
}
