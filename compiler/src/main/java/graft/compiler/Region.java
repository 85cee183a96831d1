package graft.compiler;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A run of instructions that is a method of its own: a whole function, or a part of one that is
/// too large.
///
/// A part may also be a group of arms of a switch: the code between the ends of blocks that were
/// all opened in a row, see {@link RegionPlanner}. It is entered through any of their labels.
///
/// A part has no operands on the stack at its borders. It takes the locals that it needs, and gives
/// back an exit number (where control goes on) and the locals that it changed and that are still
/// needed there. How: {@link Result}.
final class Region {
  /// The first instruction.
  final int from;

  /// The one behind the last.
  final int to;

  /// 0 for a whole function, else the number of the part.
  final int number;

  /// The locals that are passed in; for a whole function its parameters.
  int[] inputs = {};

  /// The locals that are passed back.
  int[] outputs = {};

  /// Where control may go: the opener of each label that is branched to, {@link #FALL_THROUGH}
  /// first if the end can be reached, {@link #THROWN} last.
  int[] exits = {};

  /// Parts that are methods of their own, in order.
  List<Region> parts = List.of();

  /// For a group of arms: the openers of the blocks whose labels lead into it, in order. The method
  /// then takes one more parameter, which of them it is entered through.
  int[] entries = {};

  /// The variables that carry the values that are on the stack at the end: see {@link
  /// FunctionCode#carriers}.
  int[] values = {};

  Result result = Result.NOTHING;

  /// Internal name of the class that the method ends up in.
  @Nullable String owner;

  /// The exit to the instruction behind the region.
  static final int FALL_THROUGH = -2;

  /// The exit of what is thrown, where a handler around the region reads locals that the region
  /// changes: it has to get them with the exception.
  static final int THROWN = Integer.MAX_VALUE;

  Region(int from, int to, int number) {
    this.from = from;
    this.to = to;
    this.number = number;
  }

  boolean isWholeFunction() {
    return number == 0;
  }

  boolean isGroup() {
    return entries.length > 0;
  }

  /// Whether a branch inside of the region to the label of `opener` stays inside.
  boolean contains(int opener) {
    if (opener >= from) {
      return true;
    }
    for (int entry : entries) {
      if (entry == opener) {
        return true;
      }
    }
    return false;
  }

  /// The number of an exit.
  int exit(int opener) {
    for (int i = 0; i < exits.length; i++) {
      if (exits[i] == opener) {
        return i;
      }
    }
    throw new AssertionError("BUG: no exit to " + opener + " in " + Arrays.toString(exits));
  }

  /// How a part hands over its results.
  enum Result {
    /// One exit, no locals.
    NOTHING,
    /// One exit; the first output is the method's result, the others are in scratch fields.
    OUTPUT,
    /// The exit number is the method's result; all outputs are in scratch fields.
    EXIT,
    /// Two ints in a long: the exit number below, the first output above; others in scratch fields.
    EXIT_AND_OUTPUT,
    /// One exit; the first two outputs, both i32, in a long; the others in scratch fields.
    TWO_OUTPUTS
  }
}
