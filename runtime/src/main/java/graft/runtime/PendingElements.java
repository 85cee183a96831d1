package graft.runtime;

import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The slots of a table that stand for functions whose objects nobody has made yet: an instance of
/// a large module has thousands of functions in the table and calls few of them. Such a slot is
/// null in the table's array, like an empty one, so that calls need not tell it from others; who
/// finds null asks here.
///
/// Kept as ranges that do not overlap: a segment is one of them at first. A slot whose function has
/// been made, or which was written, is a bit in its range; what is written as a whole splits
/// ranges. Threads may clear each other's tables, hence the lock.
final class PendingElements {
  /// By their first slots.
  private final TreeMap<Integer, Range> ranges = new TreeMap<>();

  /// Slots `start` to `end` - 1 stand for `functions[start + shift]` and those that follow, but for
  /// those that are gone.
  private static final class Range {
    private final int start;
    private final int end;
    private final int shift;
    private final int[] functions;
    private final Instance instance;

    /// By places in `functions`; null if there are none. Parts of a range share it.
    private @Nullable BitSet gone;

    /// How many are gone since this was made: of a part of a range not all, which only means that
    /// it stays longer than it must.
    private int removed;

    private Range(
        int start, int end, int shift, int[] functions, Instance instance, @Nullable BitSet gone) {
      this.start = start;
      this.end = end;
      this.shift = shift;
      this.functions = functions;
      this.instance = instance;
      this.gone = gone;
    }

    private Range between(int from, int to) {
      return new Range(from, to, shift, functions, instance, gone);
    }

    private boolean has(int slot) {
      return slot < end && (gone == null || !gone.get(slot + shift));
    }

    private void remove(int slot) {
      BitSet all = gone;
      if (all == null) {
        all = new BitSet(end + shift);
        gone = all;
      }
      all.set(slot + shift);
      removed++;
    }

    private boolean isEmpty() {
      return removed == end - start;
    }
  }

  /// What a slot stands for.
  ///
  /// @param index of the instance's function
  record Element(Instance instance, int index) {
    /// What `equals` would say, without the hidden classes that a record's makes in each JVM.
    @SuppressWarnings("ReferenceEquality") // An instance equals itself only.
    boolean isSame(@Nullable Element other) {
      return other != null && instance == other.instance && index == other.index;
    }
  }

  synchronized boolean isEmpty() {
    return ranges.isEmpty();
  }

  /// Has slots stand for functions of an instance, whatever they stood for before.
  ///
  /// @param from where in `functions` they begin
  synchronized void add(int slot, int count, int[] functions, int from, Instance instance) {
    remove(slot, count);
    if (count > 0) {
      int end = slot + count;
      ranges.put(slot, new Range(slot, end, from - slot, functions, instance, null));
    }
  }

  /// Has a slot stand for nothing any more.
  synchronized void remove(int slot) {
    Range range = range(slot);
    if (range != null) {
      range.remove(slot);
      if (range.isEmpty()) {
        StackRoom.ensureForMap();
        ranges.remove(range.start);
      }
    }
  }

  /// Has slots stand for nothing any more.
  synchronized void remove(int slot, int count) {
    int end = slot + count;
    Map.Entry<Integer, Range> entry = count <= 0 ? null : ranges.lowerEntry(end);
    if (entry == null || entry.getValue().end <= slot) {
      return;
    }
    // What is begun here must be ended.
    StackRoom.ensureForMap();
    while (entry != null && entry.getValue().end > slot) {
      Range range = entry.getValue();
      if (range.end > end) {
        ranges.put(end, range.between(end, range.end));
      }
      if (range.start < slot) {
        ranges.put(range.start, range.between(range.start, slot));
      } else {
        ranges.remove(range.start);
      }
      entry = ranges.lowerEntry(range.start);
    }
  }

  private @Nullable Range range(int slot) {
    Map.Entry<Integer, Range> entry = ranges.floorEntry(slot);
    Range range = entry == null ? null : entry.getValue();
    return range == null || !range.has(slot) ? null : range;
  }

  /// What a slot stands for, or null.
  synchronized @Nullable Element at(int slot) {
    Range range = range(slot);
    return range == null ? null : new Element(range.instance, range.functions[slot + range.shift]);
  }
}
