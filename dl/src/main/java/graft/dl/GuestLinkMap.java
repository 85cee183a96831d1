package graft.dl;

import graft.runtime.Memory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The list of libraries that a guest sees: a `struct link_map { addr, name, dynamic, next,
/// previous }` for each, which stays where it is as long as its library does. A library that is
/// gone is taken out at once; one that is new comes in when somebody asks for the list.
final class GuestLinkMap {
  private static final int SIZE = 20;
  private static final int NEXT = 12;
  private static final int PREVIOUS = 16;

  private final GuestProcess process;
  private final Map<Library, GuestHeap.Block> nodes = new HashMap<>();
  private final Map<Library, Integer> threadLocalIds = new HashMap<>();

  GuestLinkMap(GuestProcess process) {
    this.process = process;
  }

  /// The node of a library, in the list of all.
  ///
  /// @throws LoadException if there is no memory left
  int node(Library wanted) {
    for (Library library : process.linkMap().libraries()) {
      if (!nodes.containsKey(library)) {
        nodes.put(library, write(library));
      }
    }
    link();
    GuestHeap.Block node = nodes.get(wanted);
    if (node == null) {
      throw new LoadException(wanted.name(), "the library is closed");
    }
    return node.address();
  }

  private GuestHeap.Block write(Library library) {
    int name = process.strings().intern(library, library.location());
    GuestHeap.Block node = process.heap().allocate(SIZE, 4, "dlinfo", new UndoLog());
    Memory memory = process.memory();
    memory.setI32(node.address(), library.memoryBase());
    memory.setI32(node.address() + 4, name);
    return node;
  }

  private void link() {
    Memory memory = process.memory();
    List<GuestHeap.Block> chain =
        process.linkMap().libraries().stream().filter(nodes::containsKey).map(nodes::get).toList();
    for (int i = 0; i < chain.size(); i++) {
      int at = chain.get(i).address();
      memory.setI32(at + NEXT, i + 1 < chain.size() ? chain.get(i + 1).address() : 0);
      memory.setI32(at + PREVIOUS, i > 0 ? chain.get(i - 1).address() : 0);
    }
  }

  /// The number of a library among those with thread-local variables, from 1 on; 0 if it has none.
  int threadLocalId(Library library) {
    return hasThreadLocals(library)
        ? threadLocalIds.computeIfAbsent(library, _ -> firstFreeId())
        : 0;
  }

  private int firstFreeId() {
    int id = 1;
    while (threadLocalIds.containsValue(id)) {
      id++;
    }
    return id;
  }

  private static boolean hasThreadLocals(Library library) {
    return LoadCommit.number(library, "__tls_size") != 0
        || library.module().exports().stream().anyMatch(library::isThreadLocal);
  }

  /// Takes out a library that is gone.
  void forget(Library library) {
    threadLocalIds.remove(library);
    GuestHeap.Block node = nodes.remove(library);
    if (node != null) {
      link();
      process.heap().free(node);
    }
  }
}
