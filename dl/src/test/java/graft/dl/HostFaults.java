package graft.dl;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;

/// What {@link HostFaultTest} runs among instrumented classes.
final class HostFaults {
  private HostFaults() {}

  /// Lets every allocation of a load fail, one after the other.
  ///
  /// @param flagName how the library is opened
  /// @return how many there were
  static int run(String flagName) {
    OpenFlag flag = OpenFlag.valueOf(flagName);
    FaultyLoad load = new FaultyLoad();
    try (GuestProcess process = load.start()) {
      process.open("a.so", flag).close();
      FaultPoint.arm(-1);
      process.open("a.so", flag).close();
      int count = FaultPoint.disarm();
      for (int n = 0; n < count; n++) {
        FaultyLoad.Snapshot closed = load.snapshot(process);
        load.steps = 0;
        Throwable failure = attempt(process, flag, n);
        // 5 files, 4 blocks, a thread's variables and 5 start functions come before constructors.
        boolean constructed = load.steps > 15;
        if (failure != null) {
          assertThat(failure).as("allocation %d", n).hasStackTraceContaining("injected");
          closed.assertSame(
              load.snapshot(process), constructed, "after allocation " + n + trace(failure));
        }
        Library a = process.open("a.so", flag);
        assertThat(a.function("address").invoke()).isEqualTo(a.symbol("a").address());
        a.close();
      }
      return count;
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
