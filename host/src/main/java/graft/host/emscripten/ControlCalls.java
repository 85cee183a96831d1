package graft.host.emscripten;

import static graft.host.emscripten.Emscripten.call;

import graft.runtime.HostFunction;
import graft.runtime.Memory;
import graft.vfs.Errno;
import graft.vfs.ErrnoException;
import graft.vfs.OpenFile;

/// `fcntl` and `ioctl`.
final class ControlCalls {
  private static final int F_UNLCK = 2;

  /// `struct termios` of a terminal at rest, as Emscripten has it since 3.1.32: c_iflag, c_oflag,
  /// c_cflag, c_lflag; then c_line and the control characters.
  private static final int[] TERMIOS = {25856, 5, 191, 35387};

  private static final byte[] CONTROL_CHARACTERS = {
    3, 28, 127, 21, 4, 0, 1, 0, 17, 19, 26, 0, 18, 15, 23, 22
  };

  private final Emscripten emscripten;

  ControlCalls(Emscripten emscripten) {
    this.emscripten = emscripten;
  }

  @HostFunction("__syscall_fcntl64")
  public int fcntl64(int fd, int command, int arguments) {
    return call(() -> {
      OpenFile file = emscripten.file(fd);
      return switch (command) {
        case 0, 1030 -> // F_DUPFD, F_DUPFD_CLOEXEC
            emscripten.files().descriptors().add(file, emscripten.memory().i32(arguments));
        case 1, 2 -> 0; // F_GETFD, F_SETFD: nothing is ever executed
        case 3 -> OpenFlags.of(file); // F_GETFL
        case 4 -> setFlags(file, emscripten.memory().i32(arguments)); // F_SETFL
        case 5, 12 -> unlocked(emscripten.memory().i32(arguments)); // F_GETLK, F_GETLK64
        case 6, 7, 13, 14 -> 0; // F_SETLK...: nobody is there to lock anything against
        default -> throw new ErrnoException(Errno.EINVAL);
      };
    });
  }

  private static int setFlags(OpenFile file, int flags) {
    file.setAppending((flags & OpenFlags.O_APPEND) != 0);
    file.setNonBlocking((flags & OpenFlags.O_NONBLOCK) != 0);
    return 0;
  }

  private int unlocked(int flock) {
    emscripten.memory().setI16(flock, F_UNLCK);
    return 0;
  }

  @HostFunction("__syscall_ioctl")
  public int ioctl(int fd, int request, int arguments) {
    return call(() -> {
      OpenFile file = emscripten.file(fd);
      switch (request) {
        case 0x541b -> // FIONREAD
            emscripten.memory().setI32(argument(arguments), (int) Math.max(0, file.available()));
        case 0x5421 -> // FIONBIO
            file.setNonBlocking(emscripten.memory().i32(argument(arguments)) != 0);
        default -> {
          if (!file.isTerminal()) {
            throw new ErrnoException(Errno.ENOTTY);
          }
          controlTerminal(request, arguments);
        }
      }
      return 0;
    });
  }

  private void controlTerminal(int request, int arguments) throws ErrnoException {
    switch (request) {
      case 0x5401 -> writeTermios(argument(arguments)); // TCGETS
      case 0x540f -> emscripten.memory().setI32(argument(arguments), 0); // TIOCGPGRP
      case 0x5413 -> { // TIOCGWINSZ: rows, columns
        emscripten.memory().setI64(argument(arguments), 0);
        emscripten.memory().setI16(argument(arguments), 24);
        emscripten.memory().setI16(argument(arguments) + 2, 80);
      }
      // TCSETS..., TCGETA, TCSETA..., TCFLSH, TIOCSWINSZ: accepted, and nothing changes
      case 0x5402, 0x5403, 0x5404, 0x5405, 0x5406, 0x5407, 0x5408, 0x540b, 0x5414 -> {}
      default -> throw new ErrnoException(Errno.EINVAL);
    }
  }

  private int argument(int arguments) {
    return emscripten.memory().i32(arguments);
  }

  private void writeTermios(int address) {
    Memory memory = emscripten.memory();
    for (int i = 0; i < TERMIOS.length; i++) {
      memory.setI32(address + 4 * i, TERMIOS[i]);
    }
    memory.fill(address + 16, 33, 0);
    memory.write(address + 17, CONTROL_CHARACTERS);
  }
}
