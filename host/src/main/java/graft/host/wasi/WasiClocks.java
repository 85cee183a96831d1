package graft.host.wasi;

import static graft.host.wasi.Wasi.errno;

import graft.host.HostClock;
import graft.host.HostOptions;
import graft.runtime.Guest;
import graft.runtime.HostFunction;
import graft.runtime.HostModule;
import graft.vfs.Errno;
import graft.vfs.ErrnoException;

/// Clocks: 0 the wall clock, 1 a monotonic one, 2 and 3 processor time, for which the monotonic one
/// stands in.
@HostModule(Wasi.PREVIEW1)
final class WasiClocks {
  private static final long RESOLUTION_IN_NANOS = 1000;

  private final Guest guest;
  private final HostClock clock;

  WasiClocks(Guest guest, HostOptions options) {
    this.guest = guest;
    this.clock = options.clock();
  }

  static long now(HostClock clock, int id) throws ErrnoException {
    return switch (id) {
      case 0 -> Wasi.timestamp(clock.realtime());
      case 1, 2, 3 -> clock.monotonic();
      default -> throw new ErrnoException(Errno.EINVAL);
    };
  }

  @HostFunction("clock_time_get")
  public int clockTimeGet(int id, long precision, int time) {
    return errno(() -> guest.memory().setI64(time, now(clock, id)));
  }

  @HostFunction("clock_time_get")
  public int clockTimeGetLegalised(int id, int precisionLow, int precisionHigh, int time) {
    return clockTimeGet(id, Wasi.i64(precisionLow, precisionHigh), time);
  }

  @HostFunction("clock_res_get")
  public int clockResGet(int id, int resolution) {
    return errno(() -> {
      now(clock, id);
      guest.memory().setI64(resolution, RESOLUTION_IN_NANOS);
    });
  }
}
