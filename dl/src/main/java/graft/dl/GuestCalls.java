package graft.dl;

import graft.format.FunctionType;
import graft.format.ValType;
import graft.runtime.Func;
import graft.runtime.PointerCalls;
import graft.runtime.Trap;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Calls of guest functions whose types only a convention gives: all parameters are pointers or
/// numbers of 32 bits, and so is the result, if there is one.
final class GuestCalls {
  private GuestCalls() {}

  /// Calls through a function pointer. A function that declares fewer parameters gets only those:
  /// `void *run()` is a common start of a thread, and JavaScript, which calls such pointers under
  /// Emscripten, leaves out what a function does not take.
  ///
  /// @throws Trap as call_indirect does, if there is no such function there
  static @Nullable Object pointer(GuestProcess process, int slot, Integer... arguments) {
    Func function = process.table().function(slot);
    int taken = Math.min(function.type().parameters().size(), arguments.length);
    if (!takes(function, taken)) {
      Func own = PointerCalls.dynCall(process, "iv", (Object[]) arguments);
      if (own != null) {
        return PointerCalls.call(own, slot, (Object[]) arguments);
      }
      throw new Trap(
          "indirect call type mismatch: "
              + function.name()
              + " has type "
              + function.type()
              + ", called with "
              + arguments.length
              + " i32");
    }
    return function.invoke((Object[]) Arrays.copyOf(arguments, taken));
  }

  /// A function that drives a module.
  ///
  /// @param parameters how many it takes
  /// @return null if the module has none by that name
  /// @throws LoadException if it has another type
  static @Nullable Func machinery(Library library, String name, int parameters) {
    if (!(library.machinery(name) instanceof Func function)) {
      return null;
    }
    if (!takes(function, parameters)) {
      throw new LoadException(
          library.name(),
          name + " has type " + function.type() + ", expected one with " + parameters + " i32");
    }
    return function;
  }

  /// Whether a function takes so many i32, and gives one or nothing.
  static boolean takes(Func function, int parameters) {
    FunctionType type = function.type();
    return type.parameters().equals(Collections.nCopies(parameters, ValType.I32))
        && (type.results().isEmpty() || type.results().equals(List.of(ValType.I32)));
  }
}
