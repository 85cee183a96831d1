package graft.dl;

import graft.format.CodeRange;
import graft.format.CodeReader;
import graft.format.WasmModule;
import graft.runtime.Func;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
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
    freeEnded();
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

  /// Gives back what a thread had, when the next one is started.
  void end(Collection<GuestHeap.Block> blocks) {
    ended.addAll(blocks);
  }

  /// Frees what threads had that have ended.
  void freeEnded() {
    for (GuestHeap.Block each = ended.poll(); each != null; each = ended.poll()) {
      process.heap().free(each);
    }
  }

  /// Takes memory for a thread's variables of a library, if it has any that are made from here.
  GuestHeap.@Nullable Block allocate(Library library, UndoLog undo) {
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

  /// Whether a library has thread-local variables that only its start function can make, for the
  /// first thread alone: wasm-ld's sets a global, `__tls_base`, while it fills memory, and nothing
  /// else sets one there.
  static boolean areHidden(Library library) {
    WasmModule module = library.module();
    if (library.isMain()
        || module.startFunction() < 0
        || library.machinery("emscripten_tls_init") != null) {
      return false;
    }
    Set<Integer> called = new HashSet<>();
    return setsWhileItFills(module, module.startFunction(), called)
        || called.stream().anyMatch(each -> setsWhileItFills(module, each, new HashSet<>()));
  }

  private static boolean setsWhileItFills(WasmModule module, int function, Set<Integer> called) {
    int defined = function - module.importedFunctionCount();
    if (defined < 0) {
      return false;
    }
    CodeRange body = module.bodies().get(defined).code();
    CodeReader code = new CodeReader(module, body);
    boolean sets = false;
    boolean fills = false;
    while (code.position() < body.end()) {
      switch (code.next()) {
        case GLOBAL_SET -> sets = true;
        case MEMORY_INIT, MEMORY_FILL -> fills = true;
        case CALL -> called.add(code.index());
        default -> {}
      }
    }
    return sets && fills;
  }

  private static @Nullable Func initializer(Library library) {
    return GuestCalls.machinery(library, "emscripten_tls_init", 0) == null
        ? GuestCalls.machinery(library, "__wasm_init_tls", 1)
        : null;
  }
}
