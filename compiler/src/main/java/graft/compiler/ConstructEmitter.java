package graft.compiler;

import graft.classfile.CodeWriter;
import graft.format.ValType;
import java.util.List;

/// Begins and ends blocks, loops and ifs.
final class ConstructEmitter {
  private final MethodFrame frame;
  private final AddressFacts facts;
  private final MemoryArray array;
  private final ConditionEmitter conditions;
  private final OpenBlocks blocks;
  private final TryEmitter tries;
  private final FunctionCode code;
  private final CompilerOptions options;
  private final CodeWriter out;

  ConstructEmitter(
      MethodFrame frame,
      AddressFacts facts,
      MemoryArray array,
      ConditionEmitter conditions,
      OpenBlocks blocks,
      TryEmitter tries) {
    this.frame = frame;
    this.facts = facts;
    this.array = array;
    this.conditions = conditions;
    this.blocks = blocks;
    this.tries = tries;
    code = frame.code;
    options = frame.options;
    out = frame.out;
  }

  void openLoop(int i) {
    OpenBlock block = blocks.open(i, true);
    if (block.base > 0) {
      // HotSpot cannot replace a frame on the stack at a loop with operands below it: the loop
      // would run in the interpreter until it ends.
      blocks.spillBelow(block);
    }
    array.isStale |= code.mayGrow(i, code.end[i]);
    facts.nonNegative.clear();
    out.bind(block.label);
    block.memoryIsStaleAtLabel = array.isStale;
    if (options.checks()) {
      countStep();
    }
  }

  void countStep() {
    frame.count("step");
  }

  void openIf(int i) {
    int jump = conditions.takeCondition();
    int pops = conditions.conditionPops;
    int otherwise = out.newLabel();
    out.jump(Comparison.negate(jump), pops, otherwise);
    OpenBlock block = blocks.open(i, false);
    block.otherwise = otherwise;
    block.memoryIsStaleAtLabel = false;
    block.memoryIsStaleAtElse = array.isStale;
  }

  void emitElse() {
    OpenBlock block = blocks.stack[blocks.depth - 1];
    if (frame.reachable) {
      blocks.jumpToEnd(block);
    }
    blocks.restoreStack(block, code.blockType(block.opener).parameters());
    facts.nonNegative.clear();
    array.isStale = block.memoryIsStaleAtElse;
    out.bind(block.otherwise);
    block.otherwise = -1;
    frame.reachable = true;
  }

  void emitEnd() {
    if (blocks.depth == 0) {
      // The function's own end; what follows returns.
      return;
    }
    OpenBlock block = blocks.stack[blocks.depth - 1];
    List<ValType> results = code.blockType(block.opener).results();
    if (block.otherwise >= 0) {
      // An if without else: where the condition does not hold, the parameters are the results.
      if (frame.reachable) {
        blocks.jumpToEnd(block);
      }
      blocks.restoreStack(block, results);
      facts.nonNegative.clear();
      array.isStale = block.memoryIsStaleAtElse;
      out.bind(block.otherwise);
      frame.reachable = true;
    }
    if (block.spill != null && !block.isLoop) {
      tries.endTry(block);
      return;
    }
    blocks.depth--;
    if (block.spill != null) {
      blocks.unspill(block);
    }
    if (block.isTargeted && !block.isLoop) {
      if (!frame.reachable) {
        blocks.restoreStack(block, results);
        array.isStale = block.memoryIsStaleAtLabel;
      }
      array.isStale |= block.memoryIsStaleAtLabel;
      facts.nonNegative.clear();
      if (block.leadsToArm) {
        array.enterArm();
      }
      out.bind(block.label);
      frame.reachable = true;
    }
  }
}
