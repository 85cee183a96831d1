package graft.runtime;

import graft.classfile.ClassWriter;
import graft.classfile.CodeWriter;
import graft.classfile.VerificationType;
import graft.format.FunctionType;
import graft.format.ValType;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The generated classes of one signature, made and loaded. What is in them is in {@link
/// SignatureFiles}.
final class SignatureClasses {
  static final String PACKAGE = "graft/sig/";

  /// What the names of all these classes begin with.
  static final String OWN = PACKAGE.replace('/', '.');

  private static final String OBJECT = "java/lang/Object";

  private static final Loader LOADER = new Loader();
  private static final MethodHandles.Lookup LOOKUP = anchor();

  private final Signature signature;
  private final FunctionType type;
  private final SignatureFiles files;
  private final MethodType methodType;
  private final Class<?> base;
  private @Nullable MethodHandle call;
  private @Nullable MethodHandle newLazy;

  SignatureClasses(Signature signature) {
    this.signature = signature;
    this.type = signature.type();
    this.files = new SignatureFiles(type);
    base = LOADER.define(signature.className(), files.abstractClass());
    methodType = MethodType.fromMethodDescriptorString(signature.descriptor(), LOADER);
  }

  static ClassLoader loader() {
    return LOADER;
  }

  MethodType methodType() {
    return methodType;
  }

  /// A handle to `call`, made when one is first wanted: few signatures need any.
  synchronized MethodHandle call() {
    MethodHandle handle = call;
    if (handle == null) {
      try {
        handle = LOOKUP.findVirtual(base, "call", methodType);
      } catch (ReflectiveOperationException e) {
        throw new AssertionError("BUG: a generated class is not as it was made", e);
      }
      call = handle;
    }
    return handle;
  }

  Func newLazy(String function, @Nullable Instance instance, int index, LazyTarget target) {
    try {
      return (Func) lazyConstructor().invokeExact(signature, function, instance, index, target);
    } catch (Throwable e) {
      throw Trap.rethrow(e);
    }
  }

  private synchronized MethodHandle lazyConstructor() throws ReflectiveOperationException {
    MethodHandle constructor = newLazy;
    if (constructor == null) {
      StackRoom.ensure();
      Class<?> made = LOADER.define(signature.className() + "$Lazy", files.lazyClass());
      constructor =
          LOOKUP
              .findConstructor(
                  made,
                  MethodType.methodType(
                      void.class,
                      Signature.class,
                      String.class,
                      Instance.class,
                      int.class,
                      LazyTarget.class))
              .asType(
                  MethodType.methodType(
                      Func.class,
                      Signature.class,
                      String.class,
                      Instance.class,
                      int.class,
                      LazyTarget.class));
      newLazy = constructor;
    }
    return constructor;
  }

  Func newHost(String function, MethodHandle handle) {
    StackRoom.ensure();
    try {
      Class<?> made =
          LOOKUP.defineHiddenClassWithClassData(files.hostClass(), handle, true).lookupClass();
      MethodHandle constructor =
          LOOKUP.findConstructor(
              made,
              MethodType.methodType(
                  void.class, Signature.class, String.class, Instance.class, int.class));
      return (Func) constructor.invoke(signature, function, null, -1);
    } catch (Throwable e) {
      throw Trap.rethrow(e);
    }
  }

  /// A lookup inside of the generated package.
  private static MethodHandles.Lookup anchor() {
    String anchorName = PACKAGE + "Anchor";
    ClassWriter out =
        new ClassWriter(ClassWriter.PUBLIC | ClassWriter.FINAL, anchorName, OBJECT, "anchor");
    CodeWriter code = new CodeWriter(out.pool());
    String lookup = "Ljava/lang/invoke/MethodHandles$Lookup;";
    code.invokeStatic("java/lang/invoke/MethodHandles", "lookup", "()" + lookup);
    code.returnValue(
        VerificationType.object(code.pool().classInfo("java/lang/invoke/MethodHandles$Lookup")));
    out.method(ClassWriter.PUBLIC | ClassWriter.STATIC, "lookup", "()" + lookup, code);
    try {
      return (MethodHandles.Lookup)
          LOADER.define(anchorName, out.toByteArray()).getMethod("lookup").invoke(null);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError("BUG: a generated class is not as it was made", e);
    }
  }

  /// Holds the generated classes; every module's loader has it as its parent.
  private static final class Loader extends ClassLoader {
    static {
      registerAsParallelCapable();
    }

    Loader() {
      super("graft", Func.class.getClassLoader());
    }

    /// The generated classes are looked for here only: the parent would look into every jar of the
    /// class path for each of them, in vain.
    @Override
    protected Class<?> loadClass(String className, boolean resolve) throws ClassNotFoundException {
      if (!className.startsWith(OWN)) {
        return super.loadClass(className, resolve);
      }
      synchronized (getClassLoadingLock(className)) {
        Class<?> known = findLoadedClass(className);
        return known != null ? known : findClass(className);
      }
    }

    /// Defines a class, or finds it if that has been done before by somebody whom an error stopped.
    Class<?> define(String internalName, byte[] bytes) {
      String className = internalName.replace('/', '.');
      synchronized (getClassLoadingLock(className)) {
        Class<?> known = findLoadedClass(className);
        return known != null ? known : defineClass(className, bytes, 0, bytes.length);
      }
    }

    /// Classes are made when code first names them: a module may have 100,000 types, and use none;
    /// and code from the disk has types that nobody has asked for yet.
    @Override
    protected Class<?> findClass(String className) throws ClassNotFoundException {
      String internalName = className.replace('.', '/');
      StackRoom.ensure();
      List<ValType> results = Signature.resultsOfClass(internalName);
      if (results != null) {
        return define(internalName, SignatureFiles.resultsClass(internalName, results));
      }
      FunctionType type = Signature.typeOfClass(internalName);
      if (type == null) {
        throw new ClassNotFoundException(className);
      }
      // Not Signature.of: that takes a lock, under which others wait for this class's.
      return define(internalName, new SignatureFiles(type).abstractClass());
    }
  }
}
