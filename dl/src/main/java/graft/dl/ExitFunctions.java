package graft.dl;

import graft.format.FunctionType;
import graft.format.ValType;
import graft.runtime.Func;
import graft.runtime.Trap;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What opened libraries have registered with `atexit` or `__cxa_atexit`: the destructors of their
/// static objects, above all.
///
/// The C library is told of one function only for all of them, which runs what is left when the
/// program exits; `dlclose` runs a library's own part before.
final class ExitFunctions {
  private static final FunctionType DESTRUCTOR = new FunctionType(List.of(ValType.I32), List.of());
  private static final FunctionType REGISTRAR =
      new FunctionType(List.of(ValType.I32, ValType.I32, ValType.I32), List.of(ValType.I32));

  private final GuestProcess process;
  private final Deque<Entry> entries = new ArrayDeque<>();
  private boolean announced;

  /// A registered function.
  ///
  /// @param pointer its slot
  /// @param argument what it gets, or null if it takes nothing
  private record Entry(Library library, int pointer, @Nullable Integer argument) {}

  ExitFunctions(GuestProcess process) {
    this.process = process;
  }

  /// Registers a function of a library.
  void add(Library library, int pointer, @Nullable Integer argument) {
    announce();
    entries.push(new Entry(library, pointer, argument));
  }

  /// Has the C library run what is left at exit, if there is one.
  private void announce() {
    Func registrar = process.function("__cxa_atexit");
    if (announced || registrar == null || !registrar.type().equals(REGISTRAR)) {
      return;
    }
    announced = true;
    try {
      Func runner =
          Func.host(
              "exit functions of libraries",
              DESTRUCTOR,
              MethodHandles.dropArguments(
                  MethodHandles.lookup()
                      .findVirtual(ExitFunctions.class, "runAll", MethodType.methodType(void.class))
                      .bindTo(this),
                  0,
                  int.class));
      registrar.invoke(process.pointerTo(runner), 0, 0);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError("BUG: ExitFunctions.runAll is gone", e);
    }
  }

  /// Runs what is registered, the latest first.
  void runAll() {
    while (!entries.isEmpty()) {
      run(entries.pop());
    }
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
