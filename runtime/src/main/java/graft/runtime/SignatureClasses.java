package graft.runtime;

import graft.classfile.Bytecode;
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

/// The generated classes of one signature.
///
/// - `I_I` is abstract: `abstract int call(int)`, and `invokeUnchecked`, which unboxes and calls
///   it; `int tail(int, Tail)`, which is the same unless the function has tail calls itself;
/// - `I_I$Lazy` calls what its {@link LazyTarget} finds;
/// - one hidden class for every host function calls a constant method handle.
final class SignatureClasses {
  static final String PACKAGE = "graft/sig/";

  private static final String FUNC = "graft/runtime/Func";
  private static final String OBJECT = "java/lang/Object";
  private static final String LAZY_TARGET = "graft/runtime/LazyTarget";
  private static final String TAIL = "graft/runtime/Tail";
  private static final String HANDLE = "java/lang/invoke/MethodHandle";

  /// What the constructors of all subclasses of Func begin with.
  private static final String INIT =
      "(Lgraft/runtime/Signature;Ljava/lang/String;Lgraft/runtime/Instance;I)V";

  private static final Loader LOADER = new Loader();
  private static final MethodHandles.Lookup LOOKUP = anchor();

  private final Signature signature;
  private final FunctionType type;
  private final String name;
  private final MethodType methodType;
  private final Class<?> base;
  private @Nullable MethodHandle call;
  private @Nullable MethodHandle newLazy;

  SignatureClasses(Signature signature) {
    this.signature = signature;
    this.type = signature.type();
    this.name = signature.className();
    if (slots() > 253) {
      throw new IllegalArgumentException(
          "a function with " + slots() + " slots of parameters: the JVM takes 253 at most");
    }
    base = LOADER.define(name, abstractClass());
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

  private int slots() {
    int slots = 0;
    for (ValType parameter : type.parameters()) {
      slots += parameter == ValType.I64 || parameter == ValType.F64 ? 2 : 1;
    }
    return slots;
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
      Class<?> made = LOADER.define(name + "$Lazy", lazyClass());
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
          LOOKUP.defineHiddenClassWithClassData(hostClass(), handle, true).lookupClass();
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

  private byte[] abstractClass() {
    ClassWriter out =
        new ClassWriter(ClassWriter.PUBLIC | ClassWriter.ABSTRACT, name, FUNC, "signature");
    out.method(ClassWriter.PUBLIC, "<init>", INIT, constructor(out, FUNC));
    out.abstractMethod(ClassWriter.PUBLIC, "call", signature.descriptor());
    out.method(
        ClassWriter.PUBLIC,
        "invokeUnchecked",
        "([Ljava/lang/Object;)Ljava/lang/Object;",
        invokeUnchecked(out));
    CodeWriter tail = new CodeWriter(out.pool());
    tail.load(tail.declareLocal(object(tail, name)), object(tail, name));
    passParameters(tail);
    tail.declareLocal(object(tail, TAIL));
    tail.invokeVirtual(name, "call", signature.descriptor());
    returnResult(tail);
    out.method(ClassWriter.PUBLIC, "tail", Signature.tailDescriptor(type), tail);
    out.method(
        ClassWriter.PUBLIC,
        "tailUnchecked",
        "([Ljava/lang/Object;L" + TAIL + ";)Ljava/lang/Object;",
        tailUnchecked(out));
    return out.toByteArray();
  }

  /// `super(signature, name, instance, index)` and no more.
  private CodeWriter constructor(ClassWriter out, String superName) {
    CodeWriter code = new CodeWriter(out.pool());
    passConstructorArguments(code, superName);
    code.returnValue(VerificationType.TOP);
    return code;
  }

  private void passConstructorArguments(CodeWriter code, String superName) {
    int self = code.declareLocal(object(code, OBJECT));
    code.load(self, object(code, OBJECT));
    for (String each :
        List.of("graft/runtime/Signature", "java/lang/String", "graft/runtime/Instance")) {
      code.load(code.declareLocal(object(code, each)), object(code, each));
    }
    code.load(code.declareLocal(VerificationType.INTEGER), VerificationType.INTEGER);
    code.invokeSpecial(superName, "<init>", INIT);
  }

  private static int object(CodeWriter code, String internalName) {
    return VerificationType.object(code.pool().classInfo(internalName));
  }

  private CodeWriter invokeUnchecked(ClassWriter out) {
    CodeWriter code = new CodeWriter(out.pool());
    passUnboxed(code);
    code.invokeVirtual(name, "call", signature.descriptor());
    if (type.results().isEmpty()) {
      code.nullConstant(object(code, OBJECT));
    } else if (type.results().size() == 1) {
      box(code, type.results().get(0));
    } else {
      code.invokeVirtual(
          Signature.resultsClass(type.results()), "toArray", "()[Ljava/lang/Object;");
    }
    code.returnValue(object(code, OBJECT));
    return code;
  }

  private CodeWriter tailUnchecked(ClassWriter out) {
    CodeWriter code = new CodeWriter(out.pool());
    passUnboxed(code);
    code.load(code.declareLocal(object(code, TAIL)), object(code, TAIL));
    code.invokeVirtual(name, "tail", Signature.tailDescriptor(type));
    if (type.results().isEmpty()) {
      code.nullConstant(object(code, OBJECT));
    } else if (type.results().size() == 1) {
      box(code, type.results().get(0));
    }
    code.returnValue(object(code, OBJECT));
    return code;
  }

  /// Declares this and an array, and pushes this and what the array holds.
  private void passUnboxed(CodeWriter code) {
    int self = code.declareLocal(object(code, name));
    int array = object(code, "[Ljava/lang/Object;");
    int arguments = code.declareLocal(array);
    code.load(self, object(code, name));
    for (int i = 0; i < type.parameters().size(); i++) {
      code.load(arguments, array);
      code.constant(i);
      code.op(Bytecode.AALOAD, 2, object(code, OBJECT));
      unbox(code, type.parameters().get(i));
    }
  }

  private static void unbox(CodeWriter code, ValType valType) {
    switch (valType) {
      case I32 -> unbox(code, "java/lang/Integer", "intValue", "()I");
      case I64 -> unbox(code, "java/lang/Long", "longValue", "()J");
      case F32 -> unbox(code, "java/lang/Float", "floatValue", "()F");
      case F64 -> unbox(code, "java/lang/Double", "doubleValue", "()D");
      case V128 -> code.checkCast("graft/runtime/V128");
      case FUNCREF, EXTERNREF, EXNREF -> {}
    }
  }

  private static void unbox(CodeWriter code, String box, String method, String descriptor) {
    code.checkCast(box);
    code.invokeVirtual(box, method, descriptor);
  }

  private static void box(CodeWriter code, ValType valType) {
    switch (valType) {
      case I32 -> code.invokeStatic("java/lang/Integer", "valueOf", "(I)Ljava/lang/Integer;");
      case I64 -> code.invokeStatic("java/lang/Long", "valueOf", "(J)Ljava/lang/Long;");
      case F32 -> code.invokeStatic("java/lang/Float", "valueOf", "(F)Ljava/lang/Float;");
      case F64 -> code.invokeStatic("java/lang/Double", "valueOf", "(D)Ljava/lang/Double;");
      case V128, FUNCREF, EXTERNREF, EXNREF -> {}
    }
  }

  private byte[] lazyClass() {
    String lazyName = name + "$Lazy";
    String targetDescriptor = "L" + LAZY_TARGET + ";";
    ClassWriter out =
        new ClassWriter(ClassWriter.PUBLIC | ClassWriter.FINAL, lazyName, name, "lazy stub");
    out.field(ClassWriter.FINAL, "target", targetDescriptor);
    CodeWriter init = new CodeWriter(out.pool());
    passConstructorArguments(init, name);
    int target = init.declareLocal(object(init, LAZY_TARGET));
    init.load(0, object(init, lazyName));
    init.load(target, object(init, LAZY_TARGET));
    init.putField(lazyName, "target", targetDescriptor);
    init.returnValue(VerificationType.TOP);
    out.method(ClassWriter.PUBLIC, "<init>", INIT.replace(")V", targetDescriptor + ")V"), init);

    CodeWriter code = new CodeWriter(out.pool());
    pushTarget(code, lazyName);
    passParameters(code);
    code.invokeVirtual(name, "call", signature.descriptor());
    returnResult(code);
    out.method(ClassWriter.PUBLIC, "call", signature.descriptor(), code);

    CodeWriter tail = new CodeWriter(out.pool());
    pushTarget(tail, lazyName);
    passParameters(tail);
    tail.load(tail.declareLocal(object(tail, TAIL)), object(tail, TAIL));
    tail.invokeVirtual(name, "tail", Signature.tailDescriptor(type));
    returnResult(tail);
    out.method(ClassWriter.PUBLIC, "tail", Signature.tailDescriptor(type), tail);
    return out.toByteArray();
  }

  private void pushTarget(CodeWriter code, String lazyName) {
    int self = code.declareLocal(object(code, lazyName));
    code.load(self, object(code, lazyName));
    code.getField(lazyName, "target", "L" + LAZY_TARGET + ";");
    code.load(self, object(code, lazyName));
    code.invokeVirtual(LAZY_TARGET, "get", "(Lgraft/runtime/Func;)Lgraft/runtime/Func;");
    code.checkCast(name);
  }

  private void passParameters(CodeWriter code) {
    String parameters = Signature.parameterDescriptors(type);
    for (int at = 0; at < parameters.length(); at = VerificationType.end(parameters, at)) {
      int each = VerificationType.of(code.pool(), parameters, at);
      code.load(code.declareLocal(each), each);
    }
  }

  private void returnResult(CodeWriter code) {
    String result = Signature.resultDescriptor(type);
    code.returnValue(
        result.equals("V") ? VerificationType.TOP : VerificationType.of(code.pool(), result, 0));
  }

  private byte[] hostClass() {
    String hostName = name + "$Host";
    ClassWriter out =
        new ClassWriter(ClassWriter.PUBLIC | ClassWriter.FINAL, hostName, name, "host function");
    out.field(ClassWriter.STATIC | ClassWriter.FINAL, "HANDLE", "L" + HANDLE + ";");
    out.method(ClassWriter.PUBLIC, "<init>", INIT, constructor(out, name));

    CodeWriter init = new CodeWriter(out.pool());
    init.invokeStatic(
        "java/lang/invoke/MethodHandles", "lookup", "()Ljava/lang/invoke/MethodHandles$Lookup;");
    init.stringConstant("_");
    init.classConstant(HANDLE);
    init.invokeStatic(
        "java/lang/invoke/MethodHandles",
        "classData",
        "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/Class;)"
            + "Ljava/lang/Object;");
    init.checkCast(HANDLE);
    init.putStatic(hostName, "HANDLE", "L" + HANDLE + ";");
    init.returnValue(VerificationType.TOP);
    out.method(ClassWriter.STATIC, "<clinit>", "()V", init);

    CodeWriter code = new CodeWriter(out.pool());
    code.declareLocal(object(code, hostName));
    code.getStatic(hostName, "HANDLE", "L" + HANDLE + ";");
    passParameters(code);
    code.invokeVirtual(HANDLE, "invokeExact", signature.descriptor());
    returnResult(code);
    out.method(ClassWriter.PUBLIC, "call", signature.descriptor(), code);
    return out.toByteArray();
  }

  private static byte[] resultsClass(String resultsName, List<ValType> results) {
    ClassWriter out =
        new ClassWriter(ClassWriter.PUBLIC | ClassWriter.FINAL, resultsName, OBJECT, "results");
    for (int i = 0; i < results.size(); i++) {
      out.field(ClassWriter.PUBLIC, "r" + i, Signature.descriptor(results.get(i)));
    }
    CodeWriter init = new CodeWriter(out.pool());
    int self = object(init, resultsName);
    init.load(init.declareLocal(self), self);
    init.invokeSpecial(OBJECT, "<init>", "()V");
    init.returnValue(VerificationType.TOP);
    out.method(0, "<init>", "()V", init);
    out.method(
        ClassWriter.PUBLIC | ClassWriter.STATIC,
        "of",
        resultsOfDescriptor(resultsName, results),
        resultsOf(out, resultsName, results));
    out.method(
        ClassWriter.PUBLIC,
        "toArray",
        "()[Ljava/lang/Object;",
        resultsToArray(out, resultsName, results));
    return out.toByteArray();
  }

  private static String resultsOfDescriptor(String resultsName, List<ValType> results) {
    return "("
        + Signature.parameterDescriptors(new FunctionType(results, List.of()))
        + ")L"
        + resultsName
        + ";";
  }

  private static CodeWriter resultsOf(ClassWriter out, String resultsName, List<ValType> results) {
    CodeWriter code = new CodeWriter(out.pool());
    int[] slots = new int[results.size()];
    for (int i = 0; i < slots.length; i++) {
      slots[i] = code.declareLocal(valueType(code, results.get(i)));
    }
    code.newAndDup(resultsName);
    code.invokeSpecial(resultsName, "<init>", "()V");
    for (int i = 0; i < slots.length; i++) {
      code.dup();
      code.load(slots[i], valueType(code, results.get(i)));
      code.putField(resultsName, "r" + i, Signature.descriptor(results.get(i)));
    }
    code.returnValue(object(code, resultsName));
    return code;
  }

  private static CodeWriter resultsToArray(
      ClassWriter out, String resultsName, List<ValType> results) {
    CodeWriter code = new CodeWriter(out.pool());
    int self = code.declareLocal(object(code, resultsName));
    code.constant(results.size());
    code.newArray(OBJECT);
    for (int i = 0; i < results.size(); i++) {
      code.dup();
      code.constant(i);
      code.load(self, object(code, resultsName));
      code.getField(resultsName, "r" + i, Signature.descriptor(results.get(i)));
      box(code, results.get(i));
      code.op(Bytecode.AASTORE, 3);
    }
    code.returnValue(object(code, "[Ljava/lang/Object;"));
    return code;
  }

  private static int valueType(CodeWriter code, ValType valType) {
    return VerificationType.of(code.pool(), Signature.descriptor(valType), 0);
  }

  /// A lookup inside of the generated package.
  private static MethodHandles.Lookup anchor() {
    String anchorName = PACKAGE + "Anchor";
    ClassWriter out =
        new ClassWriter(ClassWriter.PUBLIC | ClassWriter.FINAL, anchorName, OBJECT, "anchor");
    CodeWriter code = new CodeWriter(out.pool());
    String lookup = "Ljava/lang/invoke/MethodHandles$Lookup;";
    code.invokeStatic("java/lang/invoke/MethodHandles", "lookup", "()" + lookup);
    code.returnValue(object(code, "java/lang/invoke/MethodHandles$Lookup"));
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

    /// Defines a class, or finds it if that has been done before by somebody whom an error stopped.
    Class<?> define(String internalName, byte[] bytes) {
      String className = internalName.replace('/', '.');
      synchronized (getClassLoadingLock(className)) {
        Class<?> known = findLoadedClass(className);
        return known != null ? known : defineClass(className, bytes, 0, bytes.length);
      }
    }

    /// Classes for several results are made when code first names them: a module may have 100,000
    /// such types, and use none.
    @Override
    protected Class<?> findClass(String className) throws ClassNotFoundException {
      String internalName = className.replace('.', '/');
      List<ValType> results = Signature.resultsOfClass(internalName);
      if (results == null) {
        throw new ClassNotFoundException(className);
      }
      StackRoom.ensure();
      return define(internalName, resultsClass(internalName, results));
    }
  }
}
