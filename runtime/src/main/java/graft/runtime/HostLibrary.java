package graft.runtime;

import graft.format.ExternType;
import graft.format.FunctionType;
import graft.format.ValType;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The {@link HostFunction}s of an object.
public final class HostLibrary implements HostSymbols {
  /// The methods of each class, found once.
  private static final ClassValue<Map<HostSymbol, Method>> METHODS =
      new ClassValue<>() {
        @Override
        protected Map<HostSymbol, Method> computeValue(Class<?> type) {
          return methodsOf(type);
        }
      };

  private final MethodHandles.Lookup lookup;
  private final Object target;
  private final Map<HostSymbol, Method> methods;
  private final Map<HostSymbol, Func> made = new HashMap<>();

  private HostLibrary(MethodHandles.Lookup lookup, Object target) {
    this.lookup = lookup;
    this.target = target;
    this.methods = METHODS.get(target.getClass());
  }

  /// The host functions that an object's class defines.
  ///
  /// @param lookup that may call them
  /// @throws IllegalArgumentException if a method has a parameter that wasm does not know
  public static HostLibrary of(MethodHandles.Lookup lookup, Object target) {
    return new HostLibrary(lookup, target);
  }

  /// The names that objects of a class supply, sorted.
  ///
  /// @throws IllegalArgumentException if a method has a parameter that wasm does not know
  public static List<HostSymbol> symbols(Class<?> type) {
    List<HostSymbol> symbols = new ArrayList<>(METHODS.get(type).keySet());
    symbols.sort(
        Comparator.comparing(HostSymbol::module)
            .thenComparing(HostSymbol::name)
            .thenComparing(symbol -> symbol.type().toString()));
    return symbols;
  }

  @Override
  public List<HostSymbol> symbols() {
    return symbols(target.getClass());
  }

  @Override
  public @Nullable Extern find(String module, String name, ExternType type) {
    if (!(type instanceof FunctionType functionType)) {
      return null;
    }
    HostSymbol symbol = new HostSymbol(module, name, type);
    Func known = made.get(symbol);
    if (known != null) {
      return known;
    }
    Method method = methods.get(symbol);
    if (method == null) {
      return null;
    }
    Func function = Func.host(name, functionType, handle(method, functionType));
    made.put(symbol, function);
    return function;
  }

  private MethodHandle handle(Method method, FunctionType type) {
    try {
      MethodHandle handle = lookup.unreflect(method).bindTo(target);
      if (FutureResult.isFuture(method)) {
        handle = FutureResult.awaiting(method, handle);
      }
      return handle.asType(Signature.of(type).methodType());
    } catch (IllegalAccessException e) {
      throw new IllegalArgumentException("the lookup may not call " + method, e);
    }
  }

  private static Map<HostSymbol, Method> methodsOf(Class<?> type) {
    HostModule ofClass = type.getAnnotation(HostModule.class);
    String usual = ofClass == null ? "env" : ofClass.value();
    Map<HostSymbol, Method> methods = new HashMap<>();
    for (Method method : type.getMethods()) {
      HostFunction function = method.getAnnotation(HostFunction.class);
      if (function != null) {
        HostSymbol symbol =
            new HostSymbol(
                function.module().isEmpty() ? usual : function.module(),
                function.value().isEmpty() ? method.getName() : function.value(),
                typeOf(method));
        if (methods.put(symbol, method) != null) {
          throw new IllegalArgumentException(method + ": there are two of " + symbol);
        }
      }
    }
    return methods;
  }

  private static FunctionType typeOf(Method method) {
    List<ValType> parameters = new ArrayList<>();
    for (Class<?> parameter : method.getParameterTypes()) {
      parameters.add(typeOf(parameter, method));
    }
    Class<?> result =
        FutureResult.isFuture(method) ? FutureResult.typeOf(method) : method.getReturnType();
    return new FunctionType(
        parameters, result == void.class ? List.of() : List.of(typeOf(result, method)));
  }

  private static ValType typeOf(Class<?> type, Method method) {
    if (type == int.class) {
      return ValType.I32;
    }
    if (type == long.class) {
      return ValType.I64;
    }
    if (type == float.class) {
      return ValType.F32;
    }
    if (type == double.class) {
      return ValType.F64;
    }
    if (type == Func.class) {
      return ValType.FUNCREF;
    }
    if (type == Object.class) {
      return ValType.EXTERNREF;
    }
    throw new IllegalArgumentException(method + ": wasm has no type like " + type.getName());
  }
}
