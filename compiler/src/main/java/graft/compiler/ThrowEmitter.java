package graft.compiler;

import static graft.classfile.Bytecode.*;
import static graft.compiler.JvmNames.EXCEPTION;
import static graft.compiler.JvmNames.OBJECT;

import graft.classfile.CodeWriter;
import graft.format.FunctionType;
import graft.format.ValType;
import java.util.Objects;

/// Throws exceptions, old and new.
final class ThrowEmitter {
  private final MethodFrame frame;
  private final OpenBlocks blocks;
  private final FunctionCode code;
  private final CodeWriter out;

  ThrowEmitter(MethodFrame frame, OpenBlocks blocks) {
    this.frame = frame;
    this.blocks = blocks;
    code = frame.code;
    out = frame.out;
  }

  void emitThrow(int i) {
    FunctionType type = code.module.allTags().get(code.index[i]).type();
    int mark = out.localCount();
    int[] values = frame.storeArguments(type);
    pushTag(code.index[i]);
    out.constant(values.length);
    out.newArray(OBJECT);
    for (int k = 0; k < values.length; k++) {
      ValType each = type.parameters().get(k);
      out.dup();
      out.constant(k);
      out.load(values[k], frame.jvmType(each));
      box(each);
      out.op(AASTORE, 3);
    }
    out.invokeStatic(
        EXCEPTION, "of", "(Lgraft/runtime/Tag;[Ljava/lang/Object;)L" + EXCEPTION + ";");
    out.op(ATHROW, 1);
    out.dropLocals(mark);
    frame.reachable = false;
  }

  private void box(ValType type) {
    switch (type) {
      case I32 -> out.invokeStatic("java/lang/Integer", "valueOf", "(I)Ljava/lang/Integer;");
      case I64 -> out.invokeStatic("java/lang/Long", "valueOf", "(J)Ljava/lang/Long;");
      case F32 -> out.invokeStatic("java/lang/Float", "valueOf", "(F)Ljava/lang/Float;");
      case F64 -> out.invokeStatic("java/lang/Double", "valueOf", "(D)Ljava/lang/Double;");
      case V128, FUNCREF, EXTERNREF, EXNREF -> {}
    }
  }

  void emitRethrow(int i) {
    OpenBlock block = Objects.requireNonNull(blocks.blockOf(code.target[i]));
    out.load(block.exceptionSlot, frame.object(EXCEPTION));
    out.op(ATHROW, 1);
    frame.reachable = false;
  }

  void emitThrowReference() {
    out.invokeStatic(EXCEPTION, "fromReference", "(Ljava/lang/Object;)L" + EXCEPTION + ";");
    out.op(ATHROW, 1);
    frame.reachable = false;
  }

  void pushTag(int tag) {
    frame.loadInstance();
    out.getField(ModuleNames.INSTANCE, "tags", "[Lgraft/runtime/Tag;");
    out.constant(tag);
    out.op(AALOAD, 2, frame.object("graft/runtime/Tag"));
  }
}
