package graft.compiler;

import graft.classfile.ClassWriter;
import graft.classfile.CodeWriter;
import graft.classfile.VerificationType;
import graft.runtime.Signature;

/// The method that a region becomes: its name, its descriptor, and its place in a class.
final class RegionMethod {
  private RegionMethod() {}

  /// The descriptor of its method.
  static String descriptor(FunctionCode code, Region part) {
    StringBuilder text = new StringBuilder("(");
    for (int local : part.inputs) {
      text.append(Signature.descriptor(code.typeOf(local)));
    }
    if (part.isGroup()) {
      text.append('I');
    }
    text.append(ModuleNames.INSTANCE_DESCRIPTOR);
    text.append(code.hasTailCalls ? JvmNames.TAIL_DESCRIPTOR : "").append(')');
    if (part.isWholeFunction()) {
      return text.append(Signature.resultDescriptor(code.type)).toString();
    }
    return text.append(
            switch (part.result) {
              case NOTHING -> "V";
              case OUTPUT -> Signature.descriptor(code.typeOf(part.outputs[0]));
              case EXIT -> "I";
              case EXIT_AND_OUTPUT, TWO_OUTPUTS -> "J";
            })
        .toString();
  }

  /// How many outputs the method's own result carries.
  static int outputsInResult(Region part) {
    return switch (part.result) {
      case NOTHING, EXIT -> 0;
      case OUTPUT, EXIT_AND_OUTPUT -> 1;
      case TWO_OUTPUTS -> 2;
    };
  }

  /// Declares the parameters of a function's method that has no other code.
  static void declareOnly(FunctionCode code, CodeWriter out) {
    String parameters =
        Signature.parameterDescriptors(code.type)
            + ModuleNames.INSTANCE_DESCRIPTOR
            + (code.hasTailCalls ? JvmNames.TAIL_DESCRIPTOR : "");
    for (int at = 0; at < parameters.length(); at = VerificationType.end(parameters, at)) {
      out.declareLocal(VerificationType.of(out.pool(), parameters, at));
    }
    out.parametersDeclared();
  }

  /// The name of its method.
  static String name(ModuleNames names, FunctionCode code, Region part) {
    String function = names.methodName(code.functionIndex);
    boolean isFunction = part.isWholeFunction() && !code.hasTailCalls && !code.isMoved;
    return isFunction ? function : function + "~" + part.number;
  }

  /// Adds the method that others call to the chunk's own class, where the code is in another.
  static void addCallOfMoved(
      ChunkTranslator.Draft moved, ModuleNames names, FunctionCode code, ClassWriter own) {
    CodeWriter out = new CodeWriter(own.pool());
    String descriptor = moved.descriptor();
    for (int at = 1; descriptor.charAt(at) != ')'; at = VerificationType.end(descriptor, at)) {
      int type = VerificationType.of(out.pool(), descriptor, at);
      out.load(out.declareLocal(type), type);
    }
    out.invokeStatic(moved.owner().name(), moved.name(), descriptor);
    String result = Signature.resultDescriptor(code.type);
    out.returnValue(
        result.equals("V") ? VerificationType.TOP : VerificationType.of(out.pool(), result, 0));
    String name =
        code.hasTailCalls
            ? names.bodyName(code.functionIndex)
            : names.methodName(code.functionIndex);
    own.method(ClassWriter.PUBLIC | ClassWriter.STATIC, name, descriptor, out);
  }
}
