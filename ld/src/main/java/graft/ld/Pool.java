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
  /// @param from offset of the first byte
  /// @param to offset behind the last one
  /// @param argument what `maker` needs
  <A> T get(byte[] bytes, int from, int to, A argument, Function<A, T> maker) {
    CRC32 sum = new CRC32(); // One instruction for many bytes, also before this is compiled.
    sum.update(bytes, from, to - from);
    int hash = (int) sum.getValue();
    hash *= 0x9e37_79b9; // Names that follow one another must not lie side by side.
    hash ^= hash >>> 16;
    return parts[hash & (PARTS - 1)].get(hash, bytes, from, to, argument, maker);
  }

  /// Bytes and what was made for them.
  private record Entry<T>(int hash, byte[] source, int from, int to, T value) {
    boolean isFor(int otherHash, byte[] bytes, int otherFrom, int otherTo) {
      return hash == otherHash
          && to - from == otherTo - otherFrom
          && Arrays.equals(bytes, otherFrom, otherTo, source, from, to);
    }
  }

  /// A table with open addressing. Whoever looks needs no lock: an entry never changes, and one
  /// that a thread does not see yet is looked for again under the lock, before another is made.
  private static final class Part<T> {
    private @Nullable Entry<T>[] entries = newEntries(16);
    private int count;

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static <T> @Nullable Entry<T>[] newEntries(int size) {
      return new Entry[size];
    }

    <A> T get(int hash, byte[] bytes, int from, int to, A argument, Function<A, T> maker) {
      Entry<T> found = find(entries, hash, bytes, from, to);
      return found != null ? found.value : add(hash, bytes, from, to, argument, maker);
    }

    private static <T> @Nullable Entry<T> find(
        @Nullable Entry<T>[] table, int hash, byte[] bytes, int from, int to) {
      int at = first(hash, table.length);
      for (Entry<T> entry = table[at]; entry != null; entry = table[at]) {
        if (entry.isFor(hash, bytes, from, to)) {
          return entry;
        }
        at = (at + 1) & (table.length - 1);
      }
      return null;
    }

    private synchronized <A> T add(
        int hash, byte[] bytes, int from, int to, A argument, Function<A, T> maker) {
      Entry<T> found = find(entries, hash, bytes, from, to);
      if (found != null) {
        return found.value;
      }
      T made = maker.apply(argument);
      if (++count * 2 > entries.length) {
        @Nullable Entry<T>[] larger = newEntries(entries.length * 2);
        for (Entry<T> entry : entries) {
          if (entry != null) {
            put(larger, entry);
          }
        }
        entries = larger;
      }
      put(entries, new Entry<>(hash, bytes, from, to, made));
      return made;
    }

    private static <T> void put(@Nullable Entry<T>[] table, Entry<T> entry) {
      int at = first(entry.hash, table.length);
      while (table[at] != null) {
        at = (at + 1) & (table.length - 1);
      }
      table[at] = entry;
    }

    private static int first(int hash, int size) {
      // The lower bits are the same in all of this part.
      return (hash >>> 6) & (size - 1);
    }
  }
}
