package graft.host.emscripten;

import graft.host.HostClock;
import graft.runtime.HostFunction;
import graft.runtime.Memory;
import graft.runtime.Trap;
import graft.vfs.Errno;
import java.time.Instant;

/// Clocks: Emscripten's own, and the C library's, which old libraries leave to JavaScript (with a
/// 32-bit `time_t`).
final class ClockCalls {
  private static final int CLOCKS_PER_SECOND = 1_000_000;

  private final Emscripten emscripten;
  private final long start;

  ClockCalls(Emscripten emscripten) {
    this.emscripten = emscripten;
    this.start = clock().monotonic();
  }

  private HostClock clock() {
    return emscripten.options().clock();
  }

  /// Milliseconds since the program's start.
  @HostFunction("emscripten_get_now")
  public double getNow() {
    return (clock().monotonic() - start) / 1e6;
  }

  /// The resolution of that, in nanoseconds.
  @HostFunction("emscripten_get_now_res")
  public double getNowResolution() {
    return 1;
  }

  @HostFunction("_emscripten_get_now_is_monotonic")
  public int getNowIsMonotonic() {
    return 1;
  }

  @HostFunction("emscripten_get_now_is_monotonic")
  public int getNowIsMonotonicOld() {
    return 1;
  }

  /// Milliseconds since 1970.
  @HostFunction("emscripten_date_now")
  public double dateNow() {
    return clock().realtime().toEpochMilli();
  }

  /// The same, as some older libraries call it.
  @HostFunction("_emscripten_date_now")
  public double dateNowOld() {
    return dateNow();
  }

  /// Waits, and meanwhile runs callbacks; in JavaScript only programs that were built for it can.
  @HostFunction("emscripten_sleep")
  public void sleep(int millis) {
    try {
      emscripten.guest().eventLoop().runFor(Integer.toUnsignedLong(millis) * 1_000_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Trap.interrupted();
    }
  }

  @HostFunction("emscripten_thread_sleep")
  public void threadSleep(double millis) {
    try {
      clock().sleep((long) (millis * 1e6));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Trap.interrupted();
    }
  }

  @HostFunction
  public int time(int result) {
    int seconds = (int) clock().realtime().getEpochSecond();
    if (result != 0) {
      emscripten.memory().setI32(result, seconds);
    }
    return seconds;
  }

  @HostFunction("clock")
  public int processorTime() {
    return (int) ((clock().monotonic() - start) / (1_000_000_000 / CLOCKS_PER_SECOND));
  }

  @HostFunction
  public double difftime(int later, int earlier) {
    return (double) later - earlier;
  }

  @HostFunction
  public int gettimeofday(int timeval, int timezone) {
    Instant now = clock().realtime();
    emscripten.memory().setI32(timeval, (int) now.getEpochSecond());
    emscripten.memory().setI32(timeval + 4, now.getNano() / 1000);
    return 0;
  }

  /// `struct timeb`: seconds, as `time_t`, and three 16-bit fields, of which the last two are
  /// obsolete.
  @HostFunction
  public int ftime(int timeb) {
    Instant now = clock().realtime();
    Memory memory = emscripten.memory();
    int fields = timeb + 4;
    if (emscripten.age().layout() == LibraryAge.Layout.TIME32) {
      memory.setI32(timeb, (int) now.getEpochSecond());
    } else {
      memory.setI64(timeb, now.getEpochSecond());
      fields = timeb + 8;
    }
    memory.setI16(fields, now.getNano() / 1_000_000);
    memory.setI16(fields + 2, 0);
    memory.setI16(fields + 4, 0);
    return 0;
  }

  @HostFunction("clock_gettime")
  public int clockGettime(int id, int timespec) {
    Instant now;
    switch (id) {
      case 0, 5 -> now = clock().realtime(); // CLOCK_REALTIME, _COARSE
      case 1, 2, 3, 4, 6, 7 -> now = Instant.EPOCH.plusNanos(clock().monotonic() - start);
      default -> {
        emscripten.calls().setErrno(Errno.EINVAL.emscripten());
        return -1;
      }
    }
    Memory memory = emscripten.memory();
    memory.setI32(timespec, (int) now.getEpochSecond());
    memory.setI32(timespec + 4, now.getNano());
    return 0;
  }

  /// The name that the library uses within itself.
  @HostFunction("__clock_gettime")
  public int clockGettimeInternal(int id, int timespec) {
    return clockGettime(id, timespec);
  }

  @HostFunction("clock_getres")
  public int clockGetres(int id, int timespec) {
    if (id < 0 || id > 7) {
      emscripten.calls().setErrno(Errno.EINVAL.emscripten());
      return -1;
    }
    if (timespec != 0) {
      emscripten.memory().setI32(timespec, 0);
      emscripten.memory().setI32(timespec + 4, 1000);
    }
    return 0;
  }

  @HostFunction("timespec_get")
  public int timespecGet(int timespec, int base) {
    if (base != 1) { // TIME_UTC
      return 0;
    }
    return clockGettime(0, timespec) < 0 ? 0 : base;
  }

  /// The event loop that would deliver the signal does not exist.
  @HostFunction("_setitimer_js")
  public int setitimer(int which, double millis) {
    return 0;
  }
}
