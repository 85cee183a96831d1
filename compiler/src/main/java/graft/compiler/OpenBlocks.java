package graft.compiler;

import static graft.classfile.Bytecode.*;

import graft.classfile.CodeWriter;
import graft.format.FunctionType;
import graft.format.ValType;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The constructs that are open at the present place, the innermost last.
final class OpenBlocks {
  private final MethodFrame frame;
  private final MemoryArray array;
  private final FunctionCode code;
  private final CodeWriter out;

  OpenBlock[] stack = new OpenBlock[16];
  int depth;

  OpenBlocks(MethodFrame frame, MemoryArray array) {
    this.frame = frame;
    this.array = array;
    code = frame.code;
    out = frame.out;
  }

  /// Opens a construct; its parameters are on the stack.
  OpenBlock open(int opener, boolean isLoop) {
    OpenBlock block = new OpenBlock();
    block.opener = opener;
    block.isLoop = isLoop;
    block.label = out.newLabel();
    block.base = out.depth() - code.blockType(opener).parameters().size();
    block.below = Arrays.copyOf(out.stackTypes(), block.base);
    block.localCount = out.localCount();
    if (depth == stack.length) {
      stack = Arrays.copyOf(stack, 2 * depth);
    }
    stack[depth++] = block;
    return block;
  }

  /// The open construct with that opener, or null if it is not in this method.
  @Nullable OpenBlock blockOf(int opener) {
    for (int k = depth - 1; k >= 0; k--) {
      if (stack[k].opener == opener) {
        return stack[k];
      }
    }
    return null;
  }

  /// Makes the stack what it is at a label of a construct: what is below, and values.
  void restoreStack(OpenBlock block, List<ValType> values) {
    int[] types = Arrays.copyOf(block.below, block.below.length + values.size());
    for (int k = 0; k < values.size(); k++) {
      types[block.below.length + k] = frame.jvmType(values.get(k));
    }
    out.setStack(types, types.length);
  }

  void jumpToEnd(OpenBlock block) {
    block.isTargeted = true;
    block.memoryIsStaleAtLabel |= array.isStale;
    out.jump(GOTO, 0, block.label);
    frame.reachable = false;
  }

  /// Moves what lies below a construct that was just opened from the stack to variables.
  void spillBelow(OpenBlock block) {
    FunctionType type = code.blockType(block.opener);
    int[] parameters = frame.storeArguments(type);
    int[] types = out.stackTypes();
    int[] saved = new int[types.length];
    for (int k = types.length - 1; k >= 0; k--) {
      saved[k] = frame.temporary(types[k]);
      out.store(saved[k], types[k]);
    }
    frame.loadArguments(parameters, type);
    block.spill = new OpenBlock.Spill(types, saved);
    block.spillEnd = out.localCount();
    block.base = 0;
    block.below = new int[0];
  }

  /// Puts back what {@link #spillBelow} took away, below the results of the construct.
  void unspill(OpenBlock block) {
    OpenBlock.Spill spill = Objects.requireNonNull(block.spill);
    List<ValType> results = code.blockType(block.opener).results();
    out.dropLocals(block.spillEnd);
    if (frame.reachable && spill.types().length > 0) {
      int[] saved = new int[results.size()];
      for (int k = saved.length - 1; k >= 0; k--) {
        saved[k] = frame.temporary(frame.jvmType(results.get(k)));
        out.store(saved[k], frame.jvmType(results.get(k)));
      }
      pushSpilled(spill, spill.types().length);
      for (int k = 0; k < saved.length; k++) {
        out.load(saved[k], frame.jvmType(results.get(k)));
      }
    }
    out.dropLocals(block.localCount);
  }

  private void pushSpilled(OpenBlock.Spill spill, int count) {
    for (int k = 0; k < count; k++) {
      out.load(spill.slots()[k], spill.types()[k]);
    }
  }

  void pushSpilled(OpenBlock target) {
    pushSpilled(Objects.requireNonNull(spillCrossed(target)), target.base);
  }

  /// What the outermost of the constructs that a branch to a label leaves has spilled, or null.
  private OpenBlock.@Nullable Spill spillCrossed(OpenBlock target) {
    for (int k = 0; k < depth; k++) {
      if (stack[k] == target) {
        for (int inner = k + 1; inner < depth; inner++) {
          if (stack[inner].spill != null) {
            return stack[inner].spill;
          }
        }
      }
    }
    return null;
  }

  /// Whether a branch leaves a construct that moved values from the stack.
  boolean crossesSpill(OpenBlock target) {
    OpenBlock.Spill spill = spillCrossed(target);
    return spill != null && spill.types().length > 0;
  }
}
