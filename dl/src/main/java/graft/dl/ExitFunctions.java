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
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What opened libraries have registered with `atexit` or `__cxa_atexit`: the destructors of their
/// static objects, above all.
///
/// The C library is told of a place for each of them among its own, so that all run in the reverse
/// order of registration when the program exits; `dlclose` runs a library's own part before. It
/// cannot be told to forget a place: one that is free is used again.
final class ExitFunctions {
  private static final FunctionType DESTRUCTOR = new FunctionType(List.of(ValType.I32), List.of());
  private static final FunctionType REGISTRAR =
      new FunctionType(List.of(ValType.I32, ValType.I32, ValType.I32), List.of(ValType.I32));
  private static final int MOST_FREE_PLACES = 64;

  private final GuestProcess process;

  /// The latest first.
  private final Deque<Entry> entries = new ArrayDeque<>();

  /// How many places the C library knows.
  private int places;

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
    entries.push(new Entry(library, pointer, argument, freePlace()));
  }

  /// A place behind all that are used: the latest that there is, or a new one.
  private int freePlace() {
    if (places - entries.size() > MOST_FREE_PLACES) {
      closeRanks();
    }
    Entry latest = entries.peek();
    if (latest == null ? places == 0 : latest.place == places - 1) {
      register(places++);
    }
    return places - 1;
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
      registrar.invoke(process.pointerTo(runner()), place, 0);
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
    places = Math.min(places, place);
    Entry latest = entries.peek();
    while (latest != null && latest.place >= place) {
      run(entries.pop());
      latest = entries.peek();
    }
  }

  /// Runs what is registered, the latest first.
  void runAll() {
    runFrom(0);
  }

  /// Runs what a library has registered, the latest first.
  ///
  /// @throws RuntimeException if one of the functions failed; the others have run nevertheless. So
  ///   it is with an Error
  void runOf(Library library) {
    Throwable failure = null;
    Entry next = next(library);
    while (next != null) {
      entries.remove(next);
      try {
        run(next);
      } catch (Throwable e) {
        failure = failure == null ? e : failure;
      }
      next = next(library);
    }
    if (failure != null) {
      throw Trap.rethrow(failure);
    }
  }

  private @Nullable Entry next(Library library) {
    for (Entry entry : entries) {
      if (entry.library == library) {
        return entry;
      }
    }
    return null;
  }

  private void run(Entry entry) {
    if (entry.argument == null) {
      GuestCalls.pointer(process, entry.pointer);
    } else {
      GuestCalls.pointer(process, entry.pointer, entry.argument);
    }
  }
}
