package graft.dl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What {@link HostFaultTest} runs among instrumented classes.
final class HostFaults {
  /// How many allocations fail in the same process.
  private static final int PART = 20;

  private HostFaults() {}

  /// Lets every allocation of a load fail, one after the other.
  ///
  /// @param flagName how the library is opened
  /// @return how many there were
  static int run(String flagName) {
    OpenFlag flag = OpenFlag.valueOf(flagName);
    FaultyLoad load = new FaultyLoad();
    int count = count(load, flag);
    int n = 0;
    while (n < count) {
      n = runFrom(n, Math.min(count, n + PART), load, flag);
    }
    return count;
  }

  /// Lets allocations fail in one process, as long as that stays as it was, and ends with a load
  /// that succeeds.
  ///
  /// @return the next allocation
  private static int runFrom(int begin, int end, FaultyLoad load, OpenFlag flag) {
    try (GuestProcess process = load.start()) {
      List<String> before = load.snapshot(process);
      int n = begin;
      while (n < end) {
        Throwable failure = attempt(process, flag, n);
        n++;
        if (failure == null) {
          return n; // It did without.
        }
        assertThat(failure).as("allocation %d", n - 1).hasStackTraceContaining("injected");
        assertThat(load.snapshot(process))
            .as("after allocation " + (n - 1) + trace(failure))
            .containsExactlyElementsOf(before);
      }
      Library a = process.open("a.so", flag);
      assertThat(a.function("address").invoke()).isEqualTo(a.symbol("a").address());
      a.close();
      return n;
    }
  }

  private static int count(FaultyLoad load, OpenFlag flag) {
    try (GuestProcess process = load.start()) {
      process.open("a.so", flag).close();
    }
    try (GuestProcess process = load.start()) {
      FaultPoint.arm(-1);
      process.open("a.so", flag).close();
      return FaultPoint.disarm();
    }
  }

  private static @Nullable Throwable attempt(GuestProcess process, OpenFlag flag, int n) {
    FaultPoint.arm(n);
    try {
      Library opened = process.open("a.so", flag);
      FaultPoint.disarm();
      opened.close();
      return null;
    } catch (OutOfMemoryError | LoadException e) {
      return e;
    } finally {
      FaultPoint.disarm();
    }
  }

  private static String trace(Throwable failure) {
    StringBuilder text = new StringBuilder();
    StackTraceElement[] frames = failure.getStackTrace();
    for (int i = 1; i < Math.min(frames.length, 6); i++) {
      text.append(" < ").append(frames[i]);
    }
    return text.toString();
  }
}
