package graft.compiler;

import static graft.classfile.Bytecode.*;

import graft.classfile.CodeWriter;
import graft.classfile.VerificationType;
import graft.format.Opcode;

/// Comparisons, and what uses them: they are made into numbers only where no branch, if, select or
/// eqz follows.
final class ConditionEmitter {
  private final MethodFrame frame;
  private final EarlyPushes early;
  private final FunctionCode code;
  private final Region region;
  private final CodeWriter out;

  /// The jump that is taken if the comparison just translated holds, or 0 if its result is a number
  /// on the stack.
  int condition;

  int conditionPops;

  ConditionEmitter(MethodFrame frame, EarlyPushes early) {
    this.frame = frame;
    this.early = early;
    code = frame.code;
    region = frame.region;
    out = frame.out;
  }

  void emitEqualsZero(int i) {
    if (condition != 0) {
      int negated = Comparison.negate(condition);
      int pops = conditionPops;
      condition = 0;
      setCondition(i, negated, pops);
    } else {
      setCondition(i, IFEQ, 1);
    }
  }

  /// Leaves the comparison to the next instruction if that can use it, else makes a number of it.
  void setCondition(int i, int jump, int pops) {
    Opcode following = i + 1 < region.to ? code.ops[i + 1] : Opcode.NOP;
    boolean fits =
        following == Opcode.BR_IF
            || following == Opcode.IF
            || following == Opcode.I32_EQZ
            || following == Opcode.SELECT
            || following == Opcode.SELECT_T;
    if (fits && early.prefix[i + 1 - region.from] == 0 && early.addressOf[i - region.from] == 0) {
      condition = jump;
      conditionPops = pops;
    } else {
      makeNumber(jump, pops);
    }
  }

  /// Makes a number of a comparison whose operands are on the stack: 1 if it holds, else 0.
  void makeNumber(int jump, int pops) {
    int yes = out.newLabel();
    int end = out.newLabel();
    out.jump(jump, pops, yes);
    out.constant(0);
    out.jump(GOTO, 0, end);
    out.pop(1);
    out.bind(yes);
    out.constant(1);
    out.bind(end);
  }

  /// The jump that is taken if the condition holds; its operands are on the stack.
  int takeCondition() {
    int jump = condition;
    if (jump == 0) {
      conditionPops = 1;
      return IFNE;
    }
    condition = 0;
    return jump;
  }

  void emitSelect() {
    int jump = takeCondition();
    int yes = out.newLabel();
    int end = out.newLabel();
    out.jump(jump, conditionPops, yes);
    int type = out.typeAt(0);
    if (VerificationType.slots(type) == 1) {
      out.swap();
      out.drop();
    } else {
      int mark = out.localCount();
      int kept = frame.temporary(type);
      out.store(kept, type);
      out.drop();
      out.load(kept, type);
      out.dropLocals(mark);
    }
    out.jump(GOTO, 0, end);
    out.push(type);
    out.bind(yes);
    out.drop();
    out.bind(end);
  }
}
