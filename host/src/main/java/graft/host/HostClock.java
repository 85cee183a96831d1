package graft.host;

import java.time.Instant;

/// What guests learn about time. Tests give one that they move themselves.
public interface HostClock {
  /// The wall clock.
  Instant realtime();

  /// Nanoseconds since some moment; never goes back.
  long monotonic();

  /// Waits.
  ///
  /// @param nanos how long, in nanoseconds
  /// @throws InterruptedException if the thread was interrupted
  void sleep(long nanos) throws InterruptedException;

  /// The clocks of this machine.
  static HostClock system() {
    return SystemClock.CLOCK;
  }

  /// A clock that stands still but for what the guest sleeps.
  ///
  /// @param start what it shows at first; its monotonic clock starts at 0
  static HostClock standingAt(Instant start) {
    return new HostClock() {
      private long slept;

      @Override
      public Instant realtime() {
        return start.plusNanos(slept);
      }

      @Override
      public long monotonic() {
        return slept;
      }

      @Override
      public void sleep(long nanos) {
        slept += nanos;
      }
    };
  }
}
