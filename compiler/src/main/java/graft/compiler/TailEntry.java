package graft.compiler;

import static graft.compiler.JvmNames.OBJECT;
import static graft.compiler.JvmNames.TAIL;

import graft.classfile.Boxes;
import graft.classfile.Bytecode;
import graft.classfile.ClassWriter;
import graft.classfile.CodeWriter;
import graft.classfile.VerificationType;
import graft.format.FunctionType;
import graft.runtime.Signature;

/// The method through which a function with tail calls is called in the ordinary way: it calls the
/// function's code, and then makes the tail calls that were put off, see {@link
/// graft.runtime.Tail}.
final class TailEntry {
  private TailEntry() {}

  /// Adds the method to a class.
  static void emit(ModuleNames names, int function, ClassWriter owner) {
    FunctionType type = names.module().functionType(function);
    CodeWriter out = new CodeWriter(owner.pool());
    String parameters = Signature.parameterDescriptors(type) + ModuleNames.INSTANCE_DESCRIPTOR;
    int count = type.parameters().size() + 1;
    int[] slots = new int[count];
    int[] types = new int[count];
    int at = 0;
    for (int k = 0; k < count; k++) {
      types[k] = VerificationType.of(out.pool(), parameters, at);
      slots[k] = out.declareLocal(types[k]);
      at = VerificationType.end(parameters, at);
    }
    out.parametersDeclared();
    int tailType = VerificationType.object(out.pool().classInfo(TAIL));
    out.newAndDup(TAIL);
    out.invokeSpecial(TAIL, "<init>", "()V");
    int tail = out.declareLocal(tailType);
    out.store(tail, tailType);
    for (int k = 0; k < count; k++) {
      out.load(slots[k], types[k]);
    }
    out.load(tail, tailType);
    out.invokeStatic(
        names.chunkClass(function), names.bodyName(function), names.bodyDescriptor(function));
    out.load(tail, tailType);
    out.invokeVirtual(TAIL, "isPending", "()Z");
    int done = out.newLabel();
    out.jump(Bytecode.IFEQ, 1, done);
    if (!type.results().isEmpty()) {
      out.drop();
    }
    out.load(tail, tailType);
    out.invokeVirtual(TAIL, "finish", "()L" + OBJECT + ";");
    unboxResult(out, type);
    out.bind(done);
    String result = Signature.resultDescriptor(type);
    out.returnValue(
        result.equals("V") ? VerificationType.TOP : VerificationType.of(out.pool(), result, 0));
    owner.method(
        ClassWriter.PUBLIC | ClassWriter.STATIC,
        names.methodName(function),
        names.methodDescriptor(function),
        out);
  }

  private static void unboxResult(CodeWriter out, FunctionType type) {
    switch (type.results().size()) {
      case 0 -> out.drop();
      case 1 -> Boxes.unbox(out, type.results().get(0));
      default -> out.checkCast(Signature.resultsClass(type.results()));
    }
  }
}
