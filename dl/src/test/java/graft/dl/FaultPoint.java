package graft.dl;

/// Where an allocation of the loader can be made to fail: calls of {@link #step} are put in front
/// of each by {@link HostFaultTest}.
final class FaultPoint {
  private static int steps;
  private static int failing = -1;

  private FaultPoint() {}

  /// Counts from the start; the one with this number fails, none if it is negative.
  static void arm(int step) {
    steps = 0;
    failing = step;
  }

  /// How many there were since.
  static int disarm() {
    failing = -1;
    return steps;
  }

  /// An allocation follows.
  public static void step() {
    if (steps++ == failing) {
      throw new OutOfMemoryError("injected");
    }
  }
}
