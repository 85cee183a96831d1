package graft.ld;

import java.util.Arrays;
import java.util.function.Function;
import java.util.zip.CRC32;
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
  /// @param sum of the caller's thread
  /// @param from offset of the first byte
  /// @param to offset behind the last one
  /// @param argument what `maker` needs
  <A> T get(CRC32 sum, byte[] bytes, int from, int to, A argument, Function<A, T> maker) {
    sum.reset();
    sum.update(bytes, from, to - from); // One instruction for many bytes, before all is compiled.
    int hash = (int) sum.getValue();
    hash *= 0x9e37_79b9; // Names that follow one another must not lie side by side.
    hash ^= hash >>> 16;
    return parts[hash & (PARTS - 1)].get(hash == 0 ? 1 : hash, bytes, from, to, argument, maker);
  }

  /// Bytes and what was made for them.
  private record Entry<T>(byte[] source, int from, int to, T value) {
    boolean isFor(byte[] bytes, int otherFrom, int otherTo) {
      return to - from == otherTo - otherFrom
          && Arrays.equals(bytes, otherFrom, otherTo, source, from, to);
    }
  }

  /// A table with open addressing. Entries lie far apart in memory, so none is looked at whose hash
  /// is another; 0 is that of none.
  private static final class Table<T> {
    final int[] hashes;
    final @Nullable Entry<T>[] entries;

    @SuppressWarnings({"unchecked", "rawtypes"})
    Table(int size) {
      hashes = new int[size];
      entries = new Entry[size];
    }

    @Nullable Entry<T> find(int hash, byte[] bytes, int from, int to) {
      int at = first(hash);
      for (int other = hashes[at]; other != 0; other = hashes[at]) {
        if (other == hash) {
          Entry<T> entry = entries[at];
          if (entry == null || entry.isFor(bytes, from, to)) {
            return entry;
          }
        }
        at = (at + 1) & (hashes.length - 1);
      }
      return null;
    }

    void put(int hash, Entry<T> entry) {
      int at = first(hash);
      while (hashes[at] != 0) {
        at = (at + 1) & (hashes.length - 1);
      }
      entries[at] = entry;
      hashes[at] = hash;
    }

    Table<T> larger() {
      Table<T> larger = new Table<>(hashes.length * 2);
      for (int i = 0; i < hashes.length; i++) {
        Entry<T> entry = entries[i];
        if (entry != null) {
          larger.put(hashes[i], entry);
        }
      }
      return larger;
    }

    private int first(int hash) {
      // The lower bits are the same in all of a part.
      return (hash >>> 6) & (hashes.length - 1);
    }
  }

  /// Whoever looks needs no lock: an entry never changes, and one that a thread does not see yet is
  /// looked for again under the lock, before another is made.
  private static final class Part<T> {
    private Table<T> table = new Table<>(16);
    private int count;

    <A> T get(int hash, byte[] bytes, int from, int to, A argument, Function<A, T> maker) {
      Entry<T> found = table.find(hash, bytes, from, to);
      return found != null ? found.value : add(hash, bytes, from, to, argument, maker);
    }

    private synchronized <A> T add(
        int hash, byte[] bytes, int from, int to, A argument, Function<A, T> maker) {
      Entry<T> found = table.find(hash, bytes, from, to);
      if (found != null) {
        return found.value;
      }
      T made = maker.apply(argument);
      if (++count * 2 > table.hashes.length) {
        table = table.larger();
      }
      table.put(hash, new Entry<>(bytes, from, to, made));
      return made;
    }
  }
}
