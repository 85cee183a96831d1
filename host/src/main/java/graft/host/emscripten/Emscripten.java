package graft.host.emscripten;

import graft.host.HostOptions;
import graft.runtime.Guest;
import graft.runtime.Memory;
import graft.runtime.PointerCalls;
import graft.vfs.Errno;
import graft.vfs.ErrnoException;
import graft.vfs.Folder;
import graft.vfs.GuestFiles;
import graft.vfs.OpenFile;
import java.nio.charset.StandardCharsets;

/// What Emscripten's functions share.
///
/// @param guest that calls them
/// @param options what it may see of the world
/// @param calls its own functions
/// @param age of its C library
record Emscripten(Guest guest, HostOptions options, GuestCalls calls, LibraryAge age) {
  /// `AT_FDCWD`.
  static final int AT_FDCWD = -100;

  /// The body of a system call.
  @FunctionalInterface
  interface Body {
    int run() throws ErrnoException;
  }

  /// The body of a system call without a result.
  @FunctionalInterface
  interface Action {
    void run() throws ErrnoException;
  }

  Memory memory() {
    return guest.memory();
  }

  GuestFiles files() {
    return options.files();
  }

  OpenFile file(int fd) throws ErrnoException {
    return files().descriptors().get(fd);
  }

  /// The string at an address; none at 0.
  String string(int address) {
    return address == 0 ? "" : memory().cString(address);
  }

  /// A copy of a string in memory that the guest frees.
  ///
  /// @return its address, 0 if there is no memory left
  int toMemory(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int address = calls.malloc(bytes.length + 1);
    if (address != 0) {
      memory().write(address, bytes);
      memory().setI8(address + bytes.length, 0);
    }
    return address;
  }

  /// Calls through a function pointer; nothing happens if it is null.
  void callback(int pointer, Object... arguments) {
    if (pointer != 0) {
      PointerCalls.run(guest, pointer, arguments);
    }
  }

  /// Where a path starts that is given with a directory.
  Folder at(int fd, String path) throws ErrnoException {
    if (path.startsWith("/")) {
      return files().root();
    }
    return fd == AT_FDCWD ? files().workingDirectory() : files().at(fd);
  }

  /// Where a path starts that is given alone.
  Folder here() {
    return files().workingDirectory();
  }

  /// Runs a system call: as in Linux, a negative result is an errno.
  static int call(Body body) {
    try {
      return body.run();
    } catch (ErrnoException e) {
      return fail(e.errno());
    }
  }

  /// Runs a system call that gives 0.
  static int perform(Action action) {
    return call(() -> {
      action.run();
      return 0;
    });
  }

  /// How a system call says that it has failed.
  static int fail(Errno errno) {
    return -errno.emscripten();
  }

  /// An i64 that an old compiler passes as two i32.
  static long i64(int low, int high) {
    return (long) high << 32 | Integer.toUnsignedLong(low);
  }

  /// Writes a string with a zero byte behind it, as much of it as fits.
  ///
  /// @return how many bytes without the zero
  int writeString(int address, int capacity, String text) {
    if (capacity <= 0) {
      return 0;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int length = Math.min(bytes.length, capacity - 1);
    memory().check(address, length + 1L);
    memory().write(address, bytes, 0, length);
    memory().setI8(address + length, 0);
    return length;
  }
}
