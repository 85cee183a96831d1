package graft.compiler;

import static graft.classfile.Bytecode.*;

import graft.classfile.ClassWriter;
import graft.classfile.CodeWriter;
import graft.classfile.VerificationType;
import graft.format.ValType;
import graft.format.WasmModule;
import graft.runtime.Signature;
import java.util.function.IntConsumer;

/// Makes the class of a module's instances: a typed field for every imported function and every
/// global, and the two methods that set them by index.
final class InstanceClass {
  /// Fields that one method sets, so that it stays small.
  private static final int PER_METHOD = 256;

  private static final String INIT = "(Lgraft/format/WasmModule;Lgraft/runtime/FunctionFactory;)V";

  private final ModuleNames names;
  private final WasmModule module;
  private final ClassWriter out;

  InstanceClass(ModuleNames names) {
    this.names = names;
    this.module = names.module();
    this.out =
        new ClassWriter(
            ClassWriter.PUBLIC | ClassWriter.FINAL,
            ModuleNames.INSTANCE,
            "graft/runtime/Instance",
            "instance");
  }

  byte[] classFile() {
    int functions = module.importedFunctionCount();
    for (int i = 0; i < functions; i++) {
      out.field(ClassWriter.PUBLIC, ModuleNames.importField(i), importDescriptor(i));
    }
    int globals = module.allGlobals().size();
    for (int i = 0; i < globals; i++) {
      out.field(ClassWriter.PUBLIC, ModuleNames.globalField(i), globalDescriptor(i));
    }
    constructor();
    setter("setImport", "Lgraft/runtime/Func;", functions, this::setImport);
    setter("setGlobal", "Ljava/lang/Object;", globals, this::setGlobal);
    return out.toByteArray();
  }

  private String importDescriptor(int function) {
    return "L" + Signature.className(module.functionType(function)) + ";";
  }

  private String globalDescriptor(int global) {
    return names.hasCell(global)
        ? "L" + names.cellClass(global) + ";"
        : Signature.descriptor(module.allGlobals().get(global).type());
  }

  private void constructor() {
    CodeWriter code = new CodeWriter(out.pool());
    for (String each :
        new String[] {
          ModuleNames.INSTANCE, "graft/format/WasmModule", "graft/runtime/FunctionFactory"
        }) {
      code.load(code.declareLocal(object(code, each)), object(code, each));
    }
    code.invokeSpecial("graft/runtime/Instance", "<init>", INIT);
    code.returnValue(VerificationType.TOP);
    out.method(ClassWriter.PUBLIC, "<init>", INIT, code);
  }

  private static int object(CodeWriter code, String internalName) {
    return VerificationType.object(code.pool().classInfo(internalName));
  }

  private CodeWriter current =
      new CodeWriter(new graft.classfile.ClassWriter(0, "x", "x", "x").pool());

  /// `void name(int index, T value)`: a switch over groups, and a method with a switch for each
  /// group.
  private void setter(String name, String valueDescriptor, int count, IntConsumer emitCase) {
    String descriptor = "(I" + valueDescriptor + ")V";
    int groups = (count + PER_METHOD - 1) / PER_METHOD;
    CodeWriter code = begin(valueDescriptor);
    if (groups > 0) {
      code.load(1, VerificationType.INTEGER);
      code.constant(PER_METHOD);
      code.op(IDIV, 2, VerificationType.INTEGER);
      switchOver(
          code,
          groups,
          group -> {
            loadArguments(code, valueDescriptor);
            code.invokeVirtual(ModuleNames.INSTANCE, name + group, descriptor);
            code.returnValue(VerificationType.TOP);
          });
    }
    code.returnValue(VerificationType.TOP);
    out.method(ClassWriter.PUBLIC, name, descriptor, code);
    for (int group = 0; group < groups; group++) {
      int first = group * PER_METHOD;
      CodeWriter inner = begin(valueDescriptor);
      current = inner;
      inner.load(1, VerificationType.INTEGER);
      inner.constant(first);
      inner.op(ISUB, 2, VerificationType.INTEGER);
      switchOver(
          inner,
          Math.min(PER_METHOD, count - first),
          k -> {
            inner.load(0, object(inner, ModuleNames.INSTANCE));
            inner.load(2, VerificationType.of(out.pool(), valueDescriptor, 0));
            emitCase.accept(first + k);
            inner.returnValue(VerificationType.TOP);
          });
      inner.returnValue(VerificationType.TOP);
      out.method(ClassWriter.PUBLIC, name + group, descriptor, inner);
    }
  }

  private CodeWriter begin(String valueDescriptor) {
    CodeWriter code = new CodeWriter(out.pool());
    code.declareLocal(object(code, ModuleNames.INSTANCE));
    code.declareLocal(VerificationType.INTEGER);
    code.declareLocal(VerificationType.of(out.pool(), valueDescriptor, 0));
    code.parametersDeclared();
    return code;
  }

  private void loadArguments(CodeWriter code, String valueDescriptor) {
    code.load(0, object(code, ModuleNames.INSTANCE));
    code.load(1, VerificationType.INTEGER);
    code.load(2, VerificationType.of(out.pool(), valueDescriptor, 0));
  }

  private static void switchOver(CodeWriter code, int count, IntConsumer emitCase) {
    int[] labels = new int[count];
    for (int k = 0; k < count; k++) {
      labels[k] = code.newLabel();
    }
    int otherwise = code.newLabel();
    code.tableSwitch(labels, otherwise);
    for (int k = 0; k < count; k++) {
      code.bind(labels[k]);
      emitCase.accept(k);
    }
    code.bind(otherwise);
  }

  private void setImport(int function) {
    String owner = Signature.className(module.functionType(function));
    current.checkCast(owner);
    current.putField(ModuleNames.INSTANCE, ModuleNames.importField(function), "L" + owner + ";");
  }

  private void setGlobal(int global) {
    ValType type = module.allGlobals().get(global).type();
    if (names.hasCell(global)) {
      current.checkCast(names.cellClass(global));
    } else {
      unbox(type);
    }
    current.putField(
        ModuleNames.INSTANCE, ModuleNames.globalField(global), globalDescriptor(global));
  }

  private void unbox(ValType type) {
    switch (type) {
      case I32 -> unbox("java/lang/Integer", "intValue", "()I");
      case I64 -> unbox("java/lang/Long", "longValue", "()J");
      case F32 -> unbox("java/lang/Float", "floatValue", "()F");
      case F64 -> unbox("java/lang/Double", "doubleValue", "()D");
      case V128 -> current.checkCast("graft/runtime/V128");
      case FUNCREF, EXTERNREF, EXNREF -> {}
    }
  }

  private void unbox(String box, String method, String descriptor) {
    current.checkCast(box);
    current.invokeVirtual(box, method, descriptor);
  }
}
