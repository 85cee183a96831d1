package graft.ld;

import java.util.Arrays;

/// Some ids. Relocations ask by the million, most of them before HotSpot has compiled much, so it
/// is no bit set: a byte for each id is found with fewer instructions.
final class IdSet {
  private boolean[] present;

  /// @param expected about how many ids there are
  IdSet(int expected) {
    present = new boolean[expected];
  }

  private IdSet(boolean[] present) {
    this.present = present;
  }

  boolean has(int id) {
    return id < present.length && present[id];
  }

  void add(int id) {
    if (id >= present.length) {
      present = Arrays.copyOf(present, Math.max(id + 1, present.length * 2));
    }
    present[id] = true;
  }

  /// Adds all ids below `end`.
  void addAll(int end) {
    if (end > present.length) {
      present = Arrays.copyOf(present, end);
    }
    Arrays.fill(present, 0, end, true);
  }

  void remove(int id) {
    if (id < present.length) {
      present[id] = false;
    }
  }

  /// The same ids, to be changed.
  IdSet copy() {
    return new IdSet(present.clone());
  }
}
