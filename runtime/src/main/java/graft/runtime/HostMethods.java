package graft.runtime;

import graft.format.FunctionType;
import graft.format.ValType;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.Annotation;
import java.lang.classfile.AnnotationElement;
import java.lang.classfile.AnnotationValue;
import java.lang.classfile.AttributedElement;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.reflect.AccessFlag;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds the {@link HostFunction}s of a class.
///
/// Reflection makes a proxy class for each kind of annotation, and objects for each method; that
/// was a sixth of a short program's start. So the class file is read, where there is one and
/// nothing is inherited; and a method is only looked up when a guest first calls it.
final class HostMethods {
  private static final String FUNCTION = HostFunction.class.descriptorString();
  private static final String ENV = "env";
  private static final String MODULE = HostModule.class.descriptorString();

  private static final Map<String, Class<?>> PLAIN =
      Map.of(
          "I",
          int.class,
          "J",
          long.class,
          "F",
          float.class,
          "D",
          double.class,
          "V",
          void.class,
          Func.class.descriptorString(),
          Func.class,
          Object.class.descriptorString(),
          Object.class);

  private final Class<?> type;
  private final Map<HostSymbol, Entry> methods = new HashMap<>();

  private HostMethods(Class<?> type) {
    this.type = type;
  }

  /// A method that has not been looked up yet.
  record Entry(Class<?> owner, String name, List<Class<?>> parameters) {
    Method method() {
      try {
        return owner.getMethod(name, parameters.toArray(Class<?>[]::new));
      } catch (NoSuchMethodException e) {
        throw new AssertionError("BUG: the class file of " + owner + " is not its own", e);
      }
    }
  }

  /// The methods by what they supply.
  ///
  /// @throws IllegalArgumentException if a method has a parameter that wasm does not know
  static Map<HostSymbol, Entry> of(Class<?> type) {
    HostMethods found = new HostMethods(type);
    if (!found.read()) {
      found.methods.clear();
      found.reflect();
    }
    return found.methods;
  }

  /// Whether the class file says all: nothing is inherited, and no method returns a future or has a
  /// type that wasm does not know.
  private boolean read() {
    if (type.getSuperclass() != Object.class || type.getInterfaces().length > 0) {
      return false;
    }
    String file = type.getName().substring(type.getName().lastIndexOf('.') + 1) + ".class";
    try (InputStream in = type.getResourceAsStream(file)) {
      return in != null && read(ClassFile.of().parse(in.readAllBytes()));
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }

  private boolean read(ClassModel file) {
    Annotation ofClass = annotation(file, MODULE);
    String usual = ofClass == null ? ENV : value(ofClass, "value", ENV);
    for (MethodModel method : file.methods()) {
      Annotation function = annotation(method, FUNCTION);
      if (function != null
          && method.flags().has(AccessFlag.PUBLIC)
          && !read(method, function, usual)) {
        return false;
      }
    }
    return true;
  }

  private boolean read(MethodModel method, Annotation function, String usual) {
    String descriptor = method.methodType().stringValue();
    int end = descriptor.indexOf(')');
    List<Class<?>> parameters = new ArrayList<>();
    for (int at = 1; at < end; ) {
      int next = descriptor.charAt(at) == 'L' ? descriptor.indexOf(';', at) + 1 : at + 1;
      Class<?> parameter = PLAIN.get(descriptor.substring(at, next));
      if (parameter == null) {
        return false;
      }
      parameters.add(parameter);
      at = next;
    }
    Class<?> result = PLAIN.get(descriptor.substring(end + 1));
    if (result == null) {
      return false;
    }
    String name = method.methodName().stringValue();
    add(
        new Entry(type, name, parameters),
        value(function, "module", usual),
        value(function, "value", name),
        result);
    return true;
  }

  private static @Nullable Annotation annotation(AttributedElement element, String kind) {
    return element
        .findAttribute(Attributes.runtimeVisibleAnnotations())
        .flatMap(all ->
            all.annotations().stream()
                .filter(each -> each.className().equalsString(kind))
                .findFirst())
        .orElse(null);
  }

  private static String value(Annotation annotation, String name, String otherwise) {
    for (AnnotationElement each : annotation.elements()) {
      if (each.name().equalsString(name) && each.value() instanceof AnnotationValue.OfString text) {
        return text.stringValue().isEmpty() ? otherwise : text.stringValue();
      }
    }
    return otherwise;
  }

  private void reflect() {
    HostModule ofClass = type.getAnnotation(HostModule.class);
    String usual = ofClass == null ? ENV : ofClass.value();
    for (Method method : type.getMethods()) {
      HostFunction function = method.getAnnotation(HostFunction.class);
      if (function != null) {
        add(
            new Entry(type, method.getName(), List.of(method.getParameterTypes())),
            function.module().isEmpty() ? usual : function.module(),
            function.value().isEmpty() ? method.getName() : function.value(),
            FutureResult.isFuture(method) ? FutureResult.typeOf(method) : method.getReturnType());
      }
    }
  }

  private void add(Entry method, String module, String name, Class<?> result) {
    List<ValType> parameters = new ArrayList<>();
    for (Class<?> parameter : method.parameters) {
      parameters.add(typeOf(parameter, method));
    }
    HostSymbol symbol =
        new HostSymbol(
            module,
            name,
            new FunctionType(
                parameters, result == void.class ? List.of() : List.of(typeOf(result, method))));
    if (methods.put(symbol, method) != null) {
      throw new IllegalArgumentException(method.method() + ": there are two of " + symbol);
    }
  }

  private static ValType typeOf(Class<?> type, Entry method) {
    ValType found = Signature.valType(type);
    if (found == null) {
      throw new IllegalArgumentException(
          method.method() + ": wasm has no type like " + type.getName());
    }
    return found;
  }
}
