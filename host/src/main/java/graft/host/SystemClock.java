package graft.host;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/// The clocks of this machine.
final class SystemClock implements HostClock {
  static final SystemClock CLOCK = new SystemClock();

  private SystemClock() {}

  @Override
  public Instant realtime() {
    return InstantSource.system().instant();
  }

  @Override
  public long monotonic() {
    return System.nanoTime();
  }

  @Override
  public void sleep(long nanos) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(nanos);
  }
}
