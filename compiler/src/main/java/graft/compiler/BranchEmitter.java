package graft.compiler;

import static graft.classfile.Bytecode.*;

import graft.classfile.CodeWriter;
import graft.classfile.VerificationType;
import graft.format.FunctionType;
import graft.format.ValType;
import graft.runtime.Signature;
import java.util.List;

/// Branches: a wasm branch drops what its label does not want; the JVM wants the same stack on all
/// ways. So a branch with too many values moves those it keeps through variables.
final class BranchEmitter {
  private final MethodFrame frame;
  private final MemoryArray array;
  private final ConditionEmitter conditions;
  private final OpenBlocks blocks;
  private final PartExits exits;
  private final FunctionCode code;
  private final Region region;
  private final CodeWriter out;

  BranchEmitter(
      MethodFrame frame,
      MemoryArray array,
      ConditionEmitter conditions,
      OpenBlocks blocks,
      PartExits exits) {
    this.frame = frame;
    this.array = array;
    this.conditions = conditions;
    this.blocks = blocks;
    this.exits = exits;
    code = frame.code;
    region = frame.region;
    out = frame.out;
  }

  /// Goes to the label of `opener` with the values that it wants on top of the stack.
  void branch(int opener) {
    if (frame.segment != null) {
      frame.segment.branch(opener);
      return;
    }
    OpenBlock block = opener < 0 ? null : blocks.blockOf(opener);
    if (block == null) {
      if (region.isWholeFunction()) {
        emitReturn();
      } else {
        exits.leave(opener);
      }
    } else {
      keepTop(code.labelTypes(opener).size(), block);
      block.isTargeted = true;
      block.memoryIsStaleAtLabel |= array.isStale;
      out.jump(GOTO, 0, block.label);
    }
    frame.reachable = false;
  }

  boolean isDirect(int opener) {
    OpenBlock block = opener < 0 ? null : blocks.blockOf(opener);
    if (block == null) {
      return !region.isWholeFunction() && out.depth() == 0 && code.labelTypes(opener).isEmpty();
    }
    return !blocks.crossesSpill(block)
        && out.depth() == block.base + code.labelTypes(opener).size();
  }

  /// The JVM label of a target that {@link #isDirect}.
  int directLabel(int opener) {
    OpenBlock block = opener < 0 ? null : blocks.blockOf(opener);
    if (block == null) {
      int exit = region.exit(opener);
      if (exits.exitLabels[exit] < 0) {
        exits.exitLabels[exit] = out.newLabel();
      }
      return exits.exitLabels[exit];
    }
    block.isTargeted = true;
    block.memoryIsStaleAtLabel |= array.isStale;
    return block.label;
  }

  /// Says that a br_table with many arms has one behind the label of `opener`.
  void markArm(int opener) {
    OpenBlock block = opener < 0 ? null : blocks.blockOf(opener);
    if (block != null) {
      block.leadsToArm = true;
    }
  }

  /// Drops what is under the `count` values on top, down to what the block's label expects.
  private void keepTop(int count, OpenBlock block) {
    boolean crosses = blocks.crossesSpill(block);
    if (!crosses && out.depth() == block.base + count) {
      return;
    }
    int mark = out.localCount();
    int[] kept = new int[count];
    int[] types = new int[count];
    for (int k = count - 1; k >= 0; k--) {
      types[k] = out.typeAt(0);
      kept[k] = frame.temporary(types[k]);
      out.store(kept[k], types[k]);
    }
    if (crosses) {
      while (out.depth() > 0) {
        out.drop();
      }
      blocks.pushSpilled(block);
    } else {
      while (out.depth() > block.base) {
        out.drop();
      }
    }
    for (int k = 0; k < count; k++) {
      out.load(kept[k], types[k]);
    }
    out.dropLocals(mark);
  }

  void emitBranchIf(int i) {
    int opener = code.target[i];
    int jump = conditions.takeCondition();
    int pops = conditions.conditionPops;
    out.pop(pops);
    boolean direct = isDirect(opener);
    out.unpop(pops);
    if (direct) {
      int label = directLabel(opener);
      out.jump(jump, pops, label);
      return;
    }
    int past = out.newLabel();
    out.jump(Comparison.negate(jump), pops, past);
    int[] before = out.stackTypes();
    branch(opener);
    out.setStack(before, before.length);
    out.bind(past);
    frame.reachable = true;
  }

  void emitReturn() {
    List<ValType> results = code.type.results();
    if (results.isEmpty()) {
      out.returnValue(VerificationType.TOP);
    } else if (results.size() == 1) {
      frame.leaving(results.get(0));
      out.returnValue(frame.plainType(results.get(0)));
    } else {
      frame.argumentsLeaving(new FunctionType(results, List.of()));
      String owner = Signature.resultsClass(results);
      out.invokeStatic(
          owner,
          "of",
          "("
              + Signature.parameterDescriptors(new FunctionType(results, List.of()))
              + ")L"
              + owner
              + ";");
      out.returnValue(frame.object(owner));
    }
    frame.reachable = false;
  }
}
