package graft.runtime;

/// Makes sure that there is stack left for work that must not stop half way.
///
/// A guest may use up the stack at any point, also where the JVM needs a class for the first time.
/// A class whose initialisation fails once is gone for the life of the JVM, and a map may keep what
/// was begun. So whatever makes classes for a running guest asks here first: the stack then
/// overflows before anything has changed.
public final class StackRoom {
  /// Each takes about 64 bytes of compiled code and some 150 of interpreted code.
  private static final int LEVELS = 1_000;

  private static final int LEVELS_FOR_MAP = 100;

  private StackRoom() {}

  /// Uses some 64 KiB of the stack and gives them back.
  ///
  /// @throws StackOverflowError if they are not there
  public static void ensure() {
    ensure(LEVELS);
  }

  /// The same with a tenth of the stack, in a tenth of the time, for work that needs no class: what
  /// a map does to an entry.
  ///
  /// @throws StackOverflowError if it is not there
  static void ensureForMap() {
    ensure(LEVELS_FOR_MAP);
  }

  private static void ensure(int levels) {
    if (use(levels, 1, 2, 3) == 0) {
      throw new AssertionError("BUG: a sum of positive numbers is 0");
    }
  }

  // All three are needed after the call, so that each level keeps them in its frame.
  private static long use(int levels, long a, long b, long c) {
    if (levels == 0) {
      return a | 1;
    }
    long below = use(levels - 1, b, c, a);
    return (below | a | b | c) & 0xff;
  }
}
