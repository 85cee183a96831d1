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
    List<Library> fresh =
        Closure.of(process, process.files(), file, process.options().autoload(), false).libraries();
    note(event, fresh);
    // From here on every module is read and valid.
    Library root = fresh.get(0);
    process.setThreads(GuestThreads.of(process, root));
    LoadPlan plan =
        process.stopwatch().time(Stage.PLAN, () -> LoadPlanner.plan(process, fresh, true));
    requireDefined(plan, process.options().strict(), null);
    // From here on nothing is missing that must be there.
    LoadCommit.commit(process, plan, root, new UndoLog(), new LoadLeftovers(process));
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
  /// @param files where to look for it, and for what it needs
  Library open(String name, Set<OpenFlag> flags, @Nullable Library caller, FileLookup files) {
    Library known = process.linkMap().named(name);
    if (known != null) {
      return reopen(known, flags);
    }
    Library main = process.main();
    if (name.isEmpty() || name.equals(main.name()) || main.isCalled(name)) {
      return main;
    }
    LibrarySearch.Result result = files.find(name, caller);
    ModuleFile file = result.file();
    known = file == null ? process.linkMap().inFileCalled(name) : null;
    if (known != null) {
      return reopen(known, flags);
    }
    if (file == null) {
      LoaderEvents.commit(LoaderEvents.load(name));
      throw result.notFound(name, null);
    }
    return open(file, name.indexOf('/') < 0 ? name : null, flags, files);
  }

  /// Opens the library that is in a file.
  ///
  /// @param name what it is called besides its own names, or null
  /// @param files where to look for what it needs
  Library open(ModuleFile file, @Nullable String name, Set<OpenFlag> flags, FileLookup files) {
    Library known = process.linkMap().in(file);
    if (known != null) {
      if (name != null) {
        known.alsoCall(name);
      }
      return reopen(known, flags);
    }
    if (flags.contains(OpenFlag.NOLOAD)) {
      throw new NotLoadedException(file.name());
    }
    LoaderEvents.Load event = LoaderEvents.load(file.location());
    try {
      Library library = load(file, name, flags, files, event);
      if (event != null) {
        event.success = true;
      }
      return library;
    } finally {
      LoaderEvents.commit(event);
    }
  }

  private Library load(
      ModuleFile file,
      @Nullable String name,
      Set<OpenFlag> flags,
      FileLookup files,
      LoaderEvents.@Nullable Load event) {
    boolean global = flags.contains(OpenFlag.GLOBAL);
    Closure closure = Closure.of(process, files, file, true, false);
    List<Library> fresh = closure.libraries();
    note(event, fresh);
    // From here on every module is read and valid.
    boolean functionsToo = process.options().strict() || flags.contains(OpenFlag.NOW);
    Library library = fresh.getFirst();
    if (name != null) {
      library.alsoCall(name);
    }
    UndoLog published = new UndoLog();
    LoadLeftovers leftovers = new LoadLeftovers(process);
    LoadPlan plan =
        process.locked(() -> {
          LoadPlan made = commit(fresh, global, functionsToo, files, closure, published, leftovers);
          library.beginConstruction();
          return made;
        });
    try {
      Constructors.run(process, plan.initOrder());
    } catch (Throwable e) {
      giveUp(fresh, published, leftovers, e);
      throw e;
    }
    library.endConstruction();
    leftovers.keep();
    if (flags.contains(OpenFlag.NODELETE)) {
      // Not before: one that could not be constructed must go.
      library.keep();
    }
    return library;
  }

  /// Loads what is new, up to but without constructors.
  ///
  /// @param published notes how to take new libraries out of the scopes of others
  private LoadPlan commit(
      List<Library> fresh,
      boolean global,
      boolean functionsToo,
      FileLookup files,
      Closure closure,
      UndoLog published,
      LoadLeftovers leftovers) {
    UndoLog committed = new UndoLog();
    try {
      leftovers.begin(committed);
      LoadPlan plan =
          process.stopwatch().time(Stage.PLAN, () -> LoadPlanner.plan(process, fresh, global));
      requireDefined(plan, functionsToo, files.deadline());
      // From here on nothing is missing that must be there.
      LoadCommit.commit(process, plan, null, committed, leftovers);
      committed.add(() -> process.linkMap().takeBack(fresh));
      process.linkMap().addAll(fresh);
      publish(plan, global, closure, published);
      return plan;
    } catch (Throwable e) {
      published.undo(e);
      committed.undo(e);
      leftovers.keep();
      fresh.forEach(process.hostScope()::forget);
      throw e;
    }
  }

  /// Puts new libraries into the scopes of others, as their constructors may ask for them.
  private void publish(LoadPlan plan, boolean global, Closure closure, UndoLog undo) {
    LinkMap linkMap = process.linkMap();
    Library library = plan.libraries().getFirst();
    if (global) {
      List<Library> promoted =
          library.withDependencies().stream().filter(each -> !each.isGlobal()).toList();
      undo.add(() -> promoted.forEach(process.got()::forget));
      undo.add(() -> linkMap.demote(promoted));
      linkMap.promote(promoted);
    }
    linkMap.extendScopes(library, plan.libraries(), undo);
    closure.noteNames(undo);
    if (plan.definesForOthers()) {
      keepDefiners(undo);
    }
  }

  /// Whoever has a pointer that is defined now keeps the library that defines it.
  private void keepDefiners(UndoLog undo) {
    Bindings bindings = new Bindings(process);
    process.linkMap().libraries().forEach(library -> bindings.noteDefiners(library, undo));
  }

  /// Unloads what could not be constructed.
  private void giveUp(
      List<Library> fresh, UndoLog published, LoadLeftovers leftovers, Throwable failure) {
    // Also what their constructors have opened of them; no other thread has.
    fresh.forEach(Library::giveUp);
    process.locked(() -> {
      published.undo(failure);
      new Bindings(process).unbind(Set.copyOf(fresh));
      return fresh;
    });
    process.unload().after(fresh, failure);
    process.locked(() -> {
      leftovers.takeBack();
      return fresh;
    });
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

  private void requireDefined(LoadPlan plan, boolean functionsToo, @Nullable Deadline deadline) {
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
      boolean other = symbol.kind() == UndefinedSymbol.Kind.OTHER;
      if (functionsToo || other || (data && process.options().autoload())) {
        missing.add(symbol);
      }
    }
    if (!missing.isEmpty()) {
      List<String> searched = new ArrayList<>();
      process.linkMap().globalScope().forEach(library -> searched.add(library.name()));
      plan.libraries().forEach(library -> searched.add(library.name()));
      searched.add("the host");
      throw new UndefinedSymbolException(process.hints().explain(missing, deadline), searched);
    }
  }

  // Opening what is loaded.

  private Library reopen(Library library, Set<OpenFlag> flags) {
    if (flags.contains(OpenFlag.GLOBAL)) {
      process.locked(() -> promote(library.withDependencies()));
    }
    library.setOpenCount(library.openCount() + 1);
    InitOrder.opened(library);
    if (flags.contains(OpenFlag.NODELETE)) {
      library.keep();
    }
    return library;
  }

  private List<Library> promote(List<Library> promoted) {
    UndoLog undo = new UndoLog();
    Set<Library> scope = new LinkedHashSet<>(process.linkMap().globalScope());
    scope.addAll(promoted);
    try {
      defineEntries(List.copyOf(scope), undo);
    } catch (Throwable e) {
      undo.undo(e);
      throw e;
    }
    List<Library> changed = process.linkMap().promote(promoted);
    keepDefiners(new UndoLog());
    return changed;
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
