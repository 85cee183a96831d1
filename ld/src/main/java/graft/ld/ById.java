package graft.ld;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Something for each of some ids. Relocations ask by the hundred thousand, so it is no map.
final class ById<T> {
  private final int expected;
  private @Nullable Object[] values = {};

  /// @param expected about how many ids there are
  ById(int expected) {
    this.expected = expected;
  }

  void put(int id, T value) {
    if (id >= values.length) {
      values = Arrays.copyOf(values, room(id));
    }
    values[id] = value;
  }

  private int room(int id) {
    return values.length == 0
        ? Math.max(id + 1, expected + expected / 16 + 64)
        : Math.max(id + 1, values.length * 2);
  }

  @SuppressWarnings("unchecked")
  @Nullable T get(int id) {
    return id < values.length ? (T) values[id] : null;
  }

  @SuppressWarnings("unchecked")
  void replaceAll(UnaryOperator<T> change) {
    for (int i = 0; i < values.length; i++) {
      T value = (T) values[i];
      if (value != null) {
        values[i] = change.apply(value);
      }
    }
  }
}
