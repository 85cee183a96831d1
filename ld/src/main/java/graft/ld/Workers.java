package graft.ld;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The threads of one link: whoever asked for it, and others that help, as many as `--threads`
/// allows. They are the link's own, and end with it: the pool that all of a JVM has in common may
/// be busy with something else, and has as many threads as it likes.
final class Workers implements AutoCloseable {
  /// So many pieces for each thread: what takes longer than the rest must not hold up the others.
  private static final int PIECES = 64;

  private final int threads;
  private @Nullable ForkJoinPool helpers;

  /// @param threads how many may work at once, at least 1
  Workers(int threads) {
    this.threads = threads;
  }

  /// Runs a task for each number from 0 on. What one of them throws is thrown here.
  void each(int count, IntConsumer task) {
    begin(count, () -> task).finish();
  }

  /// Lets others begin with a task for each number from 0 on.
  ///
  /// @param tasks makes the task for each of the threads
  Work begin(int count, Supplier<IntConsumer> tasks) {
    int others = Math.min(threads, count) - 1;
    Work work = new Work(count, Math.clamp(count / ((long) threads * PIECES), 1, 256), tasks);
    for (int i = 0; i < others; i++) {
      pool().execute(work::run);
    }
    return work;
  }

  /// Lets another thread begin with one task.
  Work begin(Runnable task) {
    Work work = new Work(1, 1, () -> _ -> task.run());
    if (threads > 1) {
      pool().execute(work::run);
    }
    return work;
  }

  private ForkJoinPool pool() {
    if (helpers == null) {
      helpers = new ForkJoinPool(Math.min(threads - 1, 256));
    }
    return helpers;
  }

  /// Ends the threads; nothing may be in work.
  @Override
  public void close() {
    if (helpers != null) {
      helpers.shutdown();
    }
  }

  /// Tasks that several threads take one after the other.
  static final class Work {
    private final int count;
    private final int step;
    private final Supplier<IntConsumer> tasks;
    private final AtomicInteger next = new AtomicInteger();
    private int running;
    private boolean finished;
    private @Nullable Throwable thrown;

    private Work(int count, int step, Supplier<IntConsumer> tasks) {
      this.count = count;
      this.step = step;
      this.tasks = tasks;
    }

    /// Does what nobody has begun, and waits for the rest.
    void finish() {
      run();
      await();
      if (thrown instanceof RuntimeException e) {
        throw e;
      }
      if (thrown instanceof Error e) {
        throw e;
      }
    }

    /// Takes part until something is there that one of the tasks makes.
    void helpUntil(BooleanSupplier isThere) {
      while (!isThere.getAsBoolean()) {
        if (!runSome(tasks.get())) {
          finish();
          return;
        }
      }
    }

    /// The rest is not needed; waits for what has begun.
    void cancel() {
      next.set(count);
      await();
    }

    private void run() {
      if (!enter()) {
        return;
      }
      Throwable problem = null;
      try {
        runTasks(tasks.get());
      } catch (RuntimeException | Error e) {
        next.set(count);
        problem = e;
      } finally {
        leave(problem);
      }
    }

    private void runTasks(IntConsumer task) {
      while (runSome(task)) {
        // Until all have been begun.
      }
    }

    private boolean runSome(IntConsumer task) {
      int i = next.getAndAdd(step);
      if (i < 0 || i >= count) {
        return false;
      }
      int end = Math.min(count, i + step);
      for (int number = i; number < end; number++) {
        task.accept(number);
      }
      return true;
    }

    private synchronized boolean enter() {
      if (finished) {
        return false;
      }
      running++;
      return true;
    }

    private synchronized void leave(@Nullable Throwable problem) {
      running--;
      if (thrown == null) {
        thrown = problem;
      }
      notifyAll();
    }

    private synchronized void await() {
      finished = true;
      boolean interrupted = false;
      while (running > 0) {
        try {
          wait();
        } catch (InterruptedException e) {
          interrupted = true; // A link is not given up halfway.
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
