package graft.dl;

import graft.format.FunctionType;
import graft.runtime.Signature;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The methods of an interface that somebody has to implement.
final class InterfaceMethods {
  private InterfaceMethods() {}

  /// Those that are abstract, and not {@link Object}'s.
  ///
  /// @throws IllegalArgumentException if it is no interface
  static List<Method> of(Class<?> type) {
    if (!type.isInterface()) {
      throw new IllegalArgumentException(type.getName() + " is not an interface");
    }
    List<Method> methods = new ArrayList<>();
    for (Method method : type.getMethods()) {
      if (Modifier.isAbstract(method.getModifiers()) && !isObjects(method)) {
        methods.add(method);
      }
    }
    methods.sort(Comparator.comparing(Method::toString));
    return methods;
  }

  /// The one method of a functional interface.
  ///
  /// @throws IllegalArgumentException if it is none
  static Method single(Class<?> type) {
    List<Method> methods = of(type);
    if (methods.size() != 1) {
      throw new IllegalArgumentException(
          type.getName() + " is not a functional interface: it has " + methods.size() + " methods");
    }
    return methods.get(0);
  }

  private static boolean isObjects(Method method) {
    try {
      return Modifier.isPublic(
          Object.class.getMethod(method.getName(), method.getParameterTypes()).getModifiers());
    } catch (NoSuchMethodException e) {
      return false;
    }
  }

  /// What the JVM sees of a guest's function.
  static MethodType methodType(FunctionType type) {
    return Signature.of(type).methodType();
  }
}
