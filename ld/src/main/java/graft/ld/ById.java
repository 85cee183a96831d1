package graft.ld;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Something for each of some ids. Relocations ask by the hundred thousand, so it is no map.
final class ById<T> {
  private @Nullable Object[] values = {};

  void put(int id, T value) {
    if (id >= values.length) {
      values = Arrays.copyOf(values, Math.max(id + 1, values.length * 2 + 64));
    }
    values[id] = value;
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
