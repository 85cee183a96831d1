package graft.dl;

import graft.compiler.CodeCache;
import graft.dl.LoadStatistics.Stage;
import graft.runtime.EventLoop;
import graft.runtime.Func;
import graft.runtime.GlobalCell;
import graft.runtime.Guest;
import graft.runtime.Memory;
import graft.runtime.Table;
import graft.runtime.Trap;
import java.lang.invoke.MethodHandles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A guest process: one memory, one table, one stack, and the libraries that are linked into them.
/// A JVM holds as many as fit. A process belongs to one thread at a time, virtual or not: the one
/// that loaded it, until that one calls {@link #release} and another one {@link #acquire}. Others
/// are refused with an IllegalStateException.
public final class GuestProcess implements Guest, AutoCloseable {
  /// What modules import that were built for threads, from Emscripten's JavaScript and from WASI.
  private static final Set<String> THREAD_STARTERS = Set.of("__pthread_create_js", "thread-spawn");

  private final ProcessOptions options;
  private final Stopwatch stopwatch = new Stopwatch();
  private final LinkMap linkMap = new LinkMap();
  private final GlobalOffsetTable got = new GlobalOffsetTable();
  private final FunctionTable functions = new FunctionTable();
  private final GuestHeap heap = new GuestHeap(this);
  private final ProcessLayout layout;
  private final HostScope hostScope;
  private final Handles handles = new Handles(this);
  private final EmscriptenHandles emscriptenHandles = new EmscriptenHandles(this);
  private final GuestStrings strings = new GuestStrings(this);
  private final SymbolHints hints = new SymbolHints(this);
  private final ExitFunctions exitFunctions = new ExitFunctions(this);
  private final ProcessThread thread = new ProcessThread(this);
  private final EventLoop eventLoop = new EventLoop();
  private final List<Runnable> closeActions = new ArrayList<>();
  private @Nullable GuestThreads threads;
  private @Nullable Library main;
  private @Nullable Deadline deadline;
  private @Nullable LibrarySearch ahead;
  private boolean unloading;
  private boolean ended;

  GuestProcess(ProcessOptions options) {
    this.options = options;
    this.layout = new ProcessLayout(options, heap, functions);
    this.hostScope = new HostScope(this, options);
  }

  /// Describes a process to load.
  public static GuestProcessBuilder builder() {
    return new GuestProcessBuilder();
  }

  @Override
  public Memory memory() {
    Memory memory = layout.memory();
    if (memory == null) {
      throw new IllegalStateException("the process has no memory before its main module is loaded");
    }
    return memory;
  }

  @Override
  public Table table() {
    GuestThread current = currentThread();
    Table table = current == null ? layout.table() : current.table;
    if (table == null) {
      throw new IllegalStateException("the process has no table before its main module is loaded");
    }
    return table;
  }

  @Override
  public @Nullable Func function(String name) {
    Definition.Exported found = Scope.find(linkMap.globalScope(), name, Scope.Wanted.FUNCTION);
    if (found != null) {
      return found.library().loadedInstance().function(found.index());
    }
    // Main may pass on what it imports from the host.
    return main != null && main.machinery(name) instanceof Func function ? function : null;
  }

  /// The main module.
  public Library main() {
    Library present = main;
    if (present == null) {
      throw new IllegalStateException("the process has no main module yet");
    }
    return present;
  }

  /// All libraries in the order in which they were loaded, main first.
  public List<Library> libraries() {
    return List.copyOf(linkMap.libraries());
  }

  /// Opens a library by name (`dlopen`): one that is loaded already, or else one that is found on
  /// the search path.
  ///
  /// @throws LoadException if it cannot be loaded; nothing has changed then
  public Library open(String name, OpenFlag... flags) {
    return open(name, flags(flags), null);
  }

  /// Opens a library by name, if it and what it needs have come after so long. Waiting ends sooner
  /// when the thread is interrupted, and for each place as {@link ModuleSource#within} says.
  ///
  /// @param limit how long to wait for files in all
  /// @throws LoadException if it cannot be loaded, or has not come by then; nothing has changed
  ///   then
  public Library open(String name, Duration limit, OpenFlag... flags) {
    checkThread();
    Deadline end = Deadline.after(limit);
    return locked(() -> {
      Deadline before = deadline;
      deadline = end;
      try {
        return openLocked(name, flags(flags), null);
      } finally {
        deadline = before;
      }
    });
  }

  /// Begins to fetch a library and what it needs, on another thread, and opens it on the thread of
  /// the process when that turns the event loop: in {@link #run} when the guest has returned or
  /// sleeps, in {@link #runEventLoop} and {@link #runLater}, or when it waits for the future, or
  /// for one that follows from it. Until then the guest goes on.
  ///
  /// ```java
  /// CompletableFuture<Library> zlib = process.openLater("libz.so").orTimeout(5, SECONDS);
  /// process.run(arguments);
  /// ```
  ///
  /// Cancelling the future, or letting it time out, ends what is fetched for nobody else, and the
  /// library is not opened.
  ///
  /// @return fails with a {@link LoadException} if the library cannot be loaded, or the process is
  ///   closed before; nothing has changed then
  public CompletableFuture<Library> openLater(String name, OpenFlag... flags) {
    checkThread();
    return LaterOpen.begin(this, name, flags(flags));
  }

  /// Opens a library for which has been looked already.
  Library openAhead(String name, Set<OpenFlag> flags, LibrarySearch answered) {
    checkThread();
    return locked(() -> {
      LibrarySearch before = ahead;
      ahead = answered;
      try {
        return openLocked(name, flags, null);
      } finally {
        ahead = before;
      }
    });
  }

  /// The names of what is loaded, and of what nobody looks for.
  Set<String> knownNames() {
    Set<String> names = linkMap.names();
    names.addAll(options.builtIn());
    return names;
  }

  boolean isOwnedByCaller() {
    return thread.isCaller();
  }

  /// Opens a library by name.
  ///
  /// @param caller the library whose own path is searched, too, or null
  Library open(String name, Set<OpenFlag> flags, @Nullable Library caller) {
    checkThread();
    return locked(() -> openLocked(name, flags, caller));
  }

  private Library openLocked(String name, Set<OpenFlag> flags, @Nullable Library caller) {
    Library known = linkMap.named(name);
    if (known != null) {
      return reopen(known, flags);
    }
    LibrarySearch.Result result = search(name, caller);
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

  /// Opens a library in a file of the host.
  ///
  /// @throws LoadException if it cannot be loaded; nothing has changed then
  public Library open(Path file, OpenFlag... flags) {
    return open(new FolderSource.HostFile(file), flags(flags));
  }

  /// Opens a library that is in memory.
  ///
  /// @param name what it is called in messages, and known as to libraries that need it
  /// @throws LoadException if it cannot be loaded; nothing has changed then
  public Library open(String name, byte[] bytes, OpenFlag... flags) {
    return open(new BytesSource.BytesFile(null, name, bytes), flags(flags));
  }

  private static Set<OpenFlag> flags(OpenFlag... flags) {
    Set<OpenFlag> set = EnumSet.noneOf(OpenFlag.class);
    set.addAll(Arrays.asList(flags));
    return set;
  }

  Library open(ModuleFile file, Set<OpenFlag> flags) {
    checkThread();
    return locked(() -> openLocked(file, flags));
  }

  private Library openLocked(ModuleFile file, Set<OpenFlag> flags) {
    Library known = linkMap.in(file);
    if (known != null) {
      return reopen(known, flags);
    }
    if (flags.contains(OpenFlag.NOLOAD)) {
      throw new LoadException(file.name(), "the library is not loaded");
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
    List<Library> fresh = Closure.of(this, file, true, false);
    note(event, fresh);
    // From here on every module is read and valid.
    LoadPlan plan = commit(fresh, global, options.strict() || flags.contains(OpenFlag.NOW));
    Library library = plan.libraries().get(0);
    List<Library> promoted = List.of();
    try {
      linkMap.addAll(plan.libraries());
      promoted = global ? linkMap.promote(library.withDependencies()) : List.of();
      library.setOpenCount(1);
      construct(plan.initOrder());
    } catch (Throwable e) {
      library.setOpenCount(0);
      linkMap.demote(promoted);
      promoted.forEach(got::forget);
      unloadAfter(e);
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
      LoadPlan plan = stopwatch.time(Stage.PLAN, () -> LoadPlanner.plan(this, fresh, global));
      requireDefined(plan, functionsToo);
      // From here on nothing is missing that must be there.
      LoadCommit.commit(this, plan, null);
      return plan;
    } catch (Throwable e) {
      fresh.forEach(hostScope::forget);
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

  private Library reopen(Library library, Set<OpenFlag> flags) {
    if (flags.contains(OpenFlag.GLOBAL)) {
      promote(library.withDependencies());
    }
    library.setOpenCount(library.openCount() + 1);
    if (flags.contains(OpenFlag.NODELETE)) {
      library.keep();
    }
    return library;
  }

  private void promote(List<Library> promoted) {
    UndoLog undo = new UndoLog();
    Set<Library> scope = new LinkedHashSet<>(linkMap.globalScope());
    scope.addAll(promoted);
    try {
      defineEntries(List.copyOf(scope), undo);
    } catch (Throwable e) {
      undo.undo(e);
      throw e;
    }
    linkMap.promote(promoted);
  }

  /// Entries of the global offset table that nobody defined so far get the definitions of libraries
  /// that become global.
  private void defineEntries(List<Library> scope, UndoLog undo) {
    Bindings bindings = new Bindings(this);
    for (GotEntry entry : got.entries()) {
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

  /// Loads the main module and what it needs.
  void start(ModuleFile file) {
    LoaderEvents.Load event = LoaderEvents.load(file.location());
    try {
      load(file, event);
      if (event != null) {
        event.success = true;
      }
    } finally {
      LoaderEvents.commit(event);
    }
    trace(LoadTrace.Topic.STATISTICS, () -> "after loading: " + statistics().summary());
  }

  private void load(ModuleFile file, LoaderEvents.@Nullable Load event) {
    List<Library> fresh = Closure.of(this, file, options.autoload(), false);
    note(event, fresh);
    // From here on every module is read and valid.
    Library root = fresh.get(0);
    GuestThreads started = GuestThreads.of(this, root);
    threads = started;
    if (started != null) {
      functions.share(started);
    }
    LoadPlan plan = stopwatch.time(Stage.PLAN, () -> LoadPlanner.plan(this, fresh, true));
    requireDefined(plan, options.strict());
    // From here on nothing is missing that must be there.
    LoadCommit.commit(this, plan, root);
    main = root;
    linkMap.addAll(plan.libraries());
    linkMap.promote(root.withDependencies());
    linkMap.libraries().forEach(Library::keep);
    // From here on the guest can run.
    heap.start();
    construct(startOrder(plan.initOrder(), root));
  }

  private List<Library> startOrder(List<Library> order, Library root) {
    boolean mainFirst =
        switch (options.constructorOrder()) {
          case MAIN_FIRST -> true;
          case DEPENDENCIES_FIRST -> false;
          case AUTOMATIC -> root.image().isEmscriptens();
        };
    if (!mainFirst) {
      return order;
    }
    List<Library> reordered = new ArrayList<>(order);
    reordered.remove(root);
    reordered.add(0, root);
    return reordered;
  }

  private void construct(List<Library> order) {
    Runnable all = () -> stopwatch.time(Stage.CONSTRUCT, () -> order.forEach(this::construct));
    if (threads == null) {
      all.run();
    } else {
      threads.unlocked(all);
    }
  }

  private void construct(Library library) {
    boolean starts = library == main && library.machinery(StartFunction.NAME) != null;
    if (starts && !StartFunction.leavesOut(library.module(), "__wasm_call_ctors", 2)) {
      return;
    }
    List<String> names =
        starts
            ? List.of("__wasm_call_ctors")
            : library == main
                ? List.of("_initialize", "__wasm_call_ctors")
                : List.of("__wasm_call_ctors", "_initialize");
    for (String name : names) {
      Func constructors = GuestCalls.machinery(library, name, 0);
      if (constructors != null) {
        trace(LoadTrace.Topic.LIBS, () -> library + ": calling " + name);
        call(library, constructors);
        return;
      }
    }
  }

  private static void call(Library library, Func constructors) {
    try {
      constructors.invoke();
    } catch (Trap e) {
      throw new LoadException(
          library.name(), "cannot be loaded: its constructors trapped: " + e.getMessage(), e);
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
      if (functionsToo || (data && options.autoload())) {
        missing.add(symbol);
      }
    }
    if (!missing.isEmpty()) {
      List<String> searched = new ArrayList<>();
      linkMap.globalScope().forEach(library -> searched.add(library.name()));
      plan.libraries().forEach(library -> searched.add(library.name()));
      searched.add("the host");
      throw new UndefinedSymbolException(hints.explain(missing), searched);
    }
  }

  /// Looks a symbol up in the global scope.
  ///
  /// @return null if there is none
  public @Nullable Symbol find(String symbol) {
    Definition.Exported found = Scope.find(linkMap.globalScope(), symbol, Scope.Wanted.ANY);
    return found == null ? null : found.library().symbolFor(found);
  }

  /// Looks a symbol up in the global scope.
  ///
  /// @throws UndefinedSymbolException if there is none
  public Symbol symbol(String symbol) {
    Symbol found = find(symbol);
    if (found == null) {
      throw UndefinedSymbolException.ofLookup(symbol, main().name(), linkMap.globalScope());
    }
    return found;
  }

  /// The function pointer for a function of a guest or host: its slot in the table, made now if it
  /// has none yet. The same function always has the same slot.
  public int pointerTo(Func function) {
    checkThread();
    return locked(() -> {
      Library owner = linkMap.ownerOf(function);
      return owner == null
          ? functions.slotOf(function, new UndoLog())
          : functions.slotOf(owner, function.index(), new UndoLog());
    });
  }

  /// Takes back the function pointer of a host function; the slot will be used for others.
  ///
  /// @param slot what {@link #pointerTo} gave
  /// @return whether there was one
  public boolean freePointer(int slot) {
    checkThread();
    return locked(() -> functions.free(slot, null));
  }

  /// Gives a guest a pointer to a Java function: a lambda, say. Its types are those of {@link
  /// Library#as}, but it cannot return a String.
  ///
  /// ```java
  /// try (Callback order = process.callback(IntBinaryOperator.class, (a, b) -> ...)) {
  ///   sort.invoke(array, 10, order.pointer());
  /// }
  /// ```
  ///
  /// @param type a functional interface, public and exported to this module
  /// @throws IllegalArgumentException if it is none, or has a type that no guest has
  public <T> Callback callback(Class<T> type, T function) {
    return callback(MethodHandles.publicLookup(), type, function);
  }

  /// The same for an interface that only a lookup sees.
  public <T> Callback callback(MethodHandles.Lookup lookup, Class<T> type, T function) {
    checkThread();
    return Callback.of(this, lookup, type, function);
  }

  /// A view of some bytes of the memory.
  ///
  /// @param address where they begin
  /// @param size how many
  /// @throws IndexOutOfBoundsException if the memory is not that large
  public GuestBuffer view(int address, int size) {
    return new GuestBuffer(this, null, address, size);
  }

  /// Takes memory from the guest's own allocator, all zero; closing the buffer gives it back.
  ///
  /// @param size in bytes
  /// @throws LoadException if there is none left
  public GuestBuffer allocate(int size) {
    checkThread();
    return new GuestBuffer(this, heap.allocate(size, 1, String.valueOf(main), new UndoLog()));
  }

  /// Puts a string into memory, with a zero byte behind it; closing the buffer gives it back.
  ///
  /// @throws LoadException if there is no memory left
  public GuestBuffer allocate(String text) {
    byte[] bytes = GuestStrings.bytes(text);
    GuestBuffer buffer = allocate(bytes.length);
    buffer.write(0, bytes);
    return buffer;
  }

  /// Ends that the process belongs to this thread: another one may {@link #acquire} it.
  ///
  /// @throws IllegalStateException if it belongs to another thread
  public void release() {
    thread.release();
  }

  /// Makes the process belong to this thread. At first it belongs to the one that loaded it. A
  /// thread that has ended has no processes any more.
  ///
  /// @throws IllegalStateException if it belongs to another thread, which has to {@link #release}
  ///   it
  public void acquire() {
    thread.acquire();
  }

  /// Runs the program: calls `_start`, `main`, `__main_argc_argv`, `__main_void` or, for programs
  /// without a C library, `run`, whichever there is; then, until nothing is left, what it has left
  /// for {@link #later}: callbacks, timers, a main loop.
  ///
  /// @param arguments what `main` gets, the program's name first; programs of WASI read theirs from
  ///   the host
  /// @return the exit status
  /// @throws LoadException if there is nothing to run
  /// @throws graft.runtime.Trap if the guest traps
  public int run(List<String> arguments) {
    checkThread();
    EntryPoint entry = EntryPoint.of(this);
    return threads == null ? entry.run(arguments) : threads.run(() -> entry.run(arguments));
  }

  /// Runs the program from a function of another name, which takes what `main` takes, or nothing.
  ///
  /// @param entry the function's name
  /// @param arguments what it gets, the program's name first
  /// @return the exit status
  /// @throws LoadException if there is no such function
  /// @throws graft.runtime.Trap if the guest traps
  public int run(String entry, List<String> arguments) {
    checkThread();
    EntryPoint point = EntryPoint.of(this, List.of(entry));
    return threads == null ? point.run(arguments) : threads.run(() -> point.run(arguments));
  }

  /// Adds a task that runs when the guest has returned to {@link #run}, or sleeps: what a browser's
  /// event loop is for `emscripten_dlopen` and the like. Any thread may do this: a thread of the
  /// guest leaves the task to itself, any other one to the thread that runs the program.
  public void later(Runnable task) {
    eventLoop().post(task);
  }

  /// Runs the tasks that can run now, and those that they add; waits for nothing.
  public void runLater() {
    checkThread();
    eventLoop.runReady();
  }

  /// Runs what the guest has left for later, until nothing is left: callbacks of fetches and
  /// timers, and main loops. {@link #run} does that by itself; it is for those who call functions
  /// of a guest that has callbacks. Interrupting the thread ends it.
  ///
  /// @throws graft.runtime.Trap if the guest traps, or the thread is interrupted
  /// @throws graft.runtime.GuestExit if the guest exits
  public void runEventLoop() {
    checkThread();
    eventLoop.run();
  }

  @Override
  public EventLoop eventLoop() {
    GuestThread current = currentThread();
    return current == null ? eventLoop : current.eventLoop;
  }

  @Override
  public int memoryBase() {
    return main().memoryBase();
  }

  @Override
  public void onClose(Runnable action) {
    synchronized (closeActions) {
      closeActions.add(action);
    }
  }

  /// What has been loaded so far.
  public LoadStatistics statistics() {
    int bound = 0;
    int lazy = 0;
    long bytes = 0;
    for (Library library : linkMap.libraries()) {
      bytes += library.module().bytes().length;
      for (ImportBinding binding : library.bindings()) {
        bound += binding instanceof ImportBinding.Bound ? 1 : 0;
        lazy += binding instanceof ImportBinding.Unbound ? 1 : 0;
      }
    }
    return new LoadStatistics(
        linkMap.libraries().size(),
        bytes,
        bound,
        lazy,
        got.size(),
        table().size(),
        memory().sizeInBytes(),
        stopwatch.times());
  }

  /// Ends the process: runs nothing in it, and closes what its libraries hold. Its threads are
  /// stopped: it waits for those that notice, which those that compute do only if the process is
  /// {@link GuestProcessBuilder#interruptible}.
  ///
  /// @throws IllegalStateException if the process belongs to another thread that is alive
  @Override
  public void close() {
    if (ended) {
      return;
    }
    if (currentThread() == null) {
      thread.acquire();
    }
    if (layout.memory() != null && layout.table() != null) {
      trace(LoadTrace.Topic.STATISTICS, () -> "at the end: " + statistics().summary());
    }
    ended = true;
    eventLoop.clear();
    if (threads != null) {
      threads.stopAndWait();
    }
    List<Library> all = libraries();
    linkMap.removeAll(all);
    all.forEach(Library::markClosed);
    List<Runnable> last = new ArrayList<>();
    synchronized (closeActions) {
      last.addAll(closeActions);
      closeActions.clear();
    }
    CodeCache cache = options.codeCache();
    if (cache != null) {
      last.add(cache::flush);
    }
    runAll(last);
  }

  /// @throws RuntimeException what the first threw that failed; the others have run nevertheless
  private static void runAll(List<Runnable> actions) {
    Throwable failure = null;
    for (Runnable each : actions) {
      try {
        each.run();
      } catch (Throwable e) {
        if (failure == null) {
          failure = e;
        } else {
          UndoLog.addSuppressed(failure, e);
        }
      }
    }
    if (failure != null) {
      throw Trap.rethrow(failure);
    }
  }

  // What follows is for the loader.

  /// @throws IllegalStateException if this thread may not enter
  void checkThread() {
    thread.check();
    GuestThreads present = threads;
    if (present != null) {
      present.checkAlive();
    }
  }

  boolean isEnded() {
    return ended;
  }

  /// The threads, if the program has some.
  @Nullable GuestThreads threads() {
    return threads;
  }

  /// The thread that asks, or null if it is the main thread.
  @Nullable GuestThread currentThread() {
    GuestThreads present = threads;
    return present == null ? null : present.current();
  }

  /// Does something to what threads share.
  <T> T locked(Supplier<T> work) {
    GuestThreads present = threads;
    return present == null ? work.get() : present.locked(work);
  }

  void interruptOwner() {
    thread.interrupt();
  }

  /// Gives a library back.
  void close(Library library) {
    if (ended || library.isClosed()) {
      return;
    }
    checkThread();
    locked(() -> {
      if (library.openCount() > 0) {
        library.setOpenCount(library.openCount() - 1);
      }
      if (library.openCount() == 0) {
        unloadUnused();
      }
      return library;
    });
  }

  private void unloadAfter(Throwable failure) {
    try {
      unloadUnused();
    } catch (Throwable e) {
      UndoLog.addSuppressed(failure, e);
    }
  }

  private void unloadUnused() {
    if (!unloading) {
      unloading = true;
      try {
        new Unload(this).run();
      } finally {
        unloading = false;
      }
    }
  }

  /// Looks for the file of a library.
  LibrarySearch.Result search(String name, @Nullable Library requester) {
    LibrarySearch.Result result =
        stopwatch.time(Stage.FILES, () -> currentSearch().find(name, requester, deadline));
    trace(
        LoadTrace.Topic.FILES,
        () ->
            "find "
                + name
                + (requester == null ? "" : " for " + requester)
                + ": "
                + String.join(", ", result.searched())
                + (result.file() == null ? ": not found" : ": found " + result.file().location()));
    return result;
  }

  /// Where libraries are looked for now.
  LibrarySearch currentSearch() {
    LibrarySearch answered = ahead;
    return answered == null ? options.search() : answered;
  }

  /// Lets the places begin to fetch what will be opened, while the guest goes on.
  void expect(String name, Library requester) {
    if (linkMap.named(name) == null) {
      options.search().expect(List.of(name), requester);
    }
  }

  /// Finds the function that a stub stands for, at its first call.
  Func resolve(@Nullable Library requester, ImportBinding.Unbound unbound) {
    return locked(() -> LazyBinding.resolve(this, requester, unbound));
  }

  ProcessOptions options() {
    return options;
  }

  Stopwatch stopwatch() {
    return stopwatch;
  }

  LinkMap linkMap() {
    return linkMap;
  }

  GlobalOffsetTable got() {
    return got;
  }

  FunctionTable functions() {
    return functions;
  }

  GuestHeap heap() {
    return heap;
  }

  ProcessLayout layout() {
    return layout;
  }

  /// The main thread's host, which plans are made with.
  HostScope hostScope() {
    return hostScope;
  }

  /// The host of the thread that asks.
  HostScope currentHostScope() {
    GuestThread current = currentThread();
    return current == null ? hostScope : current.hostScope;
  }

  Handles handles() {
    return handles;
  }

  EmscriptenHandles emscriptenHandles() {
    return emscriptenHandles;
  }

  GuestStrings strings() {
    return strings;
  }

  SymbolHints hints() {
    return hints;
  }

  ExitFunctions exitFunctions() {
    return exitFunctions;
  }

  /// The C stack.
  GuestStack stack() {
    return GuestStack.of(this);
  }

  @Nullable Library mainOrNull() {
    return main;
  }

  /// The stack pointer that a library imports.
  GlobalCell.I32 stackPointer(Library library) {
    GuestThread current = currentThread();
    if (current != null && layout.givesStackPointer()) {
      return current.stackPointer;
    }
    GlobalCell.I32 cell =
        current != null && main().machinery("__stack_pointer") instanceof GlobalCell.I32 own
            ? own
            : layout.stackPointer();
    if (cell == null) {
      throw new LoadException(
          library.name(),
          "needs __stack_pointer, which the main module does not export (link it with"
              + " --export=__stack_pointer)");
    }
    return cell;
  }

  void trace(LoadTrace.Topic topic, Supplier<String> text) {
    LoadTrace trace = options.trace();
    if (trace != null && options.topics().contains(topic)) {
      trace.line(topic, text.get());
    }
  }

  @Override
  public String toString() {
    return "process of " + main;
  }
}
