package graft.source;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Looks whether the body of an answer still comes: closes it once nothing has come for long, or
/// once all of it takes too long. Whoever reads it fails then, and finds the reason here. The
/// client's own timeout ends with the headers.
final class BodyWatch implements AutoCloseable {
  private final InputStream body;
  private final Duration timeout;
  private final Duration stall;
  private final long total;
  private final long began;
  private long last;
  private long received;
  private @Nullable String problem;
  private boolean over;
  private CompletableFuture<@Nullable Void> look = new CompletableFuture<>();

  /// @param total how many bytes will come, or -1
  /// @param now in nanoseconds, as {@link System#nanoTime} has it
  BodyWatch(InputStream body, FetchLimits limits, long total, long now) {
    this.body = body;
    this.timeout = limits.timeout();
    this.stall = limits.stall();
    this.total = total;
    this.began = now;
    this.last = now;
  }

  /// Begins to look.
  BodyWatch start() {
    lookIn(check(System.nanoTime()));
    return this;
  }

  /// So many bytes have come so far.
  synchronized void received(long bytes, long now) {
    received = bytes;
    last = now;
  }

  /// Closes the body if it is time.
  ///
  /// @return when to look again, in nanoseconds; not above 0 if never
  long check(long now) {
    long left;
    synchronized (this) {
      if (over) {
        return 0;
      }
      long untilStall = stall.toNanos() - (now - last);
      long untilEnd = timeout.toNanos() - (now - began);
      left = Math.min(untilStall, untilEnd);
      if (left <= 0) {
        over = true;
        problem =
            untilEnd <= 0
                ? "not complete within " + NetworkProblem.seconds(timeout) + ", " + soFar()
                : "nothing came for " + NetworkProblem.seconds(stall) + " " + soFar();
      }
    }
    if (left <= 0) {
      try {
        body.close();
      } catch (IOException _) {
        // It is not wanted any more.
      }
    }
    return left;
  }

  private String soFar() {
    return "after " + received + " bytes" + (total < 0 ? "" : " of " + total);
  }

  private synchronized void lookIn(long nanoseconds) {
    if (over || nanoseconds <= 0) {
      return;
    }
    look = new CompletableFuture<>();
    var _ =
        look.completeOnTimeout(null, nanoseconds, TimeUnit.NANOSECONDS)
            .thenRun(() -> lookIn(check(System.nanoTime())));
  }

  /// Why it was closed.
  ///
  /// @return null if it was not
  synchronized @Nullable String problem() {
    return problem;
  }

  @Override
  public synchronized void close() {
    over = true;
    look.cancel(false);
  }
}
