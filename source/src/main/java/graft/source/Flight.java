package graft.source;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A fetch that is under way, and those who wait for it. When nobody does any more, it ends.
final class Flight {
  private final CompletableFuture<Fetched> result = new CompletableFuture<>();
  private final List<FetchProgress> watching = new CopyOnWriteArrayList<>();
  private int waiting;
  private boolean abandoned;
  private @Nullable Thread worker;

  /// One that begins when somebody joins.
  Flight() {}

  /// One that is over.
  Flight(Fetched file) {
    result.complete(file);
  }

  /// Waits, too; the first who does starts it.
  ///
  /// @return whether that is still possible
  synchronized boolean join(Consumer<Flight> work) {
    if (abandoned) {
      return false;
    }
    waiting++;
    if (worker == null && !result.isDone()) {
      worker = Thread.ofVirtual().name("graft-fetch").start(() -> work.accept(this));
    }
    return true;
  }

  /// Waits no more.
  synchronized void leave() {
    waiting--;
    Thread running = worker;
    if (waiting == 0 && !result.isDone() && running != null) {
      abandoned = true;
      running.interrupt();
    }
  }

  /// Ends it for all who wait.
  ///
  /// @param problem what they get
  void end(FetchException problem) {
    Thread running;
    synchronized (this) {
      abandoned = true;
      running = worker;
    }
    if (result.completeExceptionally(problem) && running != null) {
      running.interrupt();
    }
  }

  void watch(FetchProgress progress) {
    watching.add(progress);
  }

  void progress(long bytes, long total) {
    watching.forEach(each -> each.progress(bytes, total));
  }

  CompletableFuture<Fetched> result() {
    return result;
  }
}
