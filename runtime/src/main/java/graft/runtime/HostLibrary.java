package graft.runtime;

import graft.format.ExternType;
import graft.format.FunctionType;
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
  private static final ClassValue<Map<HostSymbol, HostMethods.Entry>> METHODS =
      new ClassValue<>() {
        @Override
        protected Map<HostSymbol, HostMethods.Entry> computeValue(Class<?> type) {
          return HostMethods.of(type);
        }
      };

  private final MethodHandles.Lookup lookup;
  private final Object target;
  private final Map<HostSymbol, Func> made = new HashMap<>();

  private HostLibrary(MethodHandles.Lookup lookup, Object target) {
    this.lookup = lookup;
    this.target = target;
  }

  /// The host functions that an object's class defines.
  ///
  /// @param lookup that may call them
  /// @throws IllegalArgumentException if a method has a parameter that wasm does not know
  public static HostLibrary of(MethodHandles.Lookup lookup, Object target) {
    HostLibrary library = new HostLibrary(lookup, target);
    if (!(target instanceof IndexedHost)) {
      library.methods();
    }
    return library;
  }

  /// The same, but the class is only looked through when a function is first asked for: that costs
  /// a short program more than its own work. So it is then that a method with a strange parameter
  /// is found.
  ///
  /// @param lookup that may call them
  public static HostLibrary deferred(MethodHandles.Lookup lookup, Object target) {
    return new HostLibrary(lookup, target);
  }

  private Map<HostSymbol, HostMethods.Entry> methods() {
    return METHODS.get(target.getClass());
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
    HostMethods.Entry method =
        target instanceof IndexedHost indexed
            ? HostMethods.find(indexed, symbol)
            : methods().get(symbol);
    if (method == null) {
      return null;
    }
    Func function =
        Signature.of(functionType).host(name, () -> handle(method.method(), functionType));
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
}
