package graft.dl;

import graft.runtime.Func;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// What a thread of a process, main's included, has of each library and of the host, by what it was
/// made from. Whoever uses it has the lock.
final class ThreadState {
  private final Map<Library, GuestHeap.Block> threadLocals = new HashMap<>();
  private final Map<Func, Func> takingTurns = new HashMap<>();

  /// Where the thread's variables of a library are.
  GuestHeap.Block threadLocals(Library library) {
    return threadLocals.getOrDefault(library, GuestHeap.Block.NONE);
  }

  void put(Library library, GuestHeap.Block block) {
    threadLocals.put(library, block);
  }

  /// Forgets a library that is unloaded.
  ///
  /// @return the memory that its variables had
  List<GuestHeap.Block> forget(Library library) {
    GuestHeap.Block block = threadLocals.remove(library);
    return block == null ? List.of() : List.of(block);
  }

  /// The memory of all variables but main's, which its C library frees itself.
  List<GuestHeap.Block> blocks() {
    List<GuestHeap.Block> blocks = new ArrayList<>();
    threadLocals.forEach((library, block) -> {
      if (!library.isMain()) {
        blocks.add(block);
      }
    });
    return blocks;
  }

  /// A function of the thread's host that takes turns with those of others.
  Func takingTurns(Func function, UnaryOperator<Func> make) {
    return takingTurns.computeIfAbsent(function, make);
  }
}
