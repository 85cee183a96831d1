package graft.compiler;

import static graft.classfile.Bytecode.*;
import static graft.compiler.JvmNames.EXCEPTION;

import graft.classfile.CodeWriter;
import graft.format.CodeReader;
import graft.format.Opcode;
import graft.format.ValType;
import graft.runtime.Signature;
import java.util.List;

/// Constructs that catch exceptions. A handler clears the operand stack of the JVM, so what lies
/// below a try waits in variables.
final class TryEmitter {
  private final MethodFrame frame;
  private final AddressFacts facts;
  private final MemoryArray array;
  private final OpenBlocks blocks;
  private final BranchEmitter branches;
  private final ThrowEmitter throwing;
  private final FunctionCode code;
  private final CodeWriter out;

  TryEmitter(
      MethodFrame frame,
      AddressFacts facts,
      MemoryArray array,
      OpenBlocks blocks,
      BranchEmitter branches,
      ThrowEmitter throwing) {
    this.frame = frame;
    this.facts = facts;
    this.array = array;
    this.blocks = blocks;
    this.branches = branches;
    this.throwing = throwing;
    code = frame.code;
    out = frame.out;
  }

  void openTry(int i) {
    OpenBlock block = blocks.open(i, false);
    blocks.spillBelow(block);
    block.tryStart = out.mark();
  }

  /// Ends the code that a try covers.
  private void endTryBody(OpenBlock block) {
    if (block.tryEnd < 0) {
      block.tryEnd = out.mark();
    }
  }

  /// Begins the handler of a construct, with the exception in a variable; false if nothing can
  /// throw.
  private boolean beginHandler(OpenBlock block) {
    int[] ranges = block.coveredRanges();
    boolean isEmpty = true;
    for (int k = 0; k < ranges.length; k += 2) {
      isEmpty &= out.isEmpty(ranges[k], ranges[k + 1]);
    }
    if (isEmpty) {
      return false;
    }
    out.handler(ranges, EXCEPTION);
    block.exceptionSlot = frame.temporary(frame.object(EXCEPTION));
    out.store(block.exceptionSlot, frame.object(EXCEPTION));
    array.isStale = true;
    facts.nonNegative.clear();
    return true;
  }

  void emitCatch(int i) {
    OpenBlock block = blocks.stack[blocks.depth - 1];
    boolean isFirst = block.tryEnd < 0;
    if (frame.reachable) {
      blocks.jumpToEnd(block);
    }
    endTryBody(block);
    if (isFirst) {
      frame.reachable = beginHandler(block);
    } else if (block.nextCatch >= 0) {
      out.setStack(new int[0], 0);
      array.isStale = true;
      facts.nonNegative.clear();
      out.bind(block.nextCatch);
      block.nextCatch = -1;
      frame.reachable = true;
    } else {
      frame.reachable = false;
    }
    if (frame.reachable && code.ops[i] == Opcode.CATCH) {
      block.nextCatch = out.newLabel();
      jumpUnlessTag(block.exceptionSlot, code.index[i], block.nextCatch);
      pushValues(block.exceptionSlot, code.index[i]);
    }
  }

  void jumpUnlessTag(int exception, int tag, int label) {
    out.load(exception, frame.object(EXCEPTION));
    out.invokeVirtual(EXCEPTION, "tag", "()Lgraft/runtime/Tag;");
    throwing.pushTag(tag);
    out.jump(IF_ACMPNE, 2, label);
  }

  /// Pushes what an exception carries.
  void pushValues(int exception, int tag) {
    List<ValType> types = code.module.allTags().get(tag).type().parameters();
    for (int k = 0; k < types.size(); k++) {
      out.load(exception, frame.object(EXCEPTION));
      out.constant(k);
      out.invokeVirtual(
          EXCEPTION, valueMethod(types.get(k)), "(I)" + Signature.descriptor(types.get(k)));
      frame.entered(types.get(k));
    }
  }

  private static String valueMethod(ValType type) {
    return switch (type) {
      case I32 -> "i32";
      case I64 -> "i64";
      case F32 -> "f32";
      case F64 -> "f64";
      case V128 -> "v128";
      case FUNCREF, EXTERNREF, EXNREF -> "ref";
    };
  }

  void emitDelegate(int i) {
    OpenBlock block = blocks.stack[blocks.depth - 1];
    endTryBody(block);
    // Handlers between here and the target do not see what is thrown in this body.
    for (int k = blocks.depth - 2; k >= 0 && blocks.stack[k].opener != code.target[i]; k--) {
      blocks.stack[k].addHole(block.tryStart, block.tryEnd);
    }
    finishTry(block);
  }

  /// The end of a try or try_table that was not ended by delegate.
  void endTry(OpenBlock block) {
    boolean hasBodyOnly = block.tryEnd < 0;
    endTryBody(block);
    if (hasBodyOnly && code.extra[block.opener] instanceof FunctionCode.TryTable table) {
      if (frame.reachable) {
        blocks.jumpToEnd(block);
      }
      if (!table.clauses().isEmpty() && beginHandler(block)) {
        emitClauses(block, table);
      }
      frame.reachable = false;
    }
    if (block.nextCatch >= 0) {
      if (frame.reachable) {
        blocks.jumpToEnd(block);
      }
      out.setStack(new int[0], 0);
      out.bind(block.nextCatch);
      out.load(block.exceptionSlot, frame.object(EXCEPTION));
      out.op(ATHROW, 1);
      frame.reachable = false;
    }
    finishTry(block);
  }

  private void emitClauses(OpenBlock block, FunctionCode.TryTable table) {
    for (int k = 0; k < table.clauses().size(); k++) {
      CodeReader.CatchClause clause = table.clauses().get(k);
      int past = out.newLabel();
      if (clause.tag() >= 0) {
        jumpUnlessTag(block.exceptionSlot, clause.tag(), past);
        pushValues(block.exceptionSlot, clause.tag());
      }
      if (clause.withReference()) {
        out.load(block.exceptionSlot, frame.object(EXCEPTION));
      }
      branches.branch(table.targets()[k]);
      if (clause.tag() < 0) {
        return;
      }
      out.setStack(new int[0], 0);
      out.bind(past);
    }
    out.load(block.exceptionSlot, frame.object(EXCEPTION));
    out.op(ATHROW, 1);
  }

  /// Binds the label behind a try and puts the values back that were below it.
  private void finishTry(OpenBlock block) {
    List<ValType> results = code.blockType(block.opener).results();
    blocks.depth--;
    out.dropLocals(block.spillEnd);
    if (block.isTargeted) {
      if (!frame.reachable) {
        blocks.restoreStack(block, results);
        array.isStale = block.memoryIsStaleAtLabel;
      }
      array.isStale |= block.memoryIsStaleAtLabel;
      facts.nonNegative.clear();
      out.bind(block.label);
      frame.reachable = true;
    }
    blocks.unspill(block);
  }
}
