package graft.cli;

import graft.runtime.Trap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// Runs a guest on a thread with room for deep recursion: the JVM's main thread has about 1 MiB of
/// stack, and interpreted frames are several times as large as native ones.
final class GuestThread {
  private static final long STACK_SIZE = 256L << 20;

  private GuestThread() {}

  /// Does something on such a thread, and waits for it.
  ///
  /// @return what it gives; what it throws is thrown
  static <T> T call(Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread thread = new Thread(null, task, "guest", STACK_SIZE);
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw Trap.rethrow(e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
      throw new Failure(ExitStatus.PROBLEM.code(), "graft: interrupted");
    }
  }
}
