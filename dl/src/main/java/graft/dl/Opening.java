package graft.dl;

import graft.dl.LoadStatistics.Stage;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Loads a main module or a library with what it needs, or opens once more what is loaded: find and
/// read ({@link Closure}), decide ({@link LoadPlanner}), do ({@link LoadCommit}), construct ({@link
/// Constructors}). What fails on the way changes nothing.
final class Opening {
  /// What modules import that were built for threads, from Emscripten's JavaScript and from WASI.
  private static final Set<String> THREAD_STARTERS = Set.of("__pthread_create_js", "thread-spawn");

  private final GuestProcess process;

  Opening(GuestProcess process) {
    this.process = process;
  }

  /// Loads the main module and what it needs.
  void start(ModuleFile file) {
    LoaderEvents.Load event = LoaderEvents.load(file.location());
    try {
      loadMain(file, event);
      if (event != null) {
        event.success = true;
      }
    } finally {
      LoaderEvents.commit(event);
    }
  }

  private void loadMain(ModuleFile file, LoaderEvents.@Nullable Load event) {
    List<Library> fresh = Closure.of(process, file, process.options().autoload(), false);
    note(event, fresh);
    // From here on every module is read and valid.
    Library root = fresh.get(0);
    process.setThreads(GuestThreads.of(process, root));
    LoadPlan plan =
        process.stopwatch().time(Stage.PLAN, () -> LoadPlanner.plan(process, fresh, true));
    requireDefined(plan, process.options().strict());
    // From here on nothing is missing that must be there.
    LoadCommit.commit(process, plan, root);
    process.setMain(root);
    LinkMap linkMap = process.linkMap();
    linkMap.addAll(plan.libraries());
    linkMap.promote(root.withDependencies());
    linkMap.libraries().forEach(Library::keep);
    // From here on the guest can run.
    process.heap().start();
    Constructors.run(process, Constructors.startOrder(process, plan.initOrder(), root));
  }

  /// Opens a library by name.
  ///
  /// @param caller the library whose own path is searched, too, or null
  Library open(String name, Set<OpenFlag> flags, @Nullable Library caller) {
    Library known = process.linkMap().named(name);
    if (known != null) {
      return reopen(known, flags);
    }
    LibrarySearch.Result result = process.files().find(name, caller);
    ModuleFile file = result.file();
    if (file == null) {
      LoaderEvents.commit(LoaderEvents.load(name));
      throw result.notFound(name, null);
    }
    Library library = open(file, flags);
    if (name.indexOf('/') < 0) {
      library.alsoCall(name);
    }
    return library;
  }

  /// Opens the library that is in a file.
  Library open(ModuleFile file, Set<OpenFlag> flags) {
    Library known = process.linkMap().in(file);
    if (known != null) {
      return reopen(known, flags);
    }
    if (flags.contains(OpenFlag.NOLOAD)) {
      throw new NotLoadedException(file.name());
    }
    LoaderEvents.Load event = LoaderEvents.load(file.location());
    try {
      Library library = load(file, flags, event);
      if (event != null) {
        event.success = true;
      }
      return library;
    } finally {
      LoaderEvents.commit(event);
    }
  }

  private Library load(ModuleFile file, Set<OpenFlag> flags, LoaderEvents.@Nullable Load event) {
    boolean global = flags.contains(OpenFlag.GLOBAL);
    List<Library> fresh = Closure.of(process, file, true, false);
    note(event, fresh);
    // From here on every module is read and valid.
    boolean functionsToo = process.options().strict() || flags.contains(OpenFlag.NOW);
    UndoLog undo = new UndoLog();
    LoadPlan plan = commit(fresh, global, functionsToo);
    LinkMap linkMap = process.linkMap();
    Library library = plan.libraries().get(0);
    try {
      linkMap.addAll(plan.libraries());
      if (global) {
        List<Library> promoted =
            library.withDependencies().stream().filter(each -> !each.isGlobal()).toList();
        undo.add(() -> promoted.forEach(process.got()::forget));
        undo.add(() -> linkMap.demote(promoted));
        linkMap.promote(promoted);
      }
      linkMap.extendScopes(library, plan.libraries(), undo);
      library.setOpenCount(1);
      Constructors.run(process, plan.initOrder());
    } catch (Throwable e) {
      // Also what their constructors have opened of them.
      plan.libraries().forEach(Library::giveUp);
      undo.undo(e);
      process.unload().after(e);
      throw e;
    }
    if (flags.contains(OpenFlag.NODELETE)) {
      // Not before: one that could not be constructed must go.
      library.keep();
    }
    return library;
  }

  private LoadPlan commit(List<Library> fresh, boolean global, boolean functionsToo) {
    try {
      LoadPlan plan =
          process.stopwatch().time(Stage.PLAN, () -> LoadPlanner.plan(process, fresh, global));
      requireDefined(plan, functionsToo);
      // From here on nothing is missing that must be there.
      LoadCommit.commit(process, plan, null);
      return plan;
    } catch (Throwable e) {
      fresh.forEach(process.hostScope()::forget);
      throw e;
    }
  }

  private static void note(LoaderEvents.@Nullable Load event, List<Library> fresh) {
    if (event == null) {
      return;
    }
    event.libraries = fresh.size();
    for (Library library : fresh) {
      event.bytes += library.module().bytes().length;
    }
  }

  private void requireDefined(LoadPlan plan, boolean functionsToo) {
    List<UndefinedSymbol> missing = new ArrayList<>();
    for (UndefinedSymbol symbol : plan.missing()) {
      if (THREAD_STARTERS.contains(symbol.name())) {
        throw new LoadException(
            symbol.requester(),
            "needs threads, which the main module does not start: "
                + symbol.name()
                + " (build main with -pthread, or this without)");
      }
      boolean data = symbol.kind() == UndefinedSymbol.Kind.DATA_ADDRESS;
      if (functionsToo || (data && process.options().autoload())) {
        missing.add(symbol);
      }
    }
    if (!missing.isEmpty()) {
      List<String> searched = new ArrayList<>();
      process.linkMap().globalScope().forEach(library -> searched.add(library.name()));
      plan.libraries().forEach(library -> searched.add(library.name()));
      searched.add("the host");
      throw new UndefinedSymbolException(process.hints().explain(missing), searched);
    }
  }

  // Opening what is loaded.

  private Library reopen(Library library, Set<OpenFlag> flags) {
    if (flags.contains(OpenFlag.GLOBAL)) {
      promote(library.withDependencies());
    }
    library.setOpenCount(library.openCount() + 1);
    InitOrder.opened(library);
    if (flags.contains(OpenFlag.NODELETE)) {
      library.keep();
    }
    return library;
  }

  private void promote(List<Library> promoted) {
    UndoLog undo = new UndoLog();
    Set<Library> scope = new LinkedHashSet<>(process.linkMap().globalScope());
    scope.addAll(promoted);
    try {
      defineEntries(List.copyOf(scope), undo);
    } catch (Throwable e) {
      undo.undo(e);
      throw e;
    }
    process.linkMap().promote(promoted);
  }

  /// Entries of the global offset table that nobody defined so far get the definitions of libraries
  /// that become global.
  private void defineEntries(List<Library> scope, UndoLog undo) {
    Bindings bindings = new Bindings(process);
    for (GotEntry entry : process.got().entries()) {
      if (!entry.isDefined()) {
        Definition.Exported found = Scope.find(scope, entry.symbol(), Scope.Wanted.ANY);
        if (found != null) {
          int address = bindings.addressOf(found, undo);
          undo.add(entry.restore());
          entry.define(address, found.library());
        }
      }
    }
  }
}
