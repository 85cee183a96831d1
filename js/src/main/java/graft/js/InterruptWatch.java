package graft.js;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.graalvm.polyglot.Context;
import org.jspecify.annotations.Nullable;

/// Ends JavaScript whose thread is interrupted: it does not look by itself. A thread looks now and
/// then, as long as JavaScript runs, and a little longer.
final class InterruptWatch {
  private static final Duration LOOK_EVERY = Duration.ofMillis(50);

  private final Context context;
  private final AtomicBoolean watching = new AtomicBoolean();
  private volatile @Nullable Thread running;

  InterruptWatch(Context context) {
    this.context = context;
  }

  /// The current thread begins to run JavaScript.
  void begin() {
    running = Thread.currentThread();
    start();
  }

  /// It runs none any more.
  void end() {
    running = null;
  }

  private void start() {
    if (!watching.get() && watching.compareAndSet(false, true)) {
      // No virtual one: endless loops may hold all threads that carry those.
      Thread.ofPlatform().daemon().name("graft-js-interrupts").start(this::watch);
    }
  }

  private void watch() {
    try {
      Thread thread = running;
      while (thread != null) {
        Thread.sleep(LOOK_EVERY);
        thread = running;
        if (thread != null && thread.isInterrupted()) {
          interrupt();
        }
      }
    } catch (InterruptedException | IllegalStateException e) {
      // The context is closed: nothing runs in it.
      return;
    } finally {
      watching.set(false);
    }
    if (running != null) {
      start();
    }
  }

  private void interrupt() {
    try {
      context.interrupt(LOOK_EVERY);
    } catch (TimeoutException e) {
      // It is in the program's code, which looks for itself; next time.
    }
  }
}
