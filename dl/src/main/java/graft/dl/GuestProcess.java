package graft.dl;

import graft.compiler.CodeCache;
import graft.runtime.EntryGuard;
import graft.runtime.EventLoop;
import graft.runtime.Func;
import graft.runtime.Guest;
import graft.runtime.Memory;
import graft.runtime.Table;
import java.lang.invoke.MethodHandles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A guest process: one memory, one table, one stack, and the libraries that are linked into them.
/// A JVM holds as many as fit. A process belongs to one thread at a time, virtual or not: the one
/// that loaded it, until that one calls {@link #release} and another one {@link #acquire}. Others
/// are refused with an IllegalStateException: by whatever calls the guest, reads or writes its
/// memory through a {@link GuestBuffer}, looks symbols up or changes what is loaded. Not checked
/// are {@link Func#handle} and what {@link #memory}, {@link #table} and {@link #function} give,
/// which is for hosts. {@link #later} is for any thread, as are lists of what is loaded.
public final class GuestProcess implements Guest, AutoCloseable {
  private final ProcessOptions options;
  private final Stopwatch stopwatch = new Stopwatch();
  private final LinkMap linkMap = new LinkMap();
  private final GlobalOffsetTable got = new GlobalOffsetTable();
  private final FunctionTable functions = new FunctionTable();
  private final GuestHeap heap = new GuestHeap(this);
  private final ProcessLayout layout;
  private final HostScope hostScope;
  private final Handles handles = new Handles();
  private final LastError lastError = new LastError(this);
  private final LongStrings longStrings = new LongStrings(this);
  private final EmscriptenHandles emscriptenHandles = new EmscriptenHandles(this);
  private final GuestStrings strings = new GuestStrings(this);
  private final GuestLinkMap guestLinkMap = new GuestLinkMap(this);
  private final SymbolHints hints = new SymbolHints(this);
  private final ExitFunctions exitFunctions = new ExitFunctions(this);
  private final ProcessThread thread = new ProcessThread(this);
  private final EventLoop eventLoop = new EventLoop();
  private final CloseActions closeActions = new CloseActions();
  private final Opening opening = new Opening(this);
  private final FileLookup files = new FileLookup(this);
  private final Unload unload = new Unload(this);
  private @Nullable GuestThreads threads;
  private @Nullable Library main;
  private @Nullable GuestStack ownStack;
  private boolean stackKnown;
  private boolean ended;
  private boolean hasRun;

  GuestProcess(ProcessOptions options) {
    this.options = options;
    this.layout = new ProcessLayout(options, heap, functions);
    try {
      this.hostScope = new HostScope(this, options);
    } catch (Throwable e) {
      closeAfter(e); // Some hosts may be there already.
      throw e;
    }
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
    return open(name, flags(flags), null, files);
  }

  /// Opens a library by name, if it and what it needs have come after so long. Waiting ends sooner
  /// when the thread is interrupted, and for each place as {@link ModuleSource#within} says.
  ///
  /// @param limit how long to wait for files in all
  /// @throws LoadException if it cannot be loaded, or has not come by then; nothing has changed
  ///   then
  public Library open(String name, Duration limit, OpenFlag... flags) {
    return open(name, flags(flags), null, files.until(Deadline.after(limit)));
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
    return open(name, flags, null, files.in(answered));
  }

  /// The names of what is loaded, and of what nobody looks for.
  Set<String> knownNames() {
    Set<String> names = linkMap.names();
    names.addAll(options.builtIn());
    return names;
  }

  /// Loads the main module and what it needs.
  void start(ModuleFile file) {
    opening.start(file);
    trace(LoadTrace.Topic.STATISTICS, () -> "after loading: " + statistics().summary());
  }

  boolean isOwnedByCaller() {
    return thread.isCaller();
  }

  /// Opens a library by name.
  ///
  /// @param caller the library whose own path is searched, too, or null
  Library open(String name, Set<OpenFlag> flags, @Nullable Library caller) {
    return open(name, flags, caller, files);
  }

  private Library open(
      String name, Set<OpenFlag> flags, @Nullable Library caller, FileLookup lookup) {
    checkThread();
    return loading(name, lookup.deadline(), () -> opening.open(name, flags, caller, lookup));
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
    return loading(file.name(), null, () -> opening.open(file, null, flags, files));
  }

  /// Looks a symbol up in the global scope.
  ///
  /// @return null if there is none
  public @Nullable Symbol find(String symbol) {
    checkThread();
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
      EntryGuard guard = function.instance() == null ? null : function.instance().entryGuard();
      if (owner == null && guard != null) {
        guard.enter(); // It says that the library is closed.
      }
      return owner == null
          ? functions.slotForJava(function)
          : functions.slotOf(owner, function.index(), new UndoLog());
    });
  }

  /// Takes back the function pointer of a host function; the slot will be used for others.
  ///
  /// @param slot what {@link #pointerTo} gave
  /// @return whether there was one
  public boolean freePointer(int slot) {
    checkThread();
    return locked(() -> functions.freeOfJava(slot));
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
    checkThread();
    return new GuestBuffer(this, null, address, size);
  }

  /// Takes memory from the guest's own allocator, all zero; closing the buffer gives it back.
  ///
  /// @param size in bytes
  /// @throws IllegalArgumentException if that is negative
  /// @throws LoadException if there is none left
  public GuestBuffer allocate(int size) {
    checkThread();
    GuestBuffer.requireSize(size);
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
  /// A program runs once: its C library then has run what was registered with `atexit`, and that of
  /// WASI traps, and says so, where it is to do so again: when a program with constructors that
  /// register something is run again. What the program defines can be called as before, and may
  /// call `exit`.
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
    closeActions.add(action);
  }

  /// What has been loaded so far.
  public LoadStatistics statistics() {
    return LoadStatistics.of(this);
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
    CodeCache cache = options.codeCache();
    if (cache != null) {
      closeActions.add(cache::flush);
    }
    closeActions.run();
  }

  // What follows is for the loader.

  /// Ends the process because it could not be loaded.
  void closeAfter(Throwable failure) {
    try {
      close();
    } catch (Throwable e) {
      UndoLog.addSuppressed(failure, e);
    }
  }

  /// The memory, for a thread that may enter.
  ///
  /// @throws IllegalStateException if this thread may not enter
  Memory enteredMemory() {
    thread.check();
    return memory();
  }

  /// @throws IllegalStateException if this thread may not enter, or nobody may any more
  void checkThread() {
    if (ended) {
      throw new IllegalStateException(this + " is closed");
    }
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
  <T extends @Nullable Object> T locked(Supplier<T> work) {
    GuestThreads present = threads;
    return present == null ? work.get() : present.locks().locked(work);
  }

  /// Runs guest code in the middle of that: it may wait for other threads.
  void unlocked(Runnable work) {
    GuestThreads present = threads;
    if (present == null) {
      work.run();
    } else {
      present.locks().unlocked(work);
    }
  }

  /// Loads or unloads libraries, when no other thread does.
  ///
  /// @param name what is loaded, for messages
  <T> T loading(String name, @Nullable Deadline deadline, Supplier<T> work) {
    GuestThreads present = threads;
    return present == null
        ? work.get()
        : present
            .locks()
            .loading(
                name,
                deadline,
                () -> {
                  checkThread(); // It may have ended meanwhile.
                  return work.get();
                });
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
    loading(
        library.name(),
        null,
        () -> {
          unload.close(library);
          return library;
        });
  }

  /// Finds the function that a stub stands for, at its first call.
  Func resolve(@Nullable Library requester, ImportBinding.Unbound unbound) {
    return locked(() -> LazyBinding.resolve(this, requester, unbound));
  }

  ProcessOptions options() {
    return options;
  }

  /// The search for files.
  FileLookup files() {
    return files;
  }

  Unload unload() {
    return unload;
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

  /// What `dlerror` tells the thread that asks.
  LastError lastError() {
    GuestThread current = currentThread();
    return current == null ? lastError : current.lastError;
  }

  /// The strings of the thread that asks that are not on its C stack.
  LongStrings longStrings() {
    GuestThread current = currentThread();
    return current == null ? longStrings : current.longStrings;
  }

  EmscriptenHandles emscriptenHandles() {
    return emscriptenHandles;
  }

  GuestStrings strings() {
    return strings;
  }

  /// The list of libraries that the guest sees.
  GuestLinkMap guestLinkMap() {
    return guestLinkMap;
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

  /// The main thread's C stack, if that is the one that asks, and if there is one: what is put back
  /// when something is thrown through frames of the guest.
  @Nullable GuestStack ownStack() {
    if (main == null || currentThread() != null) {
      return null;
    }
    if (!stackKnown) {
      stackKnown = true;
      ownStack = GuestStack.find(this);
    }
    return ownStack;
  }

  /// Notes that the program is run.
  ///
  /// @return whether it was before
  boolean beginRun() {
    boolean before = hasRun;
    hasRun = true;
    return before;
  }

  @Nullable Library mainOrNull() {
    return main;
  }

  /// Makes a library the main module: it is loaded, but has not run yet.
  void setMain(Library library) {
    main = library;
  }

  /// Gives the process the threads that its main module is built for, or null.
  void setThreads(@Nullable GuestThreads started) {
    threads = started;
    if (started != null) {
      functions.share(started);
    }
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
