package graft.dl;

import java.util.Map;
import java.util.TreeMap;

/// Free ranges of addresses or slots; neighbours are joined.
final class Ranges {
  private final TreeMap<Integer, Integer> lengths = new TreeMap<>();

  /// Takes the first range that fits.
  ///
  /// @param alignment a power of two
  /// @return where it begins, or -1 if none fits
  int take(int length, int alignment) {
    if (length < 1) {
      throw new AssertionError("BUG: a range of " + length + " is taken");
    }
    for (Map.Entry<Integer, Integer> range : lengths.entrySet()) {
      int start = range.getKey();
      int end = start + range.getValue();
      int aligned = align(start, alignment);
      if (aligned >= start && aligned <= end - length) {
        lengths.remove(start);
        add(start, aligned - start);
        add(aligned + length, end - aligned - length);
        return aligned;
      }
    }
    return -1;
  }

  /// Gives a range.
  void add(int start, int length) {
    if (length <= 0) {
      return;
    }
    int from = start;
    int to = start + length;
    Map.Entry<Integer, Integer> before = lengths.floorEntry(start);
    if (before != null && before.getKey() + before.getValue() == start) {
      from = before.getKey();
    }
    Integer after = lengths.remove(to);
    if (after != null) {
      to += after;
    }
    lengths.put(from, to - from);
  }

  /// Removes what is free at the very end.
  ///
  /// @param end behind the last address
  /// @return the new end
  int trim(int end) {
    Map.Entry<Integer, Integer> last = lengths.lastEntry();
    if (last == null || last.getKey() + last.getValue() != end) {
      return end;
    }
    lengths.remove(last.getKey());
    return last.getKey();
  }

  /// How much is free in all.
  int total() {
    return lengths.values().stream().mapToInt(Integer::intValue).sum();
  }

  static int align(int value, int alignment) {
    return (value + alignment - 1) & -alignment;
  }
}
