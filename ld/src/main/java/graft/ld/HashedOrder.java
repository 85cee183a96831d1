package graft.ld;

import com.dynatrace.hash4j.hashing.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The order in which wasm-ld comes by the keys of its hash tables: an open table of a power of two
/// with quadratic probing, that doubles when it is three quarters full
/// ([StringMap](https://llvm.org/docs/ProgrammersManual.html#llvm-adt-stringmap-h)).
final class HashedOrder {
  private static final int INITIAL_SIZE = 16;

  private @Nullable String[] buckets = new @Nullable String[INITIAL_SIZE];

  private HashedOrder() {}

  /// The keys in that order.
  ///
  /// @param keys in the order in which they were added
  static List<String> of(Collection<String> keys) {
    HashedOrder table = new HashedOrder();
    int count = 0;
    for (String key : keys) {
      table.put(key);
      if (++count * 4 > table.buckets.length * 3) {
        table.grow();
      }
    }
    List<String> order = new ArrayList<>(count);
    Arrays.stream(table.buckets).filter(Objects::nonNull).forEach(order::add);
    return order;
  }

  private void put(String key) {
    long hash = Hashing.xxh3_64().hashBytesToLong(key.getBytes(StandardCharsets.UTF_8));
    int at = (int) hash & (buckets.length - 1);
    for (int step = 1; buckets[at] != null; step++) {
      at = (at + step) & (buckets.length - 1);
    }
    buckets[at] = key;
  }

  private void grow() {
    @Nullable String[] old = buckets;
    buckets = new @Nullable String[old.length * 2];
    for (String key : old) {
      if (key != null) {
        put(key);
      }
    }
  }
}
