package graft.runtime;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The slots of a table that stand for functions whose objects nobody has made yet: an instance of
/// a large module has thousands of functions in the table and calls few of them. Such a slot is
/// null in the table's array, like an empty one, so that calls need not tell it from others; who
/// finds null asks here.
///
/// Kept as ranges that do not overlap: a segment is one of them at first, and is split where a
/// function is made or a slot is written. Threads may clear each other's tables, hence the lock.
final class PendingElements {
  /// By their first slots.
  private final TreeMap<Integer, Range> ranges = new TreeMap<>();

  /// Slots `start` to `end` - 1 stand for `functions[start + shift]` and those that follow.
  private record Range(int start, int end, int shift, int[] functions, Instance instance) {
    Range between(int from, int to) {
      return new Range(from, to, shift, functions, instance);
    }
  }

  /// What a slot stands for.
  ///
  /// @param index of the instance's function
  record Element(Instance instance, int index) {}

  synchronized boolean isEmpty() {
    return ranges.isEmpty();
  }

  /// Has slots stand for functions of an instance, whatever they stood for before.
  ///
  /// @param from where in `functions` they begin
  synchronized void add(int slot, int count, int[] functions, int from, Instance instance) {
    remove(slot, count);
    if (count > 0) {
      ranges.put(slot, new Range(slot, slot + count, from - slot, functions, instance));
    }
  }

  /// Has slots stand for nothing any more.
  synchronized void remove(int slot, int count) {
    if (ranges.isEmpty() || count <= 0) {
      return;
    }
    // What is begun here must be ended.
    StackRoom.ensure();
    int end = slot + count;
    Map.Entry<Integer, Range> entry = ranges.lowerEntry(end);
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

  /// What a slot stands for, or null.
  synchronized @Nullable Element at(int slot) {
    Map.Entry<Integer, Range> entry = ranges.floorEntry(slot);
    Range range = entry == null ? null : entry.getValue();
    return range == null || slot >= range.end
        ? null
        : new Element(range.instance, range.functions[slot + range.shift]);
  }
}
