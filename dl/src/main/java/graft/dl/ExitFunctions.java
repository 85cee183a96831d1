package graft.dl;

import graft.format.FunctionType;
import graft.format.ValType;
import graft.runtime.Func;
import graft.runtime.Trap;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What opened libraries have registered with `atexit` or `__cxa_atexit`: the destructors of their
/// static objects, above all.
///
/// The C library is told of a place for each of them among its own, so that all run in the reverse
/// order of registration when the program exits; `dlclose` runs a library's own part before. It
/// cannot be told to forget a place: one that is free is used again.
///
/// As under `ld.so`, functions with `__attribute__((destructor))` come behind all these and behind
/// main's, library by library, each before those that it needs or is bound to ({@link
/// #runDestructors}). clang registers them as all others; it makes one function for them that calls
/// them. Where Emscripten's order of constructors holds, they take part in the reverse order of
/// registration.
///
/// Threads register and run them at the same time; what runs is out of the list by then.
final class ExitFunctions {
  private static final FunctionType DESTRUCTOR = new FunctionType(List.of(ValType.I32), List.of());
  private static final FunctionType REGISTRAR =
      new FunctionType(List.of(ValType.I32, ValType.I32, ValType.I32), List.of(ValType.I32));
  private static final int MOST_FREE_PLACES = 64;

  private final GuestProcess process;

  /// The latest first.
  private final Deque<Entry> entries = new ArrayDeque<>();

  /// Lists of `__attribute__((destructor))`, the latest first.
  private final Deque<Entry> destructors = new ArrayDeque<>();

  /// How many places the C library knows.
  private int places;

  private volatile boolean exiting;
  private @Nullable Func runner;

  /// A registered function.
  ///
  /// @param pointer its slot
  /// @param argument what it gets, or null if it takes nothing
  /// @param place among those of the C library
  private record Entry(Library library, int pointer, @Nullable Integer argument, int place) {
    Entry at(int other) {
      return new Entry(library, pointer, argument, other);
    }
  }

  ExitFunctions(GuestProcess process) {
    this.process = process;
  }

  /// Registers a function of a library.
  void add(Library library, int pointer, @Nullable Integer argument) {
    int made = process.locked(() -> push(library, pointer, argument));
    // Once it has had its turn, the C library is told no more: that of WASI would trap at the next
    // exit, as it takes the list of before for a full one.
    if (made >= 0 && !exiting) {
      // The C library has a lock of its own. Whichever place it runs first runs all behind it.
      register(made);
    }
  }

  /// Takes a place behind all that are used: the latest that there is, or a new one.
  ///
  /// @return the place if the C library does not know it yet, or -1
  private int push(Library library, int pointer, @Nullable Integer argument) {
    if (argument != null && argument == 0 && isDestructorList(library, pointer)) {
      destructors.push(new Entry(library, pointer, argument, 0));
      return places == 0 ? places++ : -1;
    }
    if (places - entries.size() > MOST_FREE_PLACES) {
      closeRanks();
    }
    Entry latest = entries.peek();
    if (latest != null && latest.place >= places) {
      // All of these have their turn now.
      entries.push(new Entry(library, pointer, argument, latest.place));
      return -1;
    }
    boolean full = latest == null ? places == 0 : latest.place == places - 1;
    if (full) {
      places++;
    }
    entries.push(new Entry(library, pointer, argument, places - 1));
    return full ? places - 1 : -1;
  }

  private boolean isDestructorList(Library library, int pointer) {
    return !Constructors.mainFirst(process, process.main())
        && process.table().get(pointer) instanceof Func function
        && process.linkMap().ownerOf(function) == library
        && library.image().isDestructorList(function.index());
  }

  /// Moves all to the earliest places. They stay in order among themselves.
  private void closeRanks() {
    List<Entry> before = new ArrayList<>(entries.reversed());
    entries.clear();
    for (Entry entry : before) {
      entries.push(entry.at(entries.size()));
    }
  }

  /// Has the C library run a place at exit, if there is one.
  private void register(int place) {
    Func registrar = process.function("__cxa_atexit");
    if (registrar != null && registrar.type().equals(REGISTRAR)) {
      int pointer = process.locked(() -> process.functions().slotOf(runner(), new UndoLog()));
      registrar.invoke(pointer, place, 0);
    }
  }

  private Func runner() {
    Func present = runner;
    if (present != null) {
      return present;
    }
    try {
      Func made =
          Func.host(
              "exit functions of libraries",
              DESTRUCTOR,
              MethodHandles.lookup()
                  .findVirtual(
                      ExitFunctions.class, "runFrom", MethodType.methodType(void.class, int.class))
                  .bindTo(this));
      runner = made;
      return made;
    } catch (ReflectiveOperationException e) {
      throw new AssertionError("BUG: ExitFunctions.runFrom is gone", e);
    }
  }

  /// Runs what is registered at a place and behind it, the latest first.
  void runFrom(int place) {
    // What they register themselves wants places that have not had their turn.
    process.locked(() -> places = Math.min(places, place));
    exiting |= place == 0;
    Entry next = process.locked(() -> pop(place));
    while (next != null) {
      run(next);
      next = process.locked(() -> pop(place));
    }
  }

  /// Runs destructors, if the program has ended by itself: all else has run by then, but for what
  /// came when the C library had had its turn.
  ///
  /// @return whether there was anything to run
  boolean runDestructors() {
    if (!exiting) {
      return false;
    }
    boolean any = process.locked(() -> !entries.isEmpty());
    runAll();
    Entry next = process.locked(this::popDestructor);
    any |= next != null;
    while (next != null) {
      run(next);
      runAll();
      next = process.locked(this::popDestructor);
    }
    return any;
  }

  private @Nullable Entry popDestructor() {
    if (destructors.isEmpty()) {
      return null;
    }
    List<Library> order = new ArrayList<>(List.of(process.main()));
    order.addAll(InitOrder.forDestructors(process, process.linkMap().libraries()));
    for (Library library : order) {
      Entry next = take(destructors, library);
      if (next != null) {
        return next;
      }
    }
    return null;
  }

  private @Nullable Entry pop(int place) {
    Entry latest = entries.peek();
    return latest != null && latest.place >= place ? entries.pop() : null;
  }

  /// Runs what is registered, the latest first.
  void runAll() {
    runFrom(0);
  }

  /// Runs what a library has registered, destructors first, the latest first.
  ///
  /// @throws RuntimeException if one of the functions failed; the others have run nevertheless. So
  ///   it is with an Error
  void runOf(Library library) {
    Throwable failure = null;
    Entry next = process.locked(() -> take(library));
    while (next != null) {
      try {
        run(next);
      } catch (Throwable e) {
        failure = failure == null ? e : failure;
      }
      next = process.locked(() -> take(library));
    }
    if (failure != null) {
      throw Trap.rethrow(failure);
    }
  }

  private @Nullable Entry take(Library library) {
    Entry destructor = take(destructors, library);
    return destructor == null ? take(entries, library) : destructor;
  }

  private static @Nullable Entry take(Deque<Entry> from, Library library) {
    for (Iterator<Entry> each = from.iterator(); each.hasNext(); ) {
      Entry entry = each.next();
      if (entry.library == library) {
        each.remove();
        return entry;
      }
    }
    return null;
  }

  /// How many are registered.
  int size() {
    return process.locked(() -> entries.size() + destructors.size());
  }

  private void run(Entry entry) {
    if (entry.argument == null) {
      GuestCalls.pointer(process, entry.pointer);
    } else {
      GuestCalls.pointer(process, entry.pointer, entry.argument);
    }
  }
}
