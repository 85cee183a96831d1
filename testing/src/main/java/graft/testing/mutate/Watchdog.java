package graft.testing.mutate;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Runs many short tasks one after the other on one thread, each with a limit of processor time:
/// however busy the machine is, a task has as much of it. A task that takes more is interrupted; if
/// that does not end it, it hangs.
final class Watchdog {
  private static final long STACK_BYTES = 4 << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final long LOOK_MILLIS = 200;

  private final Duration limit;
  private @Nullable Worker worker;

  /// @param limit of processor time for one task
  Watchdog(Duration limit) {
    this.limit = limit;
  }

  private static final class Worker {
    final SynchronousQueue<FutureTask<?>> tasks = new SynchronousQueue<>();
    final Thread thread = new Thread(null, this::run, "mutants", STACK_BYTES);

    private void run() {
      try {
        while (true) {
          tasks.take().run();
        }
      } catch (InterruptedException e) {
        // Left over from a task that ended by itself just then; the next task gets a new worker.
      }
    }
  }

  /// A task did not end, even when interrupted.
  static final class HangException extends Exception {
    private static final long serialVersionUID = 1L;

    HangException(Duration limit, StackTraceElement[] where) {
      super(
          "hangs: did not end in "
              + limit.toSeconds()
              + " s of processor time, nor when interrupted");
      setStackTrace(where);
    }
  }

  /// Runs a task.
  ///
  /// @throws HangException if it does not end
  /// @throws ExecutionException with what it threw
  <T> T call(Callable<T> callable) throws HangException, ExecutionException, InterruptedException {
    FutureTask<T> task = new FutureTask<>(callable);
    Worker current = worker;
    if (current == null || !current.thread.isAlive()) {
      current = new Worker();
      current.thread.setDaemon(true);
      current.thread.start();
      worker = current;
    }
    current.tasks.put(task);
    try {
      return await(task, limit);
    } catch (TimeoutException e) {
      StackTraceElement[] where = current.thread.getStackTrace();
      worker = null;
      current.thread.interrupt();
      try {
        return await(task, PATIENCE);
      } catch (TimeoutException again) {
        throw new HangException(limit, where);
      }
    }
  }

  private static <T> T await(FutureTask<T> task, Duration limit)
      throws ExecutionException, InterruptedException, TimeoutException {
    Duration end = processorTime().plus(limit);
    while (true) {
      try {
        return task.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        if (processorTime().compareTo(end) >= 0) {
          throw e;
        }
      }
    }
  }

  /// Of all threads: a task may have helpers.
  private static Duration processorTime() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow();
  }
}
