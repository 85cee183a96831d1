package graft.dl;

import graft.runtime.EventLoopUnwind;
import graft.runtime.Extern;
import graft.runtime.Func;
import graft.runtime.GuestExit;
import graft.runtime.Trap;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The function that a program begins with.
final class EntryPoint {
  private static final List<String> NAMES =
      List.of(StartFunction.NAME, "main", "__main_argc_argv", "__main_void", "run");

  private static final String DESTRUCTORS = "__wasm_call_dtors";
  private static final String EXIT_FUNCTIONS = "__funcs_on_exit";

  private final GuestProcess process;
  private final Func function;

  private final boolean start;

  /// Whether it is a `_start` that runs exit functions itself.
  private final boolean complete;

  private EntryPoint(GuestProcess process, String name, Func function) {
    this.process = process;
    this.function = function;
    // Not the function's own name: wasm-ld calls it _start.command_export.
    this.start = name.equals(StartFunction.NAME);
    this.complete = start && !StartFunction.leavesOut(process.main().module(), DESTRUCTORS, 1);
  }

  /// Finds it: in the main module, or else in the libraries that it was linked with.
  ///
  /// @throws LoadException if there is none
  static EntryPoint of(GuestProcess process) {
    return of(process, NAMES);
  }

  /// Finds the first function of some names.
  ///
  /// @throws LoadException if there is none
  static EntryPoint of(GuestProcess process, List<String> names) {
    List<String> others = new ArrayList<>();
    for (String name : names) {
      Extern own = process.main().machinery(name);
      Func found = own instanceof Func function ? function : process.function(name);
      if (found != null && isEntry(found)) {
        return new EntryPoint(process, name, found);
      }
      if (found != null) {
        others.add(name + " has type " + found.type());
      }
    }
    throw new LoadException(
        process.main().name(),
        others.isEmpty()
            ? "nothing to run: exports none of " + String.join(", ", names)
            : "nothing to run: " + String.join(", ", others) + ", and not a program's beginning");
  }

  private static boolean isEntry(Func function) {
    return GuestCalls.takes(function, 0)
        || GuestCalls.takes(function, 2)
        || GuestCalls.takes(function, 3);
  }

  /// Runs the program.
  ///
  /// @return its exit status
  int run(List<String> arguments) {
    int status = runProgram(arguments, process.beginRun());
    try {
      if (process.exitFunctions().runDestructors()) {
        flush();
      }
      return status;
    } catch (GuestExit exit) {
      return exit.status();
    }
  }

  /// @param again whether it has been run before
  private int runProgram(List<String> arguments, boolean again) {
    try {
      Object result = begin(arguments);
      boolean over = process.eventLoop().isIdle();
      process.eventLoop().run();
      if (!complete) {
        runExitFunctions();
      } else if (!over) {
        // It has run its exit functions, and written what stdio held, but callbacks came after it.
        flush();
      }
      return result instanceof Integer status ? status : 0;
    } catch (GuestExit exit) {
      return exit.status();
    } catch (Trap e) {
      throw again && endsIn(e, EXIT_FUNCTIONS) ? onceOnly(e) : e;
    } finally {
      process.eventLoop().clear();
    }
  }

  private static boolean endsIn(Trap trap, String function) {
    return !trap.wasmStack().isEmpty() && trap.wasmStack().getFirst().function().equals(function);
  }

  private static Trap onceOnly(Trap e) {
    return new Trap(
        e.getMessage()
            + ": the program has run before, and its C library can run exit functions only once"
            + " (load it into a further process)",
        e);
  }

  private @Nullable Object begin(List<String> arguments) {
    try {
      return function.type().parameters().isEmpty() ? function.invoke() : call(arguments);
    } catch (EventLoopUnwind _) {
      return null;
    } catch (GuestExit exit) {
      // _start ends so when main has returned something (with Emscripten's, always); what is still
      // awaited comes all the same, as without _start.
      if (!start || process.eventLoop().isIdle()) {
        throw exit;
      }
      return exit.status();
    }
  }

  private @Nullable Object call(List<String> arguments) {
    GuestStack stack = process.stack();
    return stack.<@Nullable Object>during(() -> call(arguments, stack));
  }

  private @Nullable Object call(List<String> arguments, GuestStack stack) {
    ByteBuffer pointers =
        ByteBuffer.allocate(4 * (arguments.size() + 1)).order(ByteOrder.LITTLE_ENDIAN);
    arguments.forEach(argument -> pointers.putInt(stack.push(GuestStrings.bytes(argument))));
    int argv = stack.push(pointers.array());
    // Whoever takes the environment as the third parameter gets none: it is in getenv.
    return GuestCalls.takes(function, 3)
        ? function.invoke(arguments.size(), argv, 0)
        : function.invoke(arguments.size(), argv);
  }

  /// What Emscripten does once main has returned: functions registered with `atexit`, then what
  /// stdio still holds.
  private void runExitFunctions() {
    if (!invoke(process.function(EXIT_FUNCTIONS))) {
      invoke(process.main().machinery(DESTRUCTORS));
    }
    process.exitFunctions().runAll();
    flush();
  }

  private void flush() {
    Func flush = process.function("fflush");
    if (flush != null && GuestCalls.takes(flush, 1)) {
      flush.invoke(0);
    } else {
      invoke(process.function("__stdio_exit"));
    }
  }

  private static boolean invoke(@Nullable Extern found) {
    if (!(found instanceof Func function) || !GuestCalls.takes(function, 0)) {
      return false;
    }
    function.invoke();
    return true;
  }
}
