package graft.js;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.graalvm.polyglot.Context;
import org.jspecify.annotations.Nullable;

/// Ends JavaScript whose thread is interrupted: it does not look by itself. A thread looks now and
/// then, as long as JavaScript runs, and a little longer. A call does not end while it is being
/// interrupted: else the next one would be, which nobody means.
final class InterruptWatch {
  private static final Duration LOOK_EVERY = Duration.ofMillis(50);

  private final Target target;
  private final AtomicBoolean watching = new AtomicBoolean();
  private @Nullable Thread running;

  /// What can be interrupted.
  @FunctionalInterface
  interface Target {
    /// Interrupts it, and waits so long for its end.
    void interrupt(Duration limit) throws TimeoutException;
  }

  InterruptWatch(Context context) {
    this(context::interrupt);
  }

  InterruptWatch(Target target) {
    this.target = target;
  }

  /// The current thread begins to run JavaScript.
  void begin() {
    synchronized (this) {
      running = Thread.currentThread();
    }
    start();
  }

  /// It runs none any more.
  synchronized void end() {
    running = null;
  }

  private synchronized boolean isRunning() {
    return running != null;
  }

  private void start() {
    if (!watching.get() && watching.compareAndSet(false, true)) {
      // No virtual one: endless loops may hold all threads that carry those.
      Thread.ofPlatform().daemon().name("graft-js-interrupts").start(this::watch);
    }
  }

  private void watch() {
    try {
      while (isRunning()) {
        Thread.sleep(LOOK_EVERY);
        look();
      }
    } catch (InterruptedException | IllegalStateException e) {
      // The context is closed: nothing runs in it.
      return;
    } finally {
      watching.set(false);
    }
    if (isRunning()) {
      start();
    }
  }

  private synchronized void look() {
    Thread thread = running;
    if (thread == null || !thread.isInterrupted()) {
      return;
    }
    try {
      target.interrupt(LOOK_EVERY);
    } catch (TimeoutException e) {
      // It is in the program's code, which looks for itself; next time.
    }
  }
}
