package graft.source;

import java.time.Duration;

/// Waits between two attempts. A test waits no time at all.
@FunctionalInterface
public interface Pause {
  /// Waits.
  ///
  /// @throws InterruptedException if nobody wants the result any more
  void of(Duration duration) throws InterruptedException;
}
