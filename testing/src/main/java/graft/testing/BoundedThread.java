package graft.testing;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Runs something on a thread of its own, with a stack of known size, for a limited time. What does
/// not end in time is interrupted, and left behind if that does not help.
public final class BoundedThread {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private BoundedThread() {}

  /// Runs the task and waits for it.
  ///
  /// @param name of the thread
  /// @param stackBytes size of its stack
  /// @param limit how long it may take
  /// @throws HungException if it takes longer
  /// @throws ExecutionException with what the task threw
  public static <T> T call(String name, long stackBytes, Duration limit, Callable<T> task)
      throws HungException, ExecutionException, InterruptedException {
    FutureTask<T> future = new FutureTask<>(task);
    Thread thread = new Thread(null, future, name, stackBytes);
    thread.setDaemon(true);
    thread.start();
    try {
      return future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      HungException hung = new HungException(name, limit, thread.getStackTrace());
      thread.interrupt();
      thread.join(PATIENCE);
      throw hung;
    }
  }

  /// A task took too long; the stack trace is that of its thread.
  public static final class HungException extends Exception {
    private static final long serialVersionUID = 1L;

    HungException(String name, Duration limit, StackTraceElement[] where) {
      super(name + " did not end within " + limit.toMillis() / 1000.0 + " s");
      setStackTrace(where);
    }
  }
}
