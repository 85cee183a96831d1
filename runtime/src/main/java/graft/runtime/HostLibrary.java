package graft.runtime;

import graft.format.ExternType;
import graft.format.FunctionType;
import graft.format.ValType;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The {@link HostFunction}s of an object.
public final class HostLibrary implements HostSymbols {
  private final MethodHandles.Lookup lookup;
  private final Object target;
  private final Map<Key, Method> methods = new HashMap<>();
  private final Map<Key, Func> made = new HashMap<>();

  private record Key(String module, String name, FunctionType type) {}

  private HostLibrary(MethodHandles.Lookup lookup, Object target) {
    this.lookup = lookup;
    this.target = target;
    for (Method method : target.getClass().getMethods()) {
      HostFunction annotation = method.getAnnotation(HostFunction.class);
      if (annotation != null) {
        String name = annotation.value().isEmpty() ? method.getName() : annotation.value();
        methods.put(new Key(annotation.module(), name, typeOf(method)), method);
      }
    }
  }

  /// The host functions that an object's class defines.
  ///
  /// @param lookup that may call them
  /// @throws IllegalArgumentException if a method has a parameter that wasm does not know
  public static HostLibrary of(MethodHandles.Lookup lookup, Object target) {
    return new HostLibrary(lookup, target);
  }

  @Override
  public @Nullable Extern find(String module, String name, ExternType type) {
    if (!(type instanceof FunctionType functionType)) {
      return null;
    }
    Key key = new Key(module, name, functionType);
    Func known = made.get(key);
    if (known != null) {
      return known;
    }
    Method method = methods.get(key);
    if (method == null) {
      return null;
    }
    Func function = Func.host(name, functionType, handle(method, functionType));
    made.put(key, function);
    return function;
  }

  /// The types in which a name is defined: none if it is not.
  public List<FunctionType> types(String module, String name) {
    List<FunctionType> types = new ArrayList<>();
    for (Key key : methods.keySet()) {
      if (key.module.equals(module) && key.name.equals(name)) {
        types.add(key.type);
      }
    }
    return types;
  }

  private MethodHandle handle(Method method, FunctionType type) {
    try {
      return lookup.unreflect(method).bindTo(target).asType(Signature.of(type).methodType());
    } catch (IllegalAccessException e) {
      throw new IllegalArgumentException("the lookup may not call " + method, e);
    }
  }

  private static FunctionType typeOf(Method method) {
    List<ValType> parameters = new ArrayList<>();
    for (Class<?> parameter : method.getParameterTypes()) {
      parameters.add(typeOf(parameter, method));
    }
    Class<?> result = method.getReturnType();
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
