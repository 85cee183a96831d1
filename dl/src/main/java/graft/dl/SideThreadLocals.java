package graft.dl;

import graft.runtime.Func;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/// The thread-local variables that libraries of WASI have in threads: wasm-ld makes
/// `__wasm_init_tls` for them, and nobody who calls it. Main's are its C library's own business.
///
/// A new thread has no stack before it runs, so whoever starts it takes the memory.
final class SideThreadLocals {
  private final GuestProcess process;
  private final Queue<GuestHeap.Block> ended = new ConcurrentLinkedQueue<>();

  SideThreadLocals(GuestProcess process) {
    this.process = process;
  }

  /// Takes memory for a thread that is about to start, and gives back that of those that have
  /// ended.
  ///
  /// @throws LoadException if there is none
  Map<Library, GuestHeap.Block> forThread() {
    for (GuestHeap.Block each = ended.poll(); each != null; each = ended.poll()) {
      process.heap().free(each);
    }
    Map<Library, GuestHeap.Block> blocks = new LinkedHashMap<>();
    UndoLog undo = new UndoLog();
    try {
      for (Library library : process.linkMap().instantiated()) {
        GuestHeap.Block block = allocate(library, undo);
        if (block != null) {
          blocks.put(library, block);
        }
      }
    } catch (Throwable e) {
      undo.undo(e);
      throw e;
    }
    return blocks;
  }

  /// Gives back what a thread had.
  void end(Map<Library, GuestHeap.Block> blocks) {
    ended.addAll(blocks.values());
  }

  private GuestHeap.@Nullable Block allocate(Library library, UndoLog undo) {
    int size = LoadCommit.number(library, "__tls_size");
    return library.isMain() || size == 0 || initializer(library) == null
        ? null
        : process
            .heap()
            .allocate(
                size, Math.max(1, LoadCommit.number(library, "__tls_align")), library.name(), undo);
  }

  /// Makes the asking thread's variables of a library that another one has loaded.
  ///
  /// @return where they are, or null if it has none
  GuestHeap.@Nullable Block make(Library library) {
    GuestHeap.Block block = allocate(library, new UndoLog());
    if (block != null) {
      init(library, block);
    }
    return block;
  }

  /// Sets the asking thread's variables of a library to what they are at first.
  static void init(Library library, GuestHeap.Block block) {
    Objects.requireNonNull(initializer(library)).invoke(block.address());
    Func relocations = GuestCalls.machinery(library, "__wasm_apply_tls_relocs", 0);
    if (relocations != null) {
      relocations.invoke();
    }
  }

  private static @Nullable Func initializer(Library library) {
    return GuestCalls.machinery(library, "emscripten_tls_init", 0) == null
        ? GuestCalls.machinery(library, "__wasm_init_tls", 1)
        : null;
  }
}
