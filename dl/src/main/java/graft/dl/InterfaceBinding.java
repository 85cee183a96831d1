package graft.dl;

import graft.classfile.ClassWriter;
import graft.classfile.CodeWriter;
import graft.classfile.VerificationType;
import graft.format.FunctionType;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;

/// Makes an object that implements an interface with a library's functions: a hidden class whose
/// methods call constant handles, which HotSpot inlines down to the translated function.
final class InterfaceBinding {
  private static final String HANDLE = "java/lang/invoke/MethodHandle";
  private static final String OBJECT = "java/lang/Object";

  private final Library library;
  private final MethodHandles.Lookup lookup;
  private final Class<?> type;
  private final List<MethodHandle> handles = new ArrayList<>();
  private final List<Method> methods = new ArrayList<>();

  private InterfaceBinding(Library library, MethodHandles.Lookup lookup, Class<?> type) {
    this.library = library;
    this.lookup = lookup;
    this.type = type;
  }

  /// @param lookup of a class that sees the interface
  /// @throws UndefinedSymbolException with all functions that the library lacks
  /// @throws LoadException if a function has another type
  static <T> T bind(Library library, MethodHandles.Lookup lookup, Class<T> type) {
    InterfaceBinding binding = new InterfaceBinding(library, lookup, type);
    binding.findAll();
    // From here on every method has its function.
    return type.cast(binding.instance());
  }

  private void findAll() {
    List<UndefinedSymbol> missing = new ArrayList<>();
    LibraryEntry entry = new LibraryEntry(library);
    for (Method method : InterfaceMethods.of(type)) {
      methods.add(method);
      MethodType wanted = MethodType.methodType(method.getReturnType(), method.getParameterTypes());
      if (isClose(method)) {
        handles.add(library.closer());
        continue;
      }
      GuestName given = method.getAnnotation(GuestName.class);
      String name = given == null ? method.getName() : given.value();
      String label = type.getSimpleName() + "." + method.getName();
      FunctionType expected = GuestTypes.functionType(label, wanted);
      if (library.find(name) instanceof Symbol.Function function) {
        requireType(function, expected, label);
        MethodHandle call = GuestTypes.guarded(entry, function.func().handle());
        handles.add(GuestTypes.intoGuest(library.process(), call, wanted));
      } else {
        missing.add(
            new UndefinedSymbol(
                name, UndefinedSymbol.Kind.FUNCTION, expected, library.name(), null));
      }
    }
    if (!missing.isEmpty()) {
      throw new UndefinedSymbolException(
          library.process().hints().explain(missing),
          library.withDependencies().stream().map(Library::name).toList());
    }
  }

  private static boolean isClose(Method method) {
    return method.getName().equals("close")
        && method.getParameterCount() == 0
        && AutoCloseable.class.isAssignableFrom(method.getDeclaringClass());
  }

  private static void requireType(Symbol.Function function, FunctionType expected, String label) {
    if (!function.type().equals(expected)) {
      throw new LoadException(
          function.library().name(),
          function.name()
              + " has another type than "
              + label
              + ": expected "
              + expected
              + ", found "
              + function.type());
    }
  }

  private Object instance() {
    try {
      MethodHandles.Lookup hidden =
          lookup.defineHiddenClassWithClassData(classFile(), List.copyOf(handles), true);
      return hidden
          .findConstructor(hidden.lookupClass(), MethodType.methodType(void.class))
          .invoke();
    } catch (IllegalAccessException | IllegalAccessError e) {
      throw new IllegalArgumentException(
          type.getName() + " cannot be implemented from " + lookup.lookupClass().getName(), e);
    } catch (Throwable e) {
      throw new AssertionError("BUG: a generated class is not as it was made", e);
    }
  }

  private byte[] classFile() {
    String name =
        (lookup.lookupClass().getPackageName() + "." + type.getSimpleName() + "$Guest")
            .replace('.', '/');
    if (name.startsWith("/")) {
      name = name.substring(1);
    }
    ClassWriter out =
        new ClassWriter(ClassWriter.PUBLIC | ClassWriter.FINAL, name, OBJECT, library.name());
    out.implement(type.getName().replace('.', '/'));
    CodeWriter init = new CodeWriter(out.pool());
    int self = object(init, name);
    init.load(init.declareLocal(self), self);
    init.invokeSpecial(OBJECT, "<init>", "()V");
    init.returnValue(VerificationType.TOP);
    out.method(ClassWriter.PUBLIC, "<init>", "()V", init);
    out.method(ClassWriter.STATIC, "<clinit>", "()V", constants(out, name));
    for (int i = 0; i < methods.size(); i++) {
      out.method(
          ClassWriter.PUBLIC,
          methods.get(i).getName(),
          handles.get(i).type().toMethodDescriptorString(),
          method(out, name, i));
    }
    return out.toByteArray();
  }

  private CodeWriter constants(ClassWriter out, String name) {
    CodeWriter code = new CodeWriter(out.pool());
    for (int i = 0; i < handles.size(); i++) {
      out.field(ClassWriter.STATIC | ClassWriter.FINAL, "h" + i, "L" + HANDLE + ";");
      code.invokeStatic(
          "java/lang/invoke/MethodHandles", "lookup", "()Ljava/lang/invoke/MethodHandles$Lookup;");
      code.stringConstant("_");
      code.classConstant(HANDLE);
      code.constant(i);
      code.invokeStatic(
          "java/lang/invoke/MethodHandles",
          "classDataAt",
          "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/Class;I)"
              + "Ljava/lang/Object;");
      code.checkCast(HANDLE);
      code.putStatic(name, "h" + i, "L" + HANDLE + ";");
    }
    code.returnValue(VerificationType.TOP);
    return code;
  }

  private CodeWriter method(ClassWriter out, String name, int index) {
    String descriptor = handles.get(index).type().toMethodDescriptorString();
    CodeWriter code = new CodeWriter(out.pool());
    code.declareLocal(object(code, name));
    code.getStatic(name, "h" + index, "L" + HANDLE + ";");
    String parameters = descriptor.substring(1, descriptor.indexOf(')'));
    for (int at = 0; at < parameters.length(); at = VerificationType.end(parameters, at)) {
      int each = VerificationType.of(code.pool(), parameters, at);
      code.load(code.declareLocal(each), each);
    }
    code.invokeVirtual(HANDLE, "invokeExact", descriptor);
    String result = descriptor.substring(descriptor.indexOf(')') + 1);
    code.returnValue(
        result.equals("V") ? VerificationType.TOP : VerificationType.of(code.pool(), result, 0));
    return code;
  }

  private static int object(CodeWriter code, String internalName) {
    return VerificationType.object(code.pool().classInfo(internalName));
  }
}
