package graft.ld;

import java.util.Arrays;

/// A number for each of some ids; ids without one have {@link #NONE}.
final class Indices {
  static final int NONE = -1;

  private int[] values = new int[0];

  void put(int id, int value) {
    if (id >= values.length) {
      int old = values.length;
      values = Arrays.copyOf(values, Math.max(id + 1, old * 2 + 64));
      Arrays.fill(values, old, values.length, NONE);
    }
    values[id] = value;
  }

  int of(int id) {
    return id < values.length ? values[id] : NONE;
  }

  boolean has(int id) {
    return of(id) != NONE;
  }
}
