package graft.dl;

import graft.runtime.Trap;
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
  /// @return the address, or 0 if there is no memory left
  /// @throws Trap if the guest's allocator traps
  int push(byte[] bytes, int position) {
    GuestHeap.Block block;
    try {
      block =
          process
              .heap()
              .allocate(bytes.length, 1, String.valueOf(process.mainOrNull()), new UndoLog());
    } catch (LoadException e) {
      if (e.getCause() instanceof Trap trap) {
        throw trap;
      }
      return 0;
    }
    process.memory().write(block.address(), bytes);
    held.push(new Held(position, block));
    return block.address();
  }

  /// Frees what was pushed since the stack was at a position.
  ///
  /// @throws Trap if the guest's `free` traps
  void free(int position) {
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
