package graft.host.wasi;

import graft.host.HostClock;
import graft.vfs.Errno;
import graft.vfs.ErrnoException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Times to set, as `fstflags` describe them: null leaves one as it is.
record FileTimes(@Nullable Instant accessed, @Nullable Instant modified) {
  private static final int ATIM = 1;
  private static final int ATIM_NOW = 2;
  private static final int MTIM = 4;
  private static final int MTIM_NOW = 8;

  static FileTimes of(HostClock clock, long accessed, long modified, int flags)
      throws ErrnoException {
    if (flags >>> 4 != 0) {
      throw new ErrnoException(Errno.EINVAL);
    }
    return new FileTimes(
        choose(clock, accessed, flags, ATIM, ATIM_NOW),
        choose(clock, modified, flags, MTIM, MTIM_NOW));
  }

  private static @Nullable Instant choose(
      HostClock clock, long given, int flags, int set, int setNow) throws ErrnoException {
    boolean toGiven = (flags & set) != 0;
    boolean toNow = (flags & setNow) != 0;
    if (toGiven && toNow) {
      throw new ErrnoException(Errno.EINVAL);
    }
    if (toNow) {
      return clock.realtime();
    }
    return toGiven ? Wasi.instant(given) : null;
  }
}
