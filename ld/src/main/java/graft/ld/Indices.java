package graft.ld;

import java.util.Arrays;

/// A number for each of some ids; ids without one have {@link #NONE}.
final class Indices {
  static final int NONE = -1;

  private final int expected;
  private int[] values = new int[0];

  Indices() {
    this(0);
  }

  /// @param expected about how many ids there are
  Indices(int expected) {
    this.expected = expected;
  }

  void put(int id, int value) {
    if (id >= values.length) {
      int old = values.length;
      values = Arrays.copyOf(values, room(id));
      Arrays.fill(values, old, values.length, NONE);
    }
    values[id] = value;
  }

  private int room(int id) {
    return values.length == 0
        ? Math.max(id + 1, expected + expected / 16 + 64)
        : Math.max(id + 1, values.length * 2);
  }

  int of(int id) {
    return id < values.length ? values[id] : NONE;
  }

  boolean has(int id) {
    return of(id) != NONE;
  }
}
