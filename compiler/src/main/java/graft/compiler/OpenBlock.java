package graft.compiler;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A construct that is open at the present place of the walk: its label, and the operand stack
/// below it.
final class OpenBlock {
  /// The instruction that opens it.
  int opener;

  /// The JVM label that branches to it jump to.
  int label;

  /// For an if: the JVM label of its else, until that is reached; else -1.
  int otherwise = -1;

  boolean isLoop;
  boolean isTargeted;

  /// Whether an arm of a switch with many follows its end.
  boolean leadsToArm;

  boolean memoryIsStaleAtLabel;
  boolean memoryIsStaleAtElse;

  /// Depth of the JVM stack below its parameters.
  int base;

  /// Types of the JVM stack below its parameters.
  int[] below = {};

  /// How many variables are declared around it.
  int localCount;

  /// For constructs that catch, and loops: where values below are kept, see {@link Spill}.
  @Nullable Spill spill;

  /// How many variables are declared once they are.
  int spillEnd;

  /// For catch: the variable that holds the exception, for rethrow.
  int exceptionSlot = -1;

  /// Labels around the code that a try covers.
  int tryStart = -1;

  int tryEnd = -1;

  /// Where the next catch begins, for exceptions of other tags, or -1.
  int nextCatch = -1;

  /// Pairs of labels: parts of the body whose exceptions are delegated past this construct.
  int[] holes = {};

  void addHole(int from, int to) {
    if (tryStart >= 0 && tryEnd < 0) {
      int count = holes.length;
      // Holes within this one (delegate within delegate) were added before; labels are numbered
      // in the order of their places.
      while (count > 0 && holes[count - 2] >= from) {
        count -= 2;
      }
      holes = Arrays.copyOf(holes, count + 2);
      holes[count] = from;
      holes[count + 1] = to;
    }
  }

  /// Pairs of labels: the body without its holes, which are in order.
  int[] coveredRanges() {
    int[] ranges = new int[holes.length + 2];
    ranges[0] = tryStart;
    System.arraycopy(holes, 0, ranges, 1, holes.length);
    ranges[ranges.length - 1] = tryEnd;
    return ranges;
  }

  /// Values that were moved from the operand stack to variables, because a handler clears it, or a
  /// loop wants it empty.
  record Spill(int[] types, int[] slots) {}
}
