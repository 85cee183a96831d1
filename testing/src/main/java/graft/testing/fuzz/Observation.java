package graft.testing.fuzz;

import java.util.List;

/// What a module did in one engine: a line for each call, each value it logged, and what memory and
/// globals held in the end.
///
/// @param lines in order
record Observation(List<String> lines) {
  /// How the line of a call begins to end in which the stack was exhausted; what comes after
  /// depends on the engine.
  static final String STACK = "trap stack";

  /// Compares two engines' observations.
  ///
  /// @return the first line that differs, or null; lines behind an exhausted stack don't count
  static @org.jspecify.annotations.Nullable String difference(Observation here, Observation there) {
    int count = Math.max(here.lines.size(), there.lines.size());
    for (int i = 0; i < count; i++) {
      String one = i < here.lines.size() ? here.lines.get(i) : "nothing";
      String other = i < there.lines.size() ? there.lines.get(i) : "nothing";
      if (one.contains(STACK) || other.contains(STACK)) {
        return null;
      }
      if (!one.equals(other)) {
        return "line " + (i + 1) + ": Graft: " + one + ", Node: " + other;
      }
    }
    return null;
  }
}
