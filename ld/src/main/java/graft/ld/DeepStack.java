package graft.ld;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Runs what may call itself thousands of levels deep, whatever stack the caller has.
final class DeepStack {
  /// Only what is used of it takes memory.
  private static final long SIZE_IN_BYTES = 1L << 28;

  private DeepStack() {}

  /// What `work` gives or throws.
  static <T> @Nullable T call(Supplier<@Nullable T> work) {
    AtomicReference<@Nullable T> result = new AtomicReference<>();
    AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
    Thread thread =
        new Thread(
            Thread.currentThread().getThreadGroup(),
            () -> {
              try {
                result.set(work.get());
              } catch (RuntimeException | Error e) {
                thrown.set(e);
              }
            },
            "link",
            SIZE_IN_BYTES);
    thread.setDaemon(true);
    thread.start();
    join(thread);
    // No switch: a switch over types takes ten milliseconds of a start.
    if (thrown.get() instanceof RuntimeException e) {
      throw e;
    }
    if (thrown.get() instanceof Error e) {
      throw e;
    }
    return result.get();
  }

  private static void join(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true; // A link is not given up halfway.
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
