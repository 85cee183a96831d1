package graft.compiler;

import static graft.classfile.Bytecode.*;
import static graft.compiler.JvmNames.EXCEPTION;

import graft.classfile.CodeWriter;
import graft.format.FunctionType;
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
    frame.pushBoxed(values, type);
    out.invokeStatic(
        EXCEPTION, "of", "(Lgraft/runtime/Tag;[Ljava/lang/Object;)L" + EXCEPTION + ";");
    out.op(ATHROW, 1);
    out.dropLocals(mark);
    frame.reachable = false;
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
