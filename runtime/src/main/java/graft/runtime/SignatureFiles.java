package graft.runtime;

import graft.classfile.Boxes;
import graft.classfile.Bytecode;
import graft.classfile.ClassWriter;
import graft.classfile.CodeWriter;
import graft.classfile.VerificationType;
import graft.format.FunctionType;
import graft.format.ValType;
import java.util.List;

/// Writes the class files of one signature.
///
/// - `I_I` is abstract: `abstract int call(int)`, and `invokeUnchecked`, which unboxes and calls
///   it; `int tail(int, Tail)`, which is the same unless the function has tail calls itself;
/// - `I_I$Lazy` calls what its {@link LazyTarget} finds;
/// - one hidden class for every host function calls a constant method handle.
final class SignatureFiles {
  private static final String FUNC = "graft/runtime/Func";
  private static final String OBJECT = "java/lang/Object";
  private static final String LAZY_TARGET = "graft/runtime/LazyTarget";
  private static final String TAIL = "graft/runtime/Tail";
  private static final String HANDLE = "java/lang/invoke/MethodHandle";

  /// What the constructors of all subclasses of Func begin with.
  private static final String INIT =
      "(Lgraft/runtime/Signature;Ljava/lang/String;Lgraft/runtime/Instance;I)V";

  private final FunctionType type;
  private final String name;

  SignatureFiles(FunctionType type) {
    this.type = type;
    this.name = Signature.className(type);
  }

  byte[] abstractClass() {
    ClassWriter out =
        new ClassWriter(ClassWriter.PUBLIC | ClassWriter.ABSTRACT, name, FUNC, "signature");
    out.method(ClassWriter.PUBLIC, "<init>", INIT, constructor(out, FUNC));
    out.abstractMethod(ClassWriter.PUBLIC, "call", Signature.descriptor(type));
    out.method(
        ClassWriter.PUBLIC,
        "invokeUnchecked",
        "([Ljava/lang/Object;)Ljava/lang/Object;",
        invokeUnchecked(out));
    CodeWriter tail = new CodeWriter(out.pool());
    tail.load(tail.declareLocal(object(tail, name)), object(tail, name));
    passParameters(tail);
    tail.declareLocal(object(tail, TAIL));
    tail.invokeVirtual(name, "call", Signature.descriptor(type));
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
    code.invokeVirtual(name, "call", Signature.descriptor(type));
    if (type.results().isEmpty()) {
      code.nullConstant(object(code, OBJECT));
    } else if (type.results().size() == 1) {
      Boxes.box(code, type.results().get(0));
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
      Boxes.box(code, type.results().get(0));
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
      Boxes.unbox(code, type.parameters().get(i));
    }
  }

  byte[] lazyClass() {
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
    code.invokeVirtual(name, "call", Signature.descriptor(type));
    returnResult(code);
    out.method(ClassWriter.PUBLIC, "call", Signature.descriptor(type), code);

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

  byte[] hostClass() {
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
    code.invokeVirtual(HANDLE, "invokeExact", Signature.descriptor(type));
    returnResult(code);
    out.method(ClassWriter.PUBLIC, "call", Signature.descriptor(type), code);
    return out.toByteArray();
  }

  static byte[] resultsClass(String resultsName, List<ValType> results) {
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
      Boxes.box(code, results.get(i));
      code.op(Bytecode.AASTORE, 3);
    }
    code.returnValue(object(code, "[Ljava/lang/Object;"));
    return code;
  }

  private static int valueType(CodeWriter code, ValType valType) {
    return VerificationType.of(code.pool(), Signature.descriptor(valType), 0);
  }
}
