package graft.dl;

import graft.dl.LoadStatistics.Stage;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;

/// Adds up how long the stages of loading take.
final class Stopwatch {
  private final Map<Stage, Duration> times = new EnumMap<>(Stage.class);

  <T> T time(Stage stage, Supplier<T> work) {
    long start = System.nanoTime();
    try {
      return work.get();
    } finally {
      add(stage, System.nanoTime() - start);
    }
  }

  void time(Stage stage, Runnable work) {
    long start = System.nanoTime();
    try {
      work.run();
    } finally {
      add(stage, System.nanoTime() - start);
    }
  }

  /// Adds time that a stage took.
  void add(Stage stage, long nanoseconds) {
    times.merge(stage, Duration.ofNanos(nanoseconds), Duration::plus);
  }

  /// The time of each stage that there was.
  Map<Stage, Duration> times() {
    return new EnumMap<>(times);
  }
}
