package graft.dl;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// Strings of a thread that are on the heap, because nobody knows whether its C stack has room for
/// them. They go when the stack is where it was before.
final class LongStrings {
  private final GuestProcess process;

  /// The latest first.
  private final Deque<Held> held = new ArrayDeque<>();

  /// A string.
  ///
  /// @param position of the stack, which was moved for it
  private record Held(int position, GuestHeap.Block block) {}

  LongStrings(GuestProcess process) {
    this.process = process;
  }

  /// Writes bytes to the heap.
  ///
  /// @param position where the stack ends from now on: below where it did
  /// @return the address
  /// @throws LoadException if there is no memory left
  int push(byte[] bytes, int position) {
    GuestHeap.Block block =
        process
            .heap()
            .allocate(bytes.length, 1, String.valueOf(process.mainOrNull()), new UndoLog());
    process.memory().write(block.address(), bytes);
    held.push(new Held(position, block));
    return block.address();
  }

  /// Frees what was pushed since the stack was at a position.
  void restore(int position) {
    while (!held.isEmpty() && Integer.compareUnsigned(held.getFirst().position, position) < 0) {
      process.heap().free(held.pop().block);
    }
  }

  /// The memory of those that are left, which whoever ends the thread gives back.
  List<GuestHeap.Block> release() {
    List<GuestHeap.Block> blocks = held.stream().map(Held::block).toList();
    held.clear();
    return blocks;
  }
}
