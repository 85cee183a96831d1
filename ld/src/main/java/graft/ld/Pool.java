package graft.ld;

import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One object for equal bytes, among all files of a link. The objects of a C++ program have most of
/// their names and types in common: what is found here is not made again, takes no memory, and is
/// known to be equal by being the same.
///
/// Several threads may use it. The bytes themselves stay where they are, in their files.
final class Pool<T> {
  /// Threads get into each other's way only where they ask for the same part.
  private static final int PARTS = 64;

  private final Part<T>[] parts;

  Pool() {
    @SuppressWarnings({"unchecked", "rawtypes"})
    Part<T>[] made = new Part[PARTS];
    this.parts = made;
    Arrays.setAll(parts, i -> new Part<>());
  }

  /// What was made for the same bytes, or else what is made now.
  ///
  /// @param from offset of the first byte
  /// @param to offset behind the last one
  /// @param argument what `maker` needs
  <A> T get(byte[] bytes, int from, int to, A argument, Function<A, T> maker) {
    int hash = 0;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + bytes[i];
    }
    hash *= 0x9e37_79b9; // Names that follow one another must not lie side by side.
    hash ^= hash >>> 16;
    return parts[hash & (PARTS - 1)].get(hash, bytes, from, to, argument, maker);
  }

  /// A table with open addressing.
  private static final class Part<T> {
    private int[] hashes = new int[16];
    private int[] starts = new int[16];
    private int[] ends = new int[16];
    private byte[][] sources = new byte[16][];
    private @Nullable Object[] values = new Object[16];
    private int count;

    synchronized <A> T get(
        int hash, byte[] bytes, int from, int to, A argument, Function<A, T> maker) {
      int at = first(hash);
      for (Object value = values[at]; value != null; value = values[at]) {
        if (hashes[at] == hash
            && ends[at] - starts[at] == to - from
            && Arrays.equals(bytes, from, to, sources[at], starts[at], ends[at])) {
          @SuppressWarnings("unchecked")
          T found = (T) value;
          return found;
        }
        at = (at + 1) & (values.length - 1);
      }
      T made = maker.apply(argument);
      hashes[at] = hash;
      starts[at] = from;
      ends[at] = to;
      sources[at] = bytes;
      values[at] = made;
      if (++count * 2 > values.length) {
        grow();
      }
      return made;
    }

    private int first(int hash) {
      // The lower bits are the same in all of this part.
      return (hash >>> 6) & (values.length - 1);
    }

    private void grow() {
      int[] oldHashes = hashes;
      int[] oldStarts = starts;
      int[] oldEnds = ends;
      byte[][] oldSources = sources;
      @Nullable Object[] oldValues = values;
      int size = values.length * 2;
      hashes = new int[size];
      starts = new int[size];
      ends = new int[size];
      sources = new byte[size][];
      values = new Object[size];
      for (int i = 0; i < oldValues.length; i++) {
        if (oldValues[i] != null) {
          int at = first(oldHashes[i]);
          while (values[at] != null) {
            at = (at + 1) & (size - 1);
          }
          hashes[at] = oldHashes[i];
          starts[at] = oldStarts[i];
          ends[at] = oldEnds[i];
          sources[at] = oldSources[i];
          values[at] = oldValues[i];
        }
      }
    }
  }
}
