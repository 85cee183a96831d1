package graft.dl;

import graft.format.Export;
import graft.format.FunctionType;
import graft.format.Import;
import graft.format.Limits;
import graft.format.TableType;
import graft.format.ValType;
import graft.runtime.Extern;
import graft.runtime.Func;
import graft.runtime.GlobalCell;
import graft.runtime.GuestExit;
import graft.runtime.Instance;
import graft.runtime.Memory;
import graft.runtime.Table;
import graft.runtime.Trap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The threads of a guest process: Emscripten's (3.1.6) and those of WASI.
///
/// Wasm has no threads of its own: all that instances can share is memory. So each thread has its
/// own instance of every library, and what the process knows only once (the link map, the global
/// offset table, who owns which slot) is shared under a lock. Whatever asks a {@link Library} for
/// its instance gets the one of the thread that asks.
///
/// Tables are kept in step by need: a thread's table is empty but for what the segments of its
/// instances write; a slot that is called while it is empty is looked up in {@link FunctionTable}.
/// A library that one thread has opened gets its instances in the others in that way, too.
final class GuestThreads {
  private static final long STACK_SIZE = 64L << 20;
  private static final int EAGAIN = 6;

  /// How long the end of a process waits for its threads.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration MOMENT = Duration.ofMillis(200);

  /// Where Emscripten 3.1.6 has the stack in `struct pthread`.
  private static final int STACK = 44;

  private static final int STACK_SIZE_FIELD = 48;

  private static final String CREATE = "__pthread_create_js";
  private static final String WASI_SPAWN = "thread-spawn";

  /// What drives threads in main, and how many i32 each takes.
  private static final Map<String, Integer> DRIVERS =
      Map.of(
          "_emscripten_thread_init", 5,
          "_emscripten_thread_exit", 1,
          "_emscripten_thread_free_data", 1,
          "emscripten_stack_set_limits", 2);

  private static final ThreadLocal<@Nullable GuestThread> CURRENT = new ThreadLocal<>();

  private final GuestProcess process;
  private final SideThreadLocals sideLocals;
  private final Map<Integer, Thread> running = new ConcurrentHashMap<>();
  private final List<GuestThread> all = Collections.synchronizedList(new ArrayList<>());
  private final ThreadState mainState = new ThreadState();
  private final Map<Integer, Thread> ended = new ConcurrentHashMap<>();
  private final ProcessLocks locks = new ProcessLocks();
  private final ReentrantLock files = new ReentrantLock();
  private final AtomicReference<Throwable> outcome = new AtomicReference<>();
  private final AtomicInteger nextId = new AtomicInteger(1);

  /// The memory for variables of threads that have been started, but have not begun.
  private final Set<Map<Library, GuestHeap.Block>> starting =
      Collections.newSetFromMap(new IdentityHashMap<>());

  private boolean localsReady;
  private boolean stopped;
  private boolean entered;

  GuestThreads(GuestProcess process) {
    this.process = process;
    this.sideLocals = new SideThreadLocals(process);
  }

  /// The threads of a process whose main module starts some, or null.
  ///
  /// @throws LoadException if it starts them in a way that is not known here
  static @Nullable GuestThreads of(GuestProcess process, Library main) {
    boolean starts = false;
    for (Import each : main.module().imports()) {
      starts |= each.module().equals("wasi") && each.name().equals(WASI_SPAWN);
      if (each.name().equals(CREATE)) {
        requireDrivers(main);
        starts = true;
      }
    }
    if (!starts) {
      return null;
    }
    boolean shared = main.module().allMemories().stream().allMatch(m -> m.limits().shared());
    if (!shared || main.module().allMemories().size() != 1 || !main.module().memories().isEmpty()) {
      throw new LoadException(
          main.name(), "needs threads, but does not import a memory that threads share");
    }
    return new GuestThreads(process);
  }

  private static void requireDrivers(Library main) {
    DRIVERS.forEach((name, parameters) -> {
      Export export = main.image().export(name);
      FunctionType type =
          export != null && export.kind() == graft.format.ExternKind.FUNCTION
              ? main.module().functionType(export.index())
              : null;
      if (type == null || !type.parameters().equals(Collections.nCopies(parameters, ValType.I32))) {
        throw new LoadException(
            main.name(),
            "needs threads of another kind than Emscripten 3.1.6 makes: expected an exported"
                + " function "
                + name
                + " that takes "
                + parameters
                + " i32, found "
                + (type == null ? "none" : type)
                + " (build it without -pthread, or with emcc 3.1.6)");
      }
    });
  }

  /// The thread that asks, or null for the main thread and others that are none of the guest's.
  @Nullable GuestThread current() {
    GuestThread thread = CURRENT.get();
    return thread == null || thread.threads != this ? null : thread;
  }

  /// What threads take turns by.
  ProcessLocks locks() {
    return locks;
  }

  private <T extends @Nullable Object> T locked(Supplier<T> work) {
    return locks.locked(work);
  }

  // Instances.

  /// Gives the asking thread its instances of a library that another one has loaded.
  void instantiate(Library library) {
    locked(() -> {
      if (library.instance() == null && process.linkMap().libraries().contains(library)) {
        List<Library> missing =
            process.linkMap().instantiated().stream().filter(l -> l.instance() == null).toList();
        instantiate(missing);
        missing.forEach(each -> initThreadLocals(each, true));
      }
      return library;
    });
  }

  private void instantiate(List<Library> libraries) {
    Bindings bindings = new Bindings(process);
    GuestThread thread = current();
    for (Library library : libraries) {
      List<Extern> imports = new ArrayList<>();
      ImportBinding[] all = library.bindings();
      for (int i = 0; i < all.length; i++) {
        imports.add(bindings.extern(library, i, all[i]));
      }
      Instance instance =
          library.image().code().instantiate(imports, process.options().memoryLimit());
      library.setInstance(instance);
      process.linkMap().noteInstance(instance, library);
      if (thread != null && thread.table == null && library.isMain()) {
        thread.table = ownTable(library);
      }
    }
    libraries.forEach(bindings::bindDefinitions);
  }

  private Table ownTable(Library main) {
    Table table =
        main.machinery("__indirect_function_table") instanceof Table own
            ? own
            : emptyTable(process.functions().size());
    table.fillWhenCalled(this::fill);
    return table;
  }

  private static Table emptyTable(int size) {
    return new Table(new TableType(ValType.FUNCREF, Limits.of(size, null)), null);
  }

  /// Fills a slot of the asking thread's table.
  private @Nullable Func fill(int slot) {
    return locked(() -> process.functions().fill(slot, process.linkMap().instantiated()));
  }

  /// The tables of all threads but the main one.
  List<Table> tables() {
    List<Table> tables = new ArrayList<>();
    synchronized (all) {
      for (GuestThread thread : all) {
        Table table = thread.table;
        if (table != null) {
          tables.add(table);
        }
      }
    }
    return tables;
  }

  void watchMainTable(Table table) {
    table.fillWhenCalled(this::fill);
  }

  /// Forgets a library that is unloaded.
  ///
  /// @return what its thread-local variables had of the memory, in all threads
  List<GuestHeap.Block> forget(Library library) {
    return locked(() -> {
      List<GuestHeap.Block> freed = new ArrayList<>(mainState.forget(library));
      synchronized (all) {
        for (GuestThread thread : all) {
          freed.addAll(thread.state.forget(library));
          thread.hostScope.forget(library);
          Instance instance = thread.instances.remove(library);
          if (instance != null) {
            process.linkMap().forgetInstance(instance);
          }
        }
      }
      return freed;
    });
  }

  private ThreadState state() {
    GuestThread thread = current();
    return thread == null ? mainState : thread.state;
  }

  // Thread-local variables.

  /// Whether libraries get their thread-local variables when they are loaded: from when the main
  /// module has begun to run.
  boolean areThreadLocalsReady() {
    return localsReady;
  }

  /// Makes the asking thread's variables of a library.
  void initThreadLocals(Library library) {
    // The loader makes those of a library that the main thread loads.
    initThreadLocals(library, current() != null);
  }

  private void initThreadLocals(Library library, boolean sideToo) {
    Func own = GuestCalls.machinery(library, "emscripten_tls_init", 0);
    if (own == null) {
      GuestHeap.Block made =
          sideToo && threadLocals(library) == 0 ? sideLocals.make(library) : null;
      if (made != null) {
        note(library, made);
      }
    } else if (own.invoke() instanceof Integer block && block != 0) {
      note(library, new GuestHeap.Block(block, block, 1));
    }
  }

  private void note(Library library, GuestHeap.Block block) {
    locked(() -> {
      state().put(library, block);
      for (GotEntry entry : process.got().entries()) {
        Export export = threadLocal(entry);
        if (export != null && entry.owner() == library) {
          cell(entry).value = library.dataAddress(export);
        }
      }
      return block;
    });
  }

  /// Where the asking thread's variables of a library are, or 0.
  int threadLocals(Library library) {
    return locked(() -> state().threadLocals(library).address());
  }

  /// The asking thread's cell of an entry of the global offset table.
  GlobalCell.I32 cell(GotEntry entry) {
    GuestThread thread = current();
    return thread == null || threadLocal(entry) == null ? entry.cell() : thread.cell(entry);
  }

  private static @Nullable Export threadLocal(GotEntry entry) {
    Library owner = entry.owner();
    Export export = owner == null ? null : owner.image().export(entry.symbol());
    return export != null && owner != null && owner.isThreadLocal(export) ? export : null;
  }

  // Host functions.

  /// What the host supplies to the asking thread: the same from a host of its own, since hosts have
  /// state that is a thread's.
  Extern hostExtern(Definition.Supplied supplied) {
    GuestThread thread = current();
    Definition.Supplied.Again again = supplied.again();
    Extern own = thread == null || again == null ? null : again.in(thread.hostScope);
    return own == null ? supplied.extern() : own;
  }

  /// The same for an import. Functions that work on files, which all share, take turns.
  Extern hostExtern(Definition.Supplied supplied, Import wanted) {
    Extern own = hostExtern(supplied);
    return own instanceof Func mine && usesFiles(wanted)
        ? locked(() -> state().takingTurns(mine, this::takingTurns))
        : own;
  }

  private Func takingTurns(Func function) {
    return TakingTurns.of(function, files);
  }

  private static boolean usesFiles(Import wanted) {
    String name = wanted.name();
    return wanted.module().startsWith("wasi_")
        ? name.startsWith("fd_") || name.startsWith("path_")
        : (name.startsWith("__syscall_") && !name.contains("poll") && !name.contains("select"))
            || name.equals("_mmap_js")
            || name.equals("_munmap_js")
            || name.equals("_msync_js");
  }

  // Threads.

  /// Ends a thread from the inside.
  private static final class ThreadEnd extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ThreadEnd() {
      super(null, null, false, false);
    }
  }

  /// Unwinds to where the thread began (`emscripten_unwind_to_js_event_loop`).
  RuntimeException unwind() {
    return current() == null ? new GuestExit(0) : new ThreadEnd();
  }

  /// The main thread's part of `__emscripten_init_main_thread_js`.
  void initMain(int self) {
    call("_emscripten_thread_init", self, 1, 1, 1, 0);
    localsReady = true;
    process.linkMap().instantiated().forEach(this::initThreadLocals);
  }

  /// Starts a thread (`__pthread_create_js`).
  ///
  /// @param self its `struct pthread`
  /// @param start what it runs
  /// @return 0, or an error number
  int create(int self, int start, int argument) {
    freeEnded();
    locked(() -> {
      sideLocals.freeEnded();
      return self;
    });
    // The C library does not look whether malloc gave it a stack.
    if (process.memory().i32(self + STACK) == process.memory().i32(self + STACK_SIZE_FIELD)) {
      return EAGAIN;
    }
    return start(self, () -> runPthread(self, start, argument), Map.of()) ? 0 : EAGAIN;
  }

  /// Starts a thread (`wasi.thread-spawn`).
  ///
  /// @return its number, or a negative one
  int spawn(int argument) {
    if (!(process.main().machinery("wasi_thread_start") instanceof Func)) {
      return -EAGAIN;
    }
    Map<Library, GuestHeap.Block> variables;
    try {
      variables =
          locked(() -> {
            Map<Library, GuestHeap.Block> blocks = sideLocals.forThread();
            starting.add(blocks);
            return blocks;
          });
    } catch (LoadException e) {
      return -EAGAIN; // There is no memory left.
    }
    int id = nextId.getAndIncrement();
    Runnable work =
        () -> {
          beginWith(variables);
          call("wasi_thread_start", id, argument);
        };
    if (start(id, work, variables)) {
      return id;
    }
    locked(() -> forget(variables));
    return -EAGAIN;
  }

  /// Gives back what was taken for a thread's variables and has no owner.
  private boolean forget(Map<Library, GuestHeap.Block> variables) {
    sideLocals.end(variables.values());
    return starting.remove(variables);
  }

  /// Gives threads that have not begun memory for the variables of a library that is loaded now: it
  /// will be there when they begin, and they have no stack by then to ask for any.
  void giveToStarting(Library library, UndoLog undo) {
    for (Map<Library, GuestHeap.Block> variables : starting) {
      GuestHeap.Block block = sideLocals.allocate(library, undo);
      if (block != null) {
        undo.add(() -> variables.remove(library));
        variables.put(library, block);
      }
    }
  }

  /// Gives the asking thread the memory that was taken for its variables.
  ///
  /// @param variables what has an owner then is taken out
  private void beginWith(Map<Library, GuestHeap.Block> variables) {
    locked(() -> {
      starting.remove(variables);
      for (Library library : List.copyOf(variables.keySet())) {
        // Meanwhile some may have been unloaded.
        if (library.instance() != null) {
          GuestHeap.Block block = Objects.requireNonNull(variables.get(library));
          note(library, block);
          variables.remove(library);
          SideThreadLocals.init(library, block);
        }
      }
      return variables;
    });
  }

  /// @param variables what was taken for the thread: given back at its end, also if it never begins
  private boolean start(int id, Runnable work, Map<Library, GuestHeap.Block> variables) {
    GuestThread thread = new GuestThread(this, process);
    Runnable body =
        () -> {
          CURRENT.set(thread);
          try {
            enter(thread);
            work.run();
          } catch (ThreadEnd e) {
            // It has said goodbye to the C library already.
          } catch (Throwable e) {
            end(e);
          } finally {
            leave(id, thread, variables);
          }
        };
    Thread java = new Thread(null, body, "guest " + process.main() + " " + id, STACK_SIZE);
    java.setDaemon(true);
    running.put(id, java);
    try {
      java.start();
      return true;
    } catch (OutOfMemoryError e) {
      running.remove(id);
      return false;
    }
  }

  private void enter(GuestThread thread) {
    locked(() -> {
      boolean imports =
          process.main().module().allTables().size() > process.main().module().tables().size();
      if (imports || process.main().module().allTables().isEmpty()) {
        Table table = emptyTable(process.functions().size());
        table.fillWhenCalled(this::fill);
        thread.table = table;
      }
      all.add(thread);
      instantiate(process.linkMap().instantiated());
      return thread;
    });
  }

  private void leave(int id, GuestThread thread, Map<Library, GuestHeap.Block> variables) {
    locked(() -> {
      forget(variables);
      all.remove(thread);
      thread.instances.values().forEach(process.linkMap()::forgetInstance);
      // No guest code can run here any more: whoever starts the next thread frees it.
      sideLocals.end(thread.state.blocks());
      sideLocals.end(List.of(thread.lastError.release()));
      sideLocals.end(thread.longStrings.release());
      return id;
    });
    CURRENT.remove();
    running.remove(id);
  }

  private void runPthread(int self, int start, int argument) {
    Memory memory = process.memory();
    int high = memory.i32(self + STACK);
    int low = high - memory.i32(self + STACK_SIZE_FIELD);
    Objects.requireNonNull(current()).stackLow = low;
    process.stack().move(high);
    call("_emscripten_thread_init", self, 0, 0, 1, 0);
    call("emscripten_stack_set_limits", high, low);
    process.linkMap().instantiated().forEach(this::initThreadLocals);
    Object result = GuestCalls.pointer(process, start, argument);
    call("_emscripten_thread_exit", result instanceof Integer value ? value : 0);
  }

  private void call(String name, Integer... arguments) {
    if (!(process.main().machinery(name) instanceof Func function)) {
      throw new AssertionError("BUG: " + process.main() + " has no " + name);
    }
    function.invoke((Object[]) arguments);
  }

  /// Frees what the C library has of a thread (`__emscripten_thread_cleanup`), once it has ended:
  /// it is still on its stack when it says itself that it is detached.
  void cleanUp(int self) {
    process.memory().setI32(self, 0);
    Thread java = running.get(self);
    if (java == null) {
      call("_emscripten_thread_free_data", self);
    } else if (java == Thread.currentThread()) {
      ended.put(self, java);
    } else {
      try {
        java.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw Trap.interrupted();
      }
      call("_emscripten_thread_free_data", self);
    }
  }

  private void freeEnded() {
    ended.forEach((self, java) -> {
      if (!java.isAlive() && ended.remove(self, java)) {
        call("_emscripten_thread_free_data", self);
      }
    });
  }

  // The end of the process.

  /// Ends the process from one of its threads, unless it has ended. Its owner is interrupted if it
  /// runs the program: else it may be busy with other things, and hears of it when it enters.
  private void end(Throwable thrown) {
    synchronized (outcome) {
      if (stopped || !outcome.compareAndSet(null, thrown)) {
        return;
      }
      if (entered) {
        process.interruptOwner();
      } else {
        process.memory().stopWaiting();
      }
    }
  }

  /// Refuses who wants to enter a process that one of its threads has ended.
  ///
  /// @throws RuntimeException what it ended with
  void checkAlive() {
    Throwable thrown = outcome.get();
    if (thrown != null && !entered && current() == null) {
      throw Trap.rethrow(thrown);
    }
  }

  /// Runs the program's entry on the main thread, and ends with what a thread ended the process
  /// with, if one did.
  ///
  /// @return the exit status
  int run(IntSupplier entry) {
    synchronized (outcome) {
      stopped = false;
      entered = true;
    }
    int status = 0;
    Trap trap = null;
    try {
      status = entry.getAsInt();
    } catch (Trap e) {
      trap = e;
    } finally {
      stop();
    }
    // Whatever the main thread waited for says in words of its own that it was interrupted.
    if (outcome.get() != null) {
      return endOfProcess();
    }
    if (trap != null) {
      throw trap;
    }
    return status;
  }

  private int endOfProcess() {
    Throwable thrown = outcome.getAndSet(null);
    // It was for us.
    Thread.interrupted();
    if (thrown instanceof GuestExit exit) {
      return exit.status();
    }
    throw Trap.rethrow(Objects.requireNonNull(thrown));
  }

  /// Asks the threads that are left to stop: those that wait do, and those that were translated
  /// with checks. What becomes of them is nobody's concern from here on.
  void stop() {
    synchronized (outcome) {
      stopped = true;
      entered = false;
    }
    running.values().forEach(Thread::interrupt);
  }

  /// The same, and waits until they have left the guest: as long as that takes where code was
  /// translated with checks, else a moment, since what computes without them does not stop.
  void stopAndWait() {
    stop();
    Duration limit = process.options().interruptible() ? PATIENCE : MOMENT;
    long end = System.nanoTime() + limit.toNanos();
    boolean interrupted = Thread.interrupted();
    for (Thread each : List.copyOf(running.values())) {
      try {
        if (each != Thread.currentThread()) {
          each.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
        }
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
