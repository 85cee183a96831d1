package graft.dl;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// A moment after which nobody waits for a file any more.
///
/// @param limit how long it was from the start, for messages
/// @param start when that was, as `System.nanoTime` counts
record Deadline(Duration limit, long start) {
  /// A moment that is so long from now.
  static Deadline after(Duration limit) {
    return new Deadline(limit, System.nanoTime());
  }

  /// Looks for a file on a thread of its own, which is interrupted when the time is over.
  ///
  /// @throws IOException if that fails, is not done in time, or this thread is interrupted
  @Nullable ModuleFile find(Callable<@Nullable ModuleFile> search) throws IOException {
    FutureTask<@Nullable ModuleFile> task = new FutureTask<>(search);
    Thread.ofVirtual().name("graft-open").start(task);
    try {
      return task.get(left(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new IOException("not within " + seconds() + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException cause -> throw cause;
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw new AssertionError("BUG: a search failed", e);
      }
    } finally {
      task.cancel(true);
    }
  }

  /// Whether the moment has come.
  boolean isOver() {
    return left() == 0;
  }

  /// How many nanoseconds are left.
  long left() {
    return Math.max(0, nanos() - (System.nanoTime() - start));
  }

  /// How many seconds it was from the start.
  double seconds() {
    return nanos() / 1e9;
  }

  private long nanos() {
    try {
      return limit.toNanos();
    } catch (ArithmeticException e) {
      return Long.MAX_VALUE; // 292 years.
    }
  }
}
