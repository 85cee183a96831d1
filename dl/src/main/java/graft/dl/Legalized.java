package graft.dl;

import graft.format.FunctionType;
import graft.format.ValType;
import graft.runtime.Extern;
import graft.runtime.Func;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;

/// Joins modules of which one has been prepared for JavaScript without `BigInt`: Emscripten then
/// makes two i32 of each i64 parameter, the low half in front, and returns the high half of a
/// result through `setTempRet0`. The other module has the function with i64.
final class Legalized {
  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
  private static final FunctionType SETTER = new FunctionType(List.of(ValType.I32), List.of());
  private static final FunctionType GETTER = new FunctionType(List.of(), List.of(ValType.I32));

  private Legalized() {}

  /// The type that a function has for JavaScript.
  static FunctionType of(FunctionType type) {
    List<ValType> parameters = new ArrayList<>();
    for (ValType parameter : type.parameters()) {
      boolean wide = parameter == ValType.I64;
      parameters.add(wide ? ValType.I32 : parameter);
      if (wide) {
        parameters.add(ValType.I32);
      }
    }
    return new FunctionType(
        parameters,
        type.results().stream().map(each -> each == ValType.I64 ? ValType.I32 : each).toList());
  }

  /// Whether one type is the other one for JavaScript.
  static boolean fit(FunctionType wanted, FunctionType found) {
    return !wanted.equals(found) && (of(wanted).equals(found) || of(found).equals(wanted));
  }

  /// A function of the type that is wanted, which calls the one that there is.
  static Func adapter(
      GuestProcess process, Library requester, FunctionType wanted, Definition.Exported found) {
    return Func.lazy(
        found.name(),
        wanted,
        _ -> {
          Func target = new Bindings(process).function(found);
          MethodHandle call = target.signature().invoker().bindTo(target);
          return Func.host(
              found.name(),
              wanted,
              of(found.functionType()).equals(wanted)
                  ? narrowed(process, requester, call)
                  : widened(process, requester, call, wanted));
        });
  }

  /// Takes two i32 where the function takes an i64.
  private static MethodHandle narrowed(
      GuestProcess process, Library requester, MethodHandle target) {
    MethodHandle call = target;
    for (int i = target.type().parameterCount() - 1; i >= 0; i--) {
      if (target.type().parameterType(i) == long.class) {
        call =
            MethodHandles.collectArguments(call, i, own("join", long.class, int.class, int.class));
      }
    }
    return target.type().returnType() == long.class
        ? MethodHandles.filterReturnValue(
            call,
            own("split", int.class, Func.class, long.class)
                .bindTo(helper(process, requester, "setTempRet0", SETTER)))
        : call;
  }

  /// Takes an i64 where the function takes two i32.
  private static MethodHandle widened(
      GuestProcess process, Library requester, MethodHandle target, FunctionType wanted) {
    MethodHandle call = target;
    int at = 0;
    for (ValType parameter : wanted.parameters()) {
      if (parameter == ValType.I64) {
        call = MethodHandles.filterArguments(call, at, own("low", int.class, long.class));
        call = MethodHandles.filterArguments(call, at + 1, own("high", int.class, long.class));
        call = merged(call, at);
      }
      at++;
    }
    return wanted.results().equals(List.of(ValType.I64))
        ? MethodHandles.filterReturnValue(
            call,
            own("joinHigh", long.class, Func.class, int.class)
                .bindTo(helper(process, requester, "getTempRet0", GETTER)))
        : call;
  }

  /// Passes one parameter twice.
  private static MethodHandle merged(MethodHandle call, int at) {
    MethodType type = call.type().dropParameterTypes(at + 1, at + 2);
    int[] order = new int[call.type().parameterCount()];
    for (int i = 0; i < order.length; i++) {
      order[i] = i <= at ? i : i - 1;
    }
    return MethodHandles.permuteArguments(call, type, order);
  }

  private static Func helper(
      GuestProcess process, Library requester, String name, FunctionType type) {
    Func own = process.function(name);
    if (own != null && own.type().equals(type)) {
      return own;
    }
    Extern supplied = process.currentHostScope().find(requester, "env", name, type);
    if (supplied instanceof Func function) {
      return function;
    }
    throw new LoadException(
        requester.name(),
        "passes i64 as two i32 to a function that takes i64, but nobody has " + name);
  }

  private static MethodHandle own(String name, Class<?> result, Class<?>... parameters) {
    try {
      return LOOKUP.findStatic(Legalized.class, name, MethodType.methodType(result, parameters));
    } catch (ReflectiveOperationException e) {
      throw new AssertionError("BUG: Legalized." + name + " is gone", e);
    }
  }

  // Called through handles.

  static long join(int low, int high) {
    return Integer.toUnsignedLong(low) | (long) high << 32;
  }

  static int low(long value) {
    return (int) value;
  }

  static int high(long value) {
    return (int) (value >>> 32);
  }

  static int split(Func setter, long value) {
    setter.invoke(high(value));
    return low(value);
  }

  static long joinHigh(Func getter, int low) {
    return join(low, getter.invoke() instanceof Integer high ? high : 0);
  }
}
