package graft.compiler;

import static graft.classfile.Bytecode.*;

import graft.classfile.Boxes;
import graft.classfile.ClassWriter;
import graft.classfile.CodeWriter;
import graft.classfile.VerificationType;
import graft.format.ValType;
import graft.format.WasmModule;
import graft.runtime.Signature;
import java.util.function.IntConsumer;

/// Makes the class of a module's instances: typed fields for imported functions and globals, as
/// many as {@link ModuleNames} gives a field, and the methods that set them.
final class InstanceClass {
  /// Fields that one method sets, so that it stays small.
  private static final int PER_METHOD = 256;

  private static final String SET_IMPORT = "(ILgraft/runtime/Func;)V";
  private static final String SET_GLOBALS = "([Ljava/lang/Object;)V";

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
    int functions = names.importFieldCount();
    for (int i = 0; i < functions; i++) {
      out.field(ClassWriter.PUBLIC, ModuleNames.importField(i), importDescriptor(i));
    }
    int globals = names.globalFieldCount();
    for (int i = 0; i < globals; i++) {
      out.field(ClassWriter.PUBLIC, ModuleNames.globalField(i), globalDescriptor(i));
    }
    constructor();
    importSetter(functions);
    globalsSetter(globals);
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

  /// `void setImport(int index, Func value)`: a switch over groups, and a method with a switch for
  /// each group.
  private void importSetter(int count) {
    int groups = (count + PER_METHOD - 1) / PER_METHOD;
    CodeWriter code = beginImportSetter();
    if (groups > 0) {
      code.load(1, VerificationType.INTEGER);
      code.constant(PER_METHOD);
      code.op(IDIV, 2, VerificationType.INTEGER);
      switchOver(
          code,
          groups,
          group -> {
            loadThis(code);
            code.load(1, VerificationType.INTEGER);
            code.load(2, object(code, JvmNames.FUNC));
            code.invokeVirtual(ModuleNames.INSTANCE, "setImport" + group, SET_IMPORT);
            code.returnValue(VerificationType.TOP);
          });
    }
    code.returnValue(VerificationType.TOP);
    out.method(ClassWriter.PUBLIC, "setImport", SET_IMPORT, code);
    for (int group = 0; group < groups; group++) {
      int first = group * PER_METHOD;
      CodeWriter inner = beginImportSetter();
      inner.load(1, VerificationType.INTEGER);
      inner.constant(first);
      inner.op(ISUB, 2, VerificationType.INTEGER);
      switchOver(
          inner,
          Math.min(PER_METHOD, count - first),
          k -> {
            loadThis(inner);
            inner.load(2, object(inner, JvmNames.FUNC));
            setImport(inner, first + k);
            inner.returnValue(VerificationType.TOP);
          });
      inner.returnValue(VerificationType.TOP);
      out.method(ClassWriter.PUBLIC, "setImport" + group, SET_IMPORT, inner);
    }
  }

  private CodeWriter beginImportSetter() {
    CodeWriter code = new CodeWriter(out.pool());
    code.declareLocal(object(code, ModuleNames.INSTANCE));
    code.declareLocal(VerificationType.INTEGER);
    code.declareLocal(object(code, JvmNames.FUNC));
    code.parametersDeclared();
    return code;
  }

  /// `void setGlobals(Object[] values)`: straight code, as it runs once for each instance; a method
  /// for each group.
  private void globalsSetter(int count) {
    CodeWriter code = beginGlobalsSetter();
    for (int first = 0; first < count; first += PER_METHOD) {
      String group = "setGlobals" + first / PER_METHOD;
      loadThis(code);
      loadValues(code);
      code.invokeVirtual(ModuleNames.INSTANCE, group, SET_GLOBALS);
      CodeWriter inner = beginGlobalsSetter();
      for (int i = first; i < Math.min(count, first + PER_METHOD); i++) {
        loadThis(inner);
        loadValues(inner);
        inner.constant(i);
        inner.op(AALOAD, 2, object(inner, "java/lang/Object"));
        setGlobal(inner, i);
      }
      inner.returnValue(VerificationType.TOP);
      out.method(ClassWriter.PUBLIC, group, SET_GLOBALS, inner);
    }
    code.returnValue(VerificationType.TOP);
    out.method(ClassWriter.PUBLIC, "setGlobals", SET_GLOBALS, code);
  }

  private CodeWriter beginGlobalsSetter() {
    CodeWriter code = new CodeWriter(out.pool());
    code.declareLocal(object(code, ModuleNames.INSTANCE));
    code.declareLocal(object(code, "[Ljava/lang/Object;"));
    code.parametersDeclared();
    return code;
  }

  private static void loadThis(CodeWriter code) {
    code.load(0, object(code, ModuleNames.INSTANCE));
  }

  private static void loadValues(CodeWriter code) {
    code.load(1, object(code, "[Ljava/lang/Object;"));
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

  private void setImport(CodeWriter code, int function) {
    String owner = Signature.className(module.functionType(function));
    code.checkCast(owner);
    code.putField(ModuleNames.INSTANCE, ModuleNames.importField(function), "L" + owner + ";");
  }

  private void setGlobal(CodeWriter code, int global) {
    ValType type = module.allGlobals().get(global).type();
    if (names.hasCell(global)) {
      code.checkCast(names.cellClass(global));
    } else {
      Boxes.unbox(code, type);
    }
    code.putField(ModuleNames.INSTANCE, ModuleNames.globalField(global), globalDescriptor(global));
  }
}
