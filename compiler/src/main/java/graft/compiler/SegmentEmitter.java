package graft.compiler;

import static graft.classfile.Bytecode.*;
import static graft.compiler.JvmNames.EXCEPTION;
import static graft.compiler.JvmNames.INT;
import static graft.compiler.JvmNames.TAIL;

import graft.classfile.CodeWriter;
import graft.classfile.VerificationType;
import graft.format.CodeReader;
import graft.format.FunctionType;
import graft.format.Opcode;
import graft.format.ValType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Translates one segment of a {@link LargeFunction} into a method.
///
/// A segment is any run of instructions. Its method takes the frame and the number of the place
/// where it is entered, and gives the number of the place where control goes on, or -1 where the
/// function returns. Locals are in the frame. Operands are on the stack of the JVM as long as
/// control goes straight on; at each label and at the borders all of them are in the frame, and
/// what a branch carries is in places of its own.
final class SegmentEmitter {
  private final LargeFunction function;
  private final LargeFunction.Flow flow;
  private final FunctionCode code;
  private final FrameLayout layout;
  private final Region region;
  private final CodeWriter out;
  private final MethodFrame frame;
  private final Emitters emitters;
  private final InstructionEmitter instructions;
  private final OperandScan operands;

  /// JVM labels by place: inside, and where control leaves.
  private final Map<Integer, Integer> labels = new LinkedHashMap<>();

  private final Map<Integer, List<Integer>> handlerRanges = new LinkedHashMap<>();
  private final Map<Integer, Boolean> bound = new HashMap<>();
  private FrameLayout.Arrays arrays;

  /// Entries of a br_table above which numbers of places are looked up in strings.
  static final int LARGE_TABLE = 400;

  SegmentEmitter(
      LargeFunction function,
      LargeFunction.Flow flow,
      ModuleNames names,
      CompilerOptions options,
      Region region,
      CodeWriter out) {
    this.function = function;
    this.flow = flow;
    this.code = function.code;
    this.layout = flow.layout;
    this.region = region;
    this.out = out;
    frame = new MethodFrame(code, names, options, region, out);
    frame.segment = this;
    emitters = new Emitters(frame);
    instructions = new InstructionEmitter(emitters);
    operands = new OperandScan(code);
    int frameType = VerificationType.object(out.pool().classInfo(FrameLayout.FRAME));
    int frameSlot = out.declareLocal(frameType);
    int entry = out.declareLocal(INT);
    frame.instanceSlot = out.declareLocal(frame.instanceType());
    if (code.hasTailCalls) {
      frame.tailSlot = out.declareLocal(frame.object(TAIL));
    }
    out.parametersDeclared();
    arrays = new FrameLayout.Arrays(out, frameSlot);
    if (usesMemory()) {
      emitters.array.slot = out.declareLocal(frame.byteArrayType());
      emitters.array.reload();
    }
    emitters.early.find();
    enter(entry);
  }

  private boolean usesMemory() {
    for (int i = region.from; i < region.to; i++) {
      if (emitters.array.isAccess(i) && code.index[i] == 0) {
        return true;
      }
    }
    return false;
  }

  private void enter(int entry) {
    int[] places = function.entries(region);
    if (places.length == 0) {
      out.setStack(new int[0], 0);
      frame.throwTrap("unreachable");
      frame.reachable = false;
      return;
    }
    int[] targets = Arrays.stream(places).map(this::label).toArray();
    if (places.length == 1) {
      out.jump(GOTO, 0, targets[0]);
    } else {
      out.load(entry, INT);
      out.constant(function.number(places[0]));
      out.op(ISUB, 2, INT);
      out.tableSwitch(targets, targets[0]);
    }
    frame.reachable = flow.reachable;
    if (flow.reachable) {
      bind(LargeFunction.start(region.from));
    }
  }

  // Labels.

  private int label(int place) {
    return labels.computeIfAbsent(place, _ -> out.newLabel());
  }

  /// The label for a jump to a place, wherever it is.
  private int jumpLabel(int place) {
    if (place >= 0) {
      flow.referred.set(place);
    }
    return label(place);
  }

  private boolean isReferred(int place) {
    return flow.referred.get(place);
  }

  private void bind(int place) {
    bindLabel(label(place));
    bound.put(place, true);
  }

  private void bindLabel(int label) {
    out.setStack(new int[0], 0);
    out.bind(label);
    emitters.array.isStale = true;
    emitters.facts.nonNegative.clear();
    frame.reachable = true;
  }

  private void goTo(int place) {
    out.jump(GOTO, 0, jumpLabel(place));
    unreachable();
  }

  private void unreachable() {
    frame.reachable = false;
    out.setStack(new int[0], 0);
  }

  // Locals.

  void loadLocal(int local) {
    arrays.load(layout.local(local), layout.typeOfLocal(local));
  }

  void storeLocal(int local) {
    arrays.store(layout.local(local), layout.typeOfLocal(local));
  }

  // Operands.

  /// Moves all operands to the frame.
  private void spill() {
    while (out.depth() > 0) {
      int height = flow.inFrame + out.depth() - 1;
      ValType type = type(out.typeAt(0));
      flow.setType(height, type);
      arrays.store(layout.stack(height, type), type);
      flow.spilled = Math.max(flow.spilled, height + 1);
    }
    flow.inFrame = flow.spilled;
  }

  private void spillAll() {
    flow.spilled = flow.inFrame;
    spill();
  }

  private ValType type(int jvmType) {
    if (jvmType == INT) {
      return ValType.I32;
    }
    if (jvmType == VerificationType.LONG) {
      return ValType.I64;
    }
    if (jvmType == VerificationType.FLOAT) {
      return ValType.F32;
    }
    if (jvmType == VerificationType.DOUBLE) {
      return ValType.F64;
    }
    return jvmType == frame.jvmType(ValType.V128) ? ValType.V128 : ValType.EXTERNREF;
  }

  /// Makes sure that as many operands are on the JVM's stack.
  private void need(int count) {
    if (out.depth() >= count) {
      return;
    }
    int height = flow.inFrame + out.depth();
    spillAll();
    for (int k = height - count; k < height; k++) {
      ValType type = flow.type(k);
      arrays.load(layout.stack(k, type), type);
    }
    flow.inFrame = height - count;
  }

  /// Moves the topmost operands to where a label expects them.
  private void storeCarried(List<ValType> types) {
    need(types.size());
    for (int k = types.size() - 1; k >= 0; k--) {
      arrays.store(layout.carried(k, types.get(k)), types.get(k));
    }
  }

  private void loadCarried(List<ValType> types) {
    for (int k = 0; k < types.size(); k++) {
      arrays.load(layout.carried(k, types.get(k)), types.get(k));
    }
  }

  /// Copies the topmost operands, all of which are in the frame.
  private void copyCarried(List<ValType> types) {
    for (int k = 0; k < types.size(); k++) {
      int height = flow.inFrame - types.size() + k;
      arrays.load(layout.stack(height, types.get(k)), types.get(k));
      arrays.store(layout.carried(k, types.get(k)), types.get(k));
    }
  }

  // The walk.

  /// Emits the method's code.
  void emit() {
    int handler = -1;
    int start = out.mark();
    int i = region.from;
    while (i < region.to) {
      int own = isTailCall(i) ? -1 : function.handlers.of(i);
      if (own != handler) {
        closeRange(handler, start);
        handler = own;
        start = out.mark();
      }
      i = emit(i);
    }
    if (frame.reachable) {
      spillAll();
      goTo(LargeFunction.start(region.to));
      flow.reachable = true;
    } else {
      flow.reachable = false;
    }
    closeRange(handler, start);
    emitHandlers();
    emitExits();
  }

  private boolean isTailCall(int i) {
    return code.ops[i] == Opcode.RETURN_CALL || code.ops[i] == Opcode.RETURN_CALL_INDIRECT;
  }

  private void closeRange(int handler, int start) {
    int end = out.mark();
    if (handler >= 0 && !out.isEmpty(start, end)) {
      List<Integer> ranges = handlerRanges.computeIfAbsent(handler, _ -> new ArrayList<>());
      ranges.add(start);
      ranges.add(end);
      flow.referred.set(function.landing(handler));
    }
  }

  private void emitHandlers() {
    handlerRanges.forEach((opener, ranges) -> {
      out.handler(ranges.stream().mapToInt(Integer::intValue).toArray(), EXCEPTION);
      arrays.store(layout.caught(opener), ValType.EXNREF);
      goTo(function.landing(opener));
    });
  }

  /// Returns the numbers of places elsewhere. What nothing leads to is no place at all.
  private void emitExits() {
    labels.forEach((place, label) -> {
      if (bound.containsKey(place)) {
        return;
      }
      bindLabel(label);
      if (place >= LargeFunction.start(region.from) && place < LargeFunction.start(region.to)) {
        frame.throwTrap("unreachable");
      } else {
        out.constant(place < 0 ? -1 : function.number(place));
        out.returnValue(INT);
      }
      unreachable();
    });
  }

  private int emit(int i) {
    Opcode op = code.ops[i];
    switch (op) {
      case END, DELEGATE -> emitEnd(i);
      case ELSE -> emitElse(i);
      case CATCH, CATCH_ALL -> emitCatch(i, op);
      case BLOCK, LOOP, IF, TRY, TRY_TABLE -> {
        if (!frame.reachable) {
          return code.end[i] + 1;
        }
        open(i, op);
      }
      default -> {
        if (frame.reachable) {
          return emitPlain(i, op);
        }
      }
    }
    return i + 1;
  }

  private int emitPlain(int i, Opcode op) {
    switch (op) {
      case BR -> branch(code.target[i]);
      case BR_IF -> emitBranchIf(i);
      case BR_TABLE -> emitBranchTable(i);
      case RETURN -> branch(-1);
      case UNREACHABLE -> {
        instructions.emit(i);
        unreachable();
      }
      case THROW -> {
        need(code.module.allTags().get(code.index[i]).type().parameters().size());
        instructions.emit(i);
        unreachable();
      }
      case THROW_REF -> {
        need(1);
        instructions.emit(i);
        unreachable();
      }
      case RETHROW -> {
        loadCaught(code.target[i]);
        out.op(ATHROW, 1);
        unreachable();
      }
      case RETURN_CALL, RETURN_CALL_INDIRECT -> {
        need(operands.calleeType(i, op).parameters().size() + (op == Opcode.RETURN_CALL ? 0 : 1));
        instructions.emit(i);
        unreachable();
      }
      default -> {
        return emitSimple(i, op);
      }
    }
    return i + 1;
  }

  private int emitSimple(int i, Opcode op) {
    int pops = operands.pops(i, op);
    if (emitters.conditions.condition == 0) {
      need(pops);
    } else if (pops > 1 && out.depth() - emitters.conditions.conditionPops < pops - 1) {
      makeNumber();
      need(pops);
    }
    emitters.early.push(i);
    int next = instructions.emit(i);
    if (frame.reachable && next == i + 1 && emitters.early.addressOf[i - region.from] != 0) {
      emitters.accesses.finishAddress(emitters.early.addressOf[i - region.from] - 1, i);
    }
    return next;
  }

  // Constructs.

  private int base(int opener) {
    return code.height[opener]
        - (code.ops[opener] == Opcode.IF ? 1 : 0)
        - code.blockType(opener).parameters().size();
  }

  private void open(int i, Opcode op) {
    FunctionType type = code.blockType(i);
    switch (op) {
      case LOOP -> {
        if (function.isTargeted(i)) {
          storeCarried(type.parameters());
          spillAll();
          bind(function.label(i));
          loadCarried(type.parameters());
        }
        if (frame.options.checks()) {
          emitters.constructs.countStep();
        }
      }
      case IF -> {
        boolean hasElse = code.next[i] >= 0;
        int place = hasElse ? LargeFunction.otherwise(code.next[i]) : function.label(i);
        Condition condition = settle();
        if (!hasElse) {
          copyCarried(type.parameters());
        }
        condition.load();
        out.jump(Comparison.negate(condition.jump), condition.pops, jumpLabel(place));
      }
      default -> spillAll();
    }
  }

  private void emitEnd(int i) {
    if (i == code.count - 1) {
      if (frame.reachable) {
        branch(-1);
      }
      return;
    }
    int opener = code.end[i];
    if (code.height[opener] < 0 || code.ops[opener] == Opcode.LOOP) {
      return;
    }
    List<ValType> results = code.blockType(opener).results();
    int place = function.label(opener);
    if (code.extra[opener] instanceof FunctionCode.TryTable table
        && isReferred(function.landing(opener))) {
      if (frame.reachable) {
        storeCarried(results);
        spillAll();
        goTo(place);
      }
      bind(function.landing(opener));
      flow.inFrame = base(opener);
      emitClauses(opener, table);
    }
    if (isReferred(place)) {
      if (frame.reachable) {
        storeCarried(results);
        spillAll();
      }
      bind(place);
      flow.inFrame = base(opener);
      loadCarried(results);
    }
  }

  private void emitElse(int i) {
    int opener = code.end[code.end[i]];
    if (code.height[opener] < 0) {
      return;
    }
    FunctionType type = code.blockType(opener);
    leaveForEnd(opener, type);
    int place = LargeFunction.otherwise(i);
    if (isReferred(place)) {
      bind(place);
      int base = base(opener);
      for (int k = 0; k < type.parameters().size(); k++) {
        flow.setType(base + k, type.parameters().get(k));
      }
      flow.inFrame = base + type.parameters().size();
    }
  }

  private void leaveForEnd(int opener, FunctionType type) {
    if (frame.reachable) {
      storeCarried(type.results());
      spillAll();
      goTo(function.label(opener));
    }
  }

  private void emitCatch(int i, Opcode op) {
    int opener = code.end[code.end[i]];
    if (code.height[opener] < 0) {
      return;
    }
    leaveForEnd(opener, code.blockType(opener));
    int place = LargeFunction.landingAt(i);
    if (!isReferred(place)) {
      return;
    }
    bind(place);
    flow.inFrame = base(opener);
    if (op == Opcode.CATCH_ALL) {
      return;
    }
    int mark = out.localCount();
    int exception = caughtInVariable(opener);
    int match = out.newLabel();
    int other = out.newLabel();
    emitters.tries.jumpUnlessTag(exception, code.index[i], other);
    out.jump(GOTO, 0, match);
    out.bind(other);
    if (code.next[i] >= 0) {
      out.jump(GOTO, 0, jumpLabel(LargeFunction.landingAt(code.next[i])));
    } else {
      out.load(exception, frame.object(EXCEPTION));
      out.op(ATHROW, 1);
    }
    out.setStack(new int[0], 0);
    out.bind(match);
    emitters.tries.pushValues(exception, code.index[i]);
    out.dropLocals(mark);
  }

  private void loadCaught(int opener) {
    arrays.load(layout.caught(opener), ValType.EXNREF);
    out.checkCast(EXCEPTION);
  }

  private int caughtInVariable(int opener) {
    int exception = frame.temporary(frame.object(EXCEPTION));
    loadCaught(opener);
    out.store(exception, frame.object(EXCEPTION));
    return exception;
  }

  private void emitClauses(int opener, FunctionCode.TryTable table) {
    int mark = out.localCount();
    int exception = caughtInVariable(opener);
    for (int k = 0; k < table.clauses().size(); k++) {
      CodeReader.CatchClause clause = table.clauses().get(k);
      int past = out.newLabel();
      if (clause.tag() >= 0) {
        emitters.tries.jumpUnlessTag(exception, clause.tag(), past);
        emitters.tries.pushValues(exception, clause.tag());
      }
      if (clause.withReference()) {
        out.load(exception, frame.object(EXCEPTION));
      }
      branch(table.targets()[k]);
      if (clause.tag() < 0) {
        out.dropLocals(mark);
        return;
      }
      out.setStack(new int[0], 0);
      out.bind(past);
      flow.inFrame = base(opener);
    }
    out.load(exception, frame.object(EXCEPTION));
    out.op(ATHROW, 1);
    out.dropLocals(mark);
    unreachable();
  }

  // Branches.

  /// Goes to the label of `opener` with the values on top of the stack; -1 returns.
  void branch(int opener) {
    storeCarried(code.labelTypes(opener));
    while (out.depth() > 0) {
      out.drop();
    }
    goTo(opener < 0 ? LargeFunction.RETURN : function.label(opener));
  }

  /// A condition that is ready to be used: on the stack, or in a variable.
  private final class Condition {
    final int jump;
    final int pops;
    private final int variable;
    private final int mark;

    Condition(int jump, int pops, int variable, int mark) {
      this.jump = jump;
      this.pops = pops;
      this.variable = variable;
      this.mark = mark;
    }

    void load() {
      if (variable >= 0) {
        out.load(variable, INT);
        out.dropLocals(mark);
      }
    }
  }

  /// Moves to the frame what lies below a condition.
  private Condition settle() {
    int mark = out.localCount();
    if (emitters.conditions.condition == 0) {
      need(1);
    }
    int pops = emitters.conditions.condition == 0 ? 1 : emitters.conditions.conditionPops;
    if (out.depth() == pops) {
      return new Condition(
          emitters.conditions.takeCondition(), emitters.conditions.conditionPops, -1, mark);
    }
    if (emitters.conditions.condition != 0) {
      makeNumber();
    }
    int variable = frame.temporary(INT);
    out.store(variable, INT);
    spillAll();
    return new Condition(IFNE, 1, variable, mark);
  }

  /// Makes a number of the comparison that was put off.
  private void makeNumber() {
    int jump = emitters.conditions.takeCondition();
    emitters.conditions.makeNumber(jump, emitters.conditions.conditionPops);
  }

  private void emitBranchIf(int i) {
    List<ValType> types = code.labelTypes(code.target[i]);
    Condition condition = settle();
    copyCarried(types);
    condition.load();
    int place = code.target[i] < 0 ? LargeFunction.RETURN : function.label(code.target[i]);
    out.jump(condition.jump, condition.pops, jumpLabel(place));
  }

  private void emitBranchTable(int i) {
    need(1);
    int[] targets = code.targets(i);
    int mark = out.localCount();
    int key = frame.temporary(INT);
    out.store(key, INT);
    storeCarried(code.labelTypes(targets[targets.length - 1]));
    while (out.depth() > 0) {
      out.drop();
    }
    int[] places =
        Arrays.stream(targets)
            .map(target -> target < 0 ? LargeFunction.RETURN : function.label(target))
            .toArray();
    if (targets.length > LARGE_TABLE) {
      returnFromTable(key, places);
      out.dropLocals(mark);
    } else {
      int[] jumps = Arrays.stream(places).map(this::jumpLabel).toArray();
      out.load(key, INT);
      out.dropLocals(mark);
      if (jumps.length == 1) {
        out.drop();
        out.jump(GOTO, 0, jumps[0]);
      } else {
        out.tableSwitch(Arrays.copyOf(jumps, jumps.length - 1), jumps[jumps.length - 1]);
      }
    }
    unreachable();
  }

  /// Returns the number of the place for a key.
  private void returnFromTable(int key, int[] places) {
    int[] numbers = new int[places.length];
    int greatest = 0;
    for (int k = 0; k < places.length; k++) {
      if (places[k] >= 0) {
        flow.referred.set(places[k]);
        numbers[k] = function.number(places[k]) + 1;
        greatest = Math.max(greatest, numbers[k]);
      }
    }
    NumberTable.push(
        out, key, Arrays.stream(numbers).map(each -> each % NumberTable.STRING_SIZE).toArray());
    if (greatest >= NumberTable.STRING_SIZE) {
      int[] high = Arrays.stream(numbers).map(each -> each / NumberTable.STRING_SIZE).toArray();
      int mark = out.localCount();
      int low = frame.temporary(INT);
      out.store(low, INT);
      NumberTable.push(out, key, high);
      out.constant(NumberTable.STRING_SIZE);
      out.op(IMUL, 2, INT);
      out.load(low, INT);
      out.op(IADD, 2, INT);
      out.dropLocals(mark);
    }
    out.constant(1);
    out.op(ISUB, 2, INT);
    out.returnValue(INT);
  }
}
