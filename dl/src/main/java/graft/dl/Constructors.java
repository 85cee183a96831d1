package graft.dl;

import graft.dl.LoadStatistics.Stage;
import graft.runtime.Func;
import graft.runtime.Trap;
import java.util.ArrayList;
import java.util.List;

/// Runs the constructors of libraries: what modules call `__wasm_call_ctors` or `_initialize`.
final class Constructors {
  private Constructors() {}

  /// The order in which those are constructed that a process starts with: Emscripten's mains come
  /// first, as under its own loader, unless the options say otherwise.
  ///
  /// @param order dependencies first
  static List<Library> startOrder(GuestProcess process, List<Library> order, Library main) {
    if (!mainFirst(process, main)) {
      return order;
    }
    List<Library> reordered = new ArrayList<>(order);
    reordered.remove(main);
    reordered.add(0, main);
    return reordered;
  }

  /// Whether constructors run in Emscripten's order, and not in ELF's.
  static boolean mainFirst(GuestProcess process, Library main) {
    return switch (process.options().constructorOrder()) {
      case MAIN_FIRST -> true;
      case DEPENDENCIES_FIRST -> false;
      case AUTOMATIC -> main.image().isEmscriptens();
    };
  }

  /// Constructs libraries one after the other.
  ///
  /// @throws LoadException if one traps
  static void run(GuestProcess process, List<Library> order) {
    Runnable all =
        () ->
            process
                .stopwatch()
                .time(Stage.CONSTRUCT, () -> order.forEach(each -> construct(process, each)));
    process.unlocked(all);
  }

  private static void construct(GuestProcess process, Library library) {
    boolean starts = library.isMain() && library.machinery(StartFunction.NAME) != null;
    if (starts && !StartFunction.leavesOut(library.module(), "__wasm_call_ctors", 2)) {
      return;
    }
    List<String> names =
        starts
            ? List.of("__wasm_call_ctors")
            : library.isMain()
                ? List.of("_initialize", "__wasm_call_ctors")
                : List.of("__wasm_call_ctors", "_initialize");
    for (String name : names) {
      Func constructors = GuestCalls.machinery(library, name, 0);
      if (constructors != null) {
        process.trace(LoadTrace.Topic.LIBS, () -> library + ": calling " + name);
        call(library, constructors);
        return;
      }
    }
  }

  private static void call(Library library, Func constructors) {
    try {
      constructors.invoke();
    } catch (Trap e) {
      if (e.isInterruption()) {
        // Nobody asked for a library that could be told so: the thread has to end.
        throw e;
      }
      throw new LoadException(
          library.name(), "cannot be loaded: its constructors trapped: " + e.getMessage(), e);
    }
  }
}
