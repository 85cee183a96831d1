package graft.runtime;

import graft.format.ValType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Calls through function pointers of a guest by who knows of their types only what a convention
/// says: callbacks.
///
/// With Emscripten's `EMULATE_FUNCTION_POINTER_CASTS` all functions in the table have one type, and
/// only what the guest exports as `dynCall_*` knows how they are called.
public final class PointerCalls {
  private PointerCalls() {}

  /// Calls through a function pointer for its result, an i32.
  ///
  /// @param arguments an Integer, Long, Float or Double each
  /// @return 0 if the function has no result
  /// @throws Trap as `call_indirect` does, if there is no such function
  public static int forInt(Guest guest, int pointer, Object... arguments) {
    return call(guest, pointer, "i", arguments) instanceof Integer result ? result : 0;
  }

  /// Calls through a function pointer whose result is not looked at.
  ///
  /// @param arguments an Integer, Long, Float or Double each
  /// @throws Trap as `call_indirect` does, if there is no such function
  public static void run(Guest guest, int pointer, Object... arguments) {
    var _ = call(guest, pointer, "vi", arguments);
  }

  private static @Nullable Object call(
      Guest guest, int pointer, String results, Object... arguments) {
    Func function = guest.table().function(pointer);
    Func own = takes(function, arguments) ? null : dynCall(guest, results, arguments);
    return own == null ? function.invoke(arguments) : call(own, pointer, arguments);
  }

  /// Calls what {@link #dynCall} has found.
  public static @Nullable Object call(Func dynCall, int pointer, Object... arguments) {
    List<@Nullable Object> all = new ArrayList<>(List.of(arguments));
    all.addFirst(pointer);
    return dynCall.invoke(all.toArray());
  }

  private static boolean takes(Func function, Object... arguments) {
    return function.type().parameters().equals(types(arguments));
  }

  /// What the guest has for calls with such arguments.
  ///
  /// @param results letters of the results that will do (`v`, `i`), the best first
  /// @return null if it has nothing
  public static @Nullable Func dynCall(Guest guest, String results, Object... arguments) {
    StringBuilder kinds = new StringBuilder();
    for (Object argument : arguments) {
      kinds.append(
          switch (argument) {
            case Long _ -> 'j';
            case Float _ -> 'f';
            case Double _ -> 'd';
            default -> 'i';
          });
    }
    List<ValType> parameters = new ArrayList<>(types(arguments));
    parameters.addFirst(ValType.I32);
    for (int i = 0; i < results.length(); i++) {
      Func found = guest.function("dynCall_" + results.charAt(i) + kinds);
      if (found != null && found.type().parameters().equals(parameters)) {
        return found;
      }
    }
    return null;
  }

  private static List<ValType> types(Object... arguments) {
    List<ValType> types = new ArrayList<>();
    for (Object argument : arguments) {
      types.add(
          switch (argument) {
            case Long _ -> ValType.I64;
            case Float _ -> ValType.F32;
            case Double _ -> ValType.F64;
            default -> ValType.I32;
          });
    }
    return types;
  }
}
