package graft.host.emscripten;

import static graft.host.emscripten.Emscripten.call;

import graft.host.HostClock;
import graft.runtime.HostFunction;
import graft.runtime.Memory;
import graft.runtime.Trap;
import graft.vfs.Errno;
import graft.vfs.ErrnoException;
import graft.vfs.OpenFile;

/// Waiting for files: `poll` and `select`.
final class PollCalls {
  private static final int POLLIN = 1;
  private static final int POLLOUT = 4;
  private static final int POLLERR = 8;
  private static final int POLLHUP = 16;
  private static final int POLLNVAL = 32;
  private static final int POLLRDNORM = 0x40;
  private static final int POLLWRNORM = 0x100;

  /// How often to look whether a stream has something to read; Java cannot wait for that.
  private static final long LOOK_EVERY_NANOS = 5_000_000;

  private final Emscripten emscripten;

  PollCalls(Emscripten emscripten) {
    this.emscripten = emscripten;
  }

  /// Looks once.
  @FunctionalInterface
  private interface Look {
    /// Counts the files that are ready.
    ///
    /// @param patient whether what would have to be waited for counts as ready: without a time
    ///   limit the guest may as well wait in the read that follows
    /// @return how many files are ready
    int run(boolean patient) throws ErrnoException;
  }

  private int await(long timeoutInNanos, Look look) throws ErrnoException {
    HostClock clock = emscripten.options().clock();
    long start = clock.monotonic();
    while (true) {
      int ready = look.run(timeoutInNanos < 0);
      long left = timeoutInNanos - (clock.monotonic() - start);
      if (ready > 0 || left <= 0) {
        return ready;
      }
      try {
        clock.sleep(Math.min(left, LOOK_EVERY_NANOS));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw Trap.interrupted();
      }
    }
  }

  private static int readiness(OpenFile file, boolean patient) throws ErrnoException {
    int flags = 0;
    if (file.isHungUp()) {
      flags |= POLLHUP;
    }
    if (file.isReadable() && (patient || file.available() != 0)) {
      flags |= POLLIN | POLLRDNORM;
    }
    if (file.acceptsWrites()) {
      flags |= POLLOUT | POLLWRNORM;
    }
    return flags;
  }

  /// `struct pollfd`: descriptor at 0, wanted events (16 bits) at 4, those that happened at 6.
  @HostFunction("__syscall_poll")
  public int poll(int fds, int count, int timeoutInMillis) {
    return call(() -> {
      emscripten.memory().check(fds, 8L * Integer.toUnsignedLong(count));
      return await(timeoutInMillis * 1_000_000L, patient -> lookAtAll(fds, count, patient));
    });
  }

  private int lookAtAll(int fds, int count, boolean patient) throws ErrnoException {
    Memory memory = emscripten.memory();
    int ready = 0;
    for (int i = 0; i < count; i++) {
      int at = fds + 8 * i;
      int fd = memory.i32(at);
      int wanted = memory.u16(at + 4);
      int happened = fd < 0 ? 0 : lookAt(fd, patient) & (wanted | POLLERR | POLLHUP | POLLNVAL);
      memory.setI16(at + 6, happened);
      ready += happened == 0 ? 0 : 1;
    }
    return ready;
  }

  private int lookAt(int fd, boolean patient) throws ErrnoException {
    OpenFile file;
    try {
      file = emscripten.file(fd);
    } catch (ErrnoException e) {
      return POLLNVAL;
    }
    return readiness(file, patient);
  }

  /// A set of descriptors is an array of bits, here of 32-bit words.
  @HostFunction("__syscall__newselect")
  public int newselect(int count, int reads, int writes, int exceptions, int timeout) {
    return call(() -> {
      if (count < 0 || count > 1024) {
        throw new ErrnoException(Errno.EINVAL);
      }
      int words = (count + 31) / 32;
      int[] wantedReads = set(reads, words);
      int[] wantedWrites = set(writes, words);
      set(exceptions, words);
      int[] gotReads = new int[words];
      int[] gotWrites = new int[words];
      int ready =
          await(
              timeoutInNanos(timeout),
              patient ->
                  ready(wantedReads, POLLIN, gotReads, patient)
                      + ready(wantedWrites, POLLOUT, gotWrites, patient));
      store(reads, gotReads);
      store(writes, gotWrites);
      store(exceptions, new int[words]);
      return ready;
    });
  }

  /// The library passes two `long`, whatever `struct timeval` is.
  private long timeoutInNanos(int timeout) {
    if (timeout == 0) {
      return -1;
    }
    Memory memory = emscripten.memory();
    return memory.i32(timeout) * 1_000_000_000L + memory.i32(timeout + 4) * 1000L;
  }

  private int[] set(int address, int words) {
    int[] set = new int[words];
    for (int i = 0; address != 0 && i < words; i++) {
      set[i] = emscripten.memory().i32(address + 4 * i);
    }
    return set;
  }

  private void store(int address, int[] set) {
    for (int i = 0; address != 0 && i < set.length; i++) {
      emscripten.memory().setI32(address + 4 * i, set[i]);
    }
  }

  private int ready(int[] wanted, int flag, int[] got, boolean patient) throws ErrnoException {
    int ready = 0;
    for (int fd = 0; fd < wanted.length * 32; fd++) {
      int bit = 1 << (fd % 32);
      if ((wanted[fd / 32] & bit) != 0
          && (readiness(emscripten.file(fd), patient) & (flag | POLLHUP)) != 0) {
        got[fd / 32] |= bit;
        ready++;
      }
    }
    return ready;
  }
}
