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
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Finds the {@link HostFunction}s of a class.
///
/// Reflection makes a proxy class for each kind of annotation, and objects for each method; that is
/// a sixth of a short program's start. So a class is asked, if {@link HostIndexer} has given it an
/// index: Graft's own have one. Else the class file is read, where there is one and nothing is
/// inherited. And a method is only looked up when a guest first calls it.
final class HostMethods {
  private static final String FUNCTION = HostFunction.class.descriptorString();
  private static final String ENV = "env";
  private static final String MODULE = HostModule.class.descriptorString();
  private static final String INDEXED = IndexedHost.class.getName().replace('.', '/');

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

  /// A host function as a class file has it.
  ///
  /// @param module first half of the import's name
  /// @param name second half of the import's name
  /// @param method name of the method
  /// @param descriptor of the method: only types that wasm knows
  record Declared(String module, String name, String method, String descriptor) {}

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

  /// The method that supplies a symbol, or null.
  static @Nullable Entry find(IndexedHost host, HostSymbol symbol) {
    String found = host.hostMethods(symbol.name());
    if (found == null) {
      return null;
    }
    String[] words = found.split(" ", -1);
    for (int i = 0; i < words.length; i += 3) {
      if (words[i].equals(symbol.module())) {
        List<Class<?>> types = knownTypes(words[i + 2]);
        Class<?> result = types.removeLast();
        Entry method = new Entry(host.getClass(), words[i + 1], types);
        if (functionType(method, result).equals(symbol.type())) {
          return method;
        }
      }
    }
    return null;
  }

  /// Whether the class file says all: nothing is inherited, and no method returns a future or has a
  /// type that wasm does not know.
  private boolean read() {
    String file = type.getName().substring(type.getName().lastIndexOf('.') + 1) + ".class";
    try (InputStream in = type.getResourceAsStream(file)) {
      if (in == null) {
        return false;
      }
      ClassModel model = ClassFile.of().parse(in.readAllBytes());
      List<Declared> declared = isSelfContained(model) ? declaredBy(model) : null;
      if (declared == null) {
        return false;
      }
      declared.forEach(this::add);
      return true;
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }

  /// Whether a class inherits nothing that could be a host function.
  static boolean isSelfContained(ClassModel file) {
    return file.superclass()
            .filter(each -> each.asInternalName().equals("java/lang/Object"))
            .isPresent()
        && file.interfaces().stream().allMatch(each -> each.asInternalName().equals(INDEXED));
  }

  /// The host functions that a class file has, or null if one of them returns a future or has a
  /// type that wasm does not know.
  static @Nullable List<Declared> declaredBy(ClassModel file) {
    Annotation ofClass = annotation(file, MODULE);
    String usual = ofClass == null ? ENV : value(ofClass, "value", ENV);
    List<Declared> declared = new ArrayList<>();
    for (MethodModel method : file.methods()) {
      Annotation function = annotation(method, FUNCTION);
      if (function == null || !method.flags().has(AccessFlag.PUBLIC)) {
        continue;
      }
      String name = method.methodName().stringValue();
      String descriptor = method.methodType().stringValue();
      if (types(descriptor) == null) {
        return null;
      }
      declared.add(
          new Declared(
              value(function, "module", usual), value(function, "value", name), name, descriptor));
    }
    return declared;
  }

  /// The types of the parameters and last of the result, or null if wasm does not know one.
  private static @Nullable List<Class<?>> types(String descriptor) {
    List<Class<?>> types = new ArrayList<>();
    for (int at = 1; at < descriptor.length(); ) {
      if (descriptor.charAt(at) == ')') {
        at++;
      }
      int next = descriptor.charAt(at) == 'L' ? descriptor.indexOf(';', at) + 1 : at + 1;
      Class<?> each = PLAIN.get(descriptor.substring(at, next));
      if (each == null) {
        return null;
      }
      types.add(each);
      at = next;
    }
    return types;
  }

  private static List<Class<?>> knownTypes(String descriptor) {
    return Objects.requireNonNull(types(descriptor));
  }

  private void add(Declared function) {
    List<Class<?>> types = knownTypes(function.descriptor);
    Class<?> result = types.removeLast();
    add(new Entry(type, function.method, types), function.module, function.name, result);
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
    HostSymbol symbol = new HostSymbol(module, name, functionType(method, result));
    if (methods.put(symbol, method) != null) {
      throw new IllegalArgumentException(method.method() + ": there are two of " + symbol);
    }
  }

  private static FunctionType functionType(Entry method, Class<?> result) {
    List<ValType> parameters = new ArrayList<>();
    for (Class<?> parameter : method.parameters) {
      parameters.add(typeOf(parameter, method));
    }
    return new FunctionType(
        parameters, result == void.class ? List.of() : List.of(typeOf(result, method)));
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
