package graft.cli;

import graft.runtime.Trap;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Runs a guest on a thread with room for deep recursion: the JVM's main thread has about 1 MiB of
/// stack, and interpreted frames are several times as large as native ones.
final class GuestThread {
  private static final long STACK_SIZE = 256L << 20;

  private GuestThread() {}

  private static String seconds(@Nullable Duration limit) {
    BigDecimal seconds =
        BigDecimal.valueOf(limit == null ? 0 : limit.toMillis(), 3).stripTrailingZeros();
    return seconds.toPlainString()
        + (seconds.compareTo(BigDecimal.ONE) == 0 ? " second" : " seconds");
  }

  /// Does something on such a thread, and waits for it.
  ///
  /// @return what it gives; what it throws is thrown
  static <T> T call(Callable<T> work) {
    return call(work, null);
  }

  /// The same for a guest that is interrupted when a time is over.
  ///
  /// @param limit how long it may take, or null for ever
  /// @throws Failure when the time is over
  static <T> T call(Callable<T> work, @Nullable Duration limit) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread thread = new Thread(null, task, "guest", STACK_SIZE);
    thread.setDaemon(true);
    thread.start();
    try {
      return limit == null ? task.get() : task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      thread.interrupt();
      throw new Failure(
          ExitStatus.TIMEOUT.code(), "graft: the program ran longer than " + seconds(limit));
    } catch (ExecutionException e) {
      throw Trap.rethrow(e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
      throw new Failure(ExitStatus.PROBLEM.code(), "graft: interrupted");
    }
  }
}
