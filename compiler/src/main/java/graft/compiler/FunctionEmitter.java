package graft.compiler;

import static graft.classfile.Bytecode.*;

import graft.classfile.ClassWriter;
import graft.classfile.CodeWriter;
import graft.classfile.VerificationType;
import graft.format.CodeReader;
import graft.format.FunctionType;
import graft.format.Immediate;
import graft.format.Opcode;
import graft.format.ValType;
import graft.runtime.Signature;
import graft.runtime.V128;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Translates one {@link Region} into one method.
///
/// wasm's operand stack is the JVM's and wasm's locals are JVM variables, so most instructions are
/// translated one by one. Four things need more:
///
/// - **Memory access.** `VarHandle.get(array, index)` wants handle and array below the index. They
///   are pushed where the computation of the address begins ({@link FunctionCode#start}), if
///   control goes straight from there to the access; else the operands go through variables.
/// - **Branches.** A wasm branch drops what its label does not want; the JVM wants the same stack
///   on all ways. So a branch with too many values moves those it keeps through variables.
/// - **Comparisons** are not made into numbers where a branch, if, select or eqz follows.
/// - **Unreachable code** is left out, as the JVM's verifier wants a frame for every instruction.
final class FunctionEmitter {
  private static final String OBJECT = "java/lang/Object";
  private static final String INSTANCE = ModuleNames.INSTANCE;
  private static final String MEMORY = "graft/runtime/Memory";
  private static final String MEMORY_DESCRIPTOR = "L" + MEMORY + ";";
  private static final String V128_DESCRIPTOR = "Lgraft/runtime/V128;";
  private static final String TABLE = "graft/runtime/Table";
  private static final String BULK = "graft/runtime/Bulk";
  private static final String TRAP = "graft/runtime/Trap";
  private static final String EXCEPTION = "graft/runtime/WasmException";
  private static final int INT = VerificationType.INTEGER;
  private static final int LONG = VerificationType.LONG;

  /// Entries above which a br_table is no tableswitch.
  private static final int LARGE_TABLE = 1_500;

  /// Characters in a string constant: three bytes each at most.
  private static final int STRING_SIZE = 20_000;

  private final FunctionCode code;
  private final ModuleNames names;
  private final CompilerOptions options;
  private final Region region;
  private final CodeWriter out;

  /// JVM variable of each wasm local, or -1; the last is the function's result on its way out of a
  /// part.
  private final int[] slots;

  private int instanceSlot;

  /// Which label a group of arms is entered through: of this method, or of those that it calls.
  private int entrySlot = -1;

  /// For blocks whose label leads into a group of arms: the group and the number of the entry.
  private final Map<Integer, Entry> entries = new HashMap<>();

  private record Entry(Region group, int number, int label) {}

  private int memorySlot = -1;
  private boolean memoryIsStale = true;

  /// Locals that hold an address below 2 GiB.
  private final BitSet nonNegative = new BitSet();

  private final int[] lastSet;

  /// By instruction: the access whose handle and array, or call whose receiver, is pushed before
  /// it; 0 for none, else the consumer + 1. {@link #nextPrefix} chains several, the outermost
  /// first.
  private final int[] prefix;

  private final int[] nextPrefix;

  /// By instruction: the store whose address it computes, + 1.
  private final int[] addressOf;

  private final boolean[] hasPrefix;

  private Block[] blocks = new Block[16];
  private int depth;
  private boolean reachable = true;

  /// The jump that is taken if the comparison just translated holds, or 0 if its result is a number
  /// on the stack.
  private int condition;

  private int conditionPops;
  private int[] exitLabels = {};
  private int partIndex;

  /// Groups that a br_table jumps to without a label of their own.
  private final Set<Region> targetedGroups = new HashSet<>();

  /// An open construct.
  private static final class Block {
    int opener;
    int label;
    int otherwise = -1;
    boolean isLoop;
    boolean isTargeted;
    boolean memoryIsStaleAtLabel;
    boolean memoryIsStaleAtElse;

    /// Depth of the JVM stack below its parameters.
    int base;

    /// Types of the JVM stack below its parameters.
    int[] below = {};

    int localCount;

    /// For constructs that catch: where values below are kept, see {@link Spill}.
    @Nullable Spill spill;

    /// How many variables are declared once they are.
    int spillEnd;

    int tryStart = -1;
    int tryEnd = -1;

    /// Where the next catch begins, for exceptions of other tags, or -1.
    int nextCatch = -1;

    /// Pairs of labels: parts of the body whose exceptions are delegated past this construct.
    int[] holes = {};

    void addHole(int from, int to) {
      if (tryStart >= 0 && tryEnd < 0) {
        int count = holes.length;
        // Holes within this one (delegate within delegate) were added before; labels are numbered
        // in the order of their places.
        while (count > 0 && holes[count - 2] >= from) {
          count -= 2;
        }
        holes = Arrays.copyOf(holes, count + 2);
        holes[count] = from;
        holes[count + 1] = to;
      }
    }

    /// Pairs of labels: the body without its holes, which are in order.
    int[] coveredRanges() {
      int[] ranges = new int[holes.length + 2];
      ranges[0] = tryStart;
      System.arraycopy(holes, 0, ranges, 1, holes.length);
      ranges[ranges.length - 1] = tryEnd;
      return ranges;
    }

    /// For catch: the variable that holds the exception, for rethrow.
    int exceptionSlot = -1;
  }

  /// Values that were moved from the operand stack to variables, because a handler clears it.
  private record Spill(int[] types, int[] slots) {}

  FunctionEmitter(
      FunctionCode code,
      ModuleNames names,
      CompilerOptions options,
      Region region,
      CodeWriter out) {
    this.code = code;
    this.names = names;
    this.options = options;
    this.region = region;
    this.out = out;
    slots = new int[code.locals.length + FunctionCode.CARRIERS];
    lastSet = new int[code.locals.length];
    prefix = new int[region.to - region.from];
    nextPrefix = new int[region.to - region.from];
    addressOf = new int[region.to - region.from];
    hasPrefix = new boolean[region.to - region.from];
  }

  /// Translates the region and gives the descriptor of its method.
  String emit() {
    declareParameters();
    declareLocals();
    findPrefixes();
    if (memorySlot >= 0) {
      reloadMemory();
    }
    if (options.checks() && region.isWholeFunction()) {
      countStep();
    }
    exitLabels = new int[region.exits.length];
    Arrays.setAll(exitLabels, _ -> -1);
    int start = out.mark();
    if (region.isGroup()) {
      enterGroup();
    }
    emitInstructions();
    passExceptionsOn(start);
    emitExits();
    return descriptor();
  }

  // Variables.

  private void declareParameters() {
    Arrays.fill(slots, -1);
    for (int local : region.inputs) {
      slots[local] = out.declareLocal(jvmType(typeOf(local)));
    }
    if (region.isGroup()) {
      entrySlot = out.declareLocal(INT);
    }
    instanceSlot = out.declareLocal(instanceType());
    out.parametersDeclared();
  }

  private ValType typeOf(int local) {
    return code.typeOf(local);
  }

  private void declareLocals() {
    BitSet mentioned = new BitSet();
    boolean usesMemory = false;
    int part = 0;
    for (int i = region.from; i < region.to; ) {
      if (part < region.parts.size() && region.parts.get(part).from == i) {
        Region inner = region.parts.get(part++);
        mark(mentioned, inner.inputs);
        mark(mentioned, inner.outputs);
        i = inner.to;
        continue;
      }
      switch (code.ops[i]) {
        case LOCAL_GET, LOCAL_SET, LOCAL_TEE -> mentioned.set(code.index[i]);
        default -> usesMemory |= isAccess(i) && code.index[i] == 0;
      }
      i++;
    }
    mark(mentioned, region.outputs);
    for (int local = mentioned.nextSetBit(0); local >= 0; local = mentioned.nextSetBit(local + 1)) {
      if (slots[local] < 0) {
        slots[local] = out.declareLocal(jvmType(typeOf(local)));
        pushZero(typeOf(local));
        out.store(slots[local], jvmType(typeOf(local)));
      }
    }
    for (Region each : region.parts) {
      if (each.isGroup()) {
        int label = out.newLabel();
        for (int k = 0; k < each.entries.length; k++) {
          entries.put(each.entries[k], new Entry(each, k, label));
        }
      }
    }
    if (!entries.isEmpty() && entrySlot < 0) {
      entrySlot = out.declareLocal(INT);
      out.constant(0);
      out.store(entrySlot, INT);
    }
    if (usesMemory) {
      memorySlot = out.declareLocal(byteArrayType());
    }
  }

  private static void mark(BitSet set, int[] locals) {
    for (int local : locals) {
      set.set(local);
    }
  }

  private void pushZero(ValType type) {
    switch (type) {
      case I32 -> out.constant(0);
      case I64 -> out.constant(0L);
      case F32 -> out.floatConstant(0);
      case F64 -> out.doubleConstant(0);
      case V128 -> out.getStatic("graft/runtime/V128", "ZERO", "Lgraft/runtime/V128;");
      case FUNCREF, EXTERNREF, EXNREF -> out.nullConstant(objectType());
    }
  }

  private int jvmType(ValType type) {
    return switch (type) {
      case I32 -> INT;
      case I64 -> LONG;
      case F32 -> VerificationType.FLOAT;
      case F64 -> VerificationType.DOUBLE;
      case V128 -> object("graft/runtime/V128");
      case FUNCREF, EXTERNREF, EXNREF -> objectType();
    };
  }

  private int object(String internalName) {
    return VerificationType.object(out.pool().classInfo(internalName));
  }

  private int objectType() {
    return object(OBJECT);
  }

  private int instanceType() {
    return object(INSTANCE);
  }

  private int byteArrayType() {
    return object("[B");
  }

  private int temporary(int type) {
    return out.declareLocal(type);
  }

  private void loadInstance() {
    out.load(instanceSlot, instanceType());
  }

  // What is pushed early.

  /// Whether an instruction is a load or store that indexes the memory's array.
  private boolean isAccess(int i) {
    return MemoryAccess.find(code.ops[i]) != null;
  }

  private boolean isImportedCall(int i) {
    return code.ops[i] == Opcode.CALL && code.index[i] < code.module.importedFunctionCount();
  }

  private void findPrefixes() {
    int part = 0;
    for (int i = region.from; i < region.to; ) {
      if (part < region.parts.size() && region.parts.get(part).from == i) {
        i = region.parts.get(part++).to;
        continue;
      }
      if (code.height[i] >= 0) {
        findPrefix(i);
      }
      i++;
    }
  }

  private void findPrefix(int i) {
    int at = code.start[i];
    if (at < region.from || !code.isStraight(at, i)) {
      return;
    }
    if (isAccess(i)) {
      int producer = code.firstOperand[i];
      if (code.mayGrow(at, i) || producer < 0) {
        return;
      }
      if (isStore(i)) {
        addressOf[producer - region.from] = i + 1;
      }
    } else if (!isImportedCall(i)) {
      return;
    }
    hasPrefix[i - region.from] = true;
    nextPrefix[i - region.from] = prefix[at - region.from];
    prefix[at - region.from] = i + 1;
  }

  /// Whether an access has an operand besides the address.
  private boolean isStore(int i) {
    return Objects.requireNonNull(code.ops[i].signature()).parameters().size() > 1;
  }

  private void emitPrefixes(int at) {
    for (int each = prefix[at - region.from];
        each != 0;
        each = nextPrefix[each - 1 - region.from]) {
      int i = each - 1;
      if (isAccess(i)) {
        pushHandleAndArray(i);
      } else {
        pushImport(code.index[i]);
      }
    }
  }

  private void pushHandleAndArray(int i) {
    String handle = MemoryAccess.of(code.ops[i]).handle();
    if (handle != null) {
      out.getStatic(MEMORY, handle, "Ljava/lang/invoke/VarHandle;");
    }
    if (code.index[i] == 0) {
      reloadMemoryIfStale();
      out.load(memorySlot, byteArrayType());
    } else {
      pushMemory(code.index[i]);
      out.getField(MEMORY, "bytes", "[B");
    }
  }

  private void reloadMemoryIfStale() {
    if (memoryIsStale) {
      reloadMemory();
    }
  }

  private void reloadMemory() {
    loadInstance();
    out.getField(INSTANCE, "memory0", MEMORY_DESCRIPTOR);
    out.getField(MEMORY, "bytes", "[B");
    out.store(memorySlot, byteArrayType());
    memoryIsStale = false;
  }

  private void pushImport(int function) {
    loadInstance();
    String owner = Signature.className(code.module.functionType(function));
    out.getField(INSTANCE, ModuleNames.importField(function), "L" + owner + ";");
  }

  // The walk over the instructions.

  private void emitInstructions() {
    int i = region.from;
    while (i < region.to) {
      if (partIndex < region.parts.size() && region.parts.get(partIndex).from == i) {
        Region part = region.parts.get(partIndex++);
        if (part.isGroup()) {
          emitGroup(part);
        } else if (reachable) {
          emitPart(part);
        }
        i = part.to;
        continue;
      }
      if (!reachable) {
        i = skipUnreachable(i);
        if (i >= region.to) {
          break;
        }
      } else {
        emitPrefixes(i);
      }
      int at = i;
      i = emitInstruction(i);
      if (reachable && i == at + 1 && addressOf[at - region.from] != 0) {
        finishAddress(addressOf[at - region.from] - 1, at);
      }
    }
    if (reachable) {
      if (region.isWholeFunction()) {
        emitReturn();
      } else {
        storeCarried(region.values);
        jumpToExit(Region.FALL_THROUGH);
      }
    }
  }

  /// The next instruction that can be reached again: the end or the next part of the construct
  /// around.
  private int skipUnreachable(int from) {
    int end = region.to;
    if (depth > 0) {
      int opener = blocks[depth - 1].opener;
      end = code.end[opener];
      for (int part = opener; part >= 0; part = code.next[part]) {
        if (part >= from) {
          end = part;
          break;
        }
      }
    }
    while (partIndex < region.parts.size() && region.parts.get(partIndex).from < end) {
      partIndex++;
    }
    return end;
  }

  /// Translates an instruction, sometimes several at once; gives the one that comes next.
  private int emitInstruction(int i) {
    Opcode op = code.ops[i];
    if (isAccess(i)) {
      if (isStore(i)) {
        emitStore(i);
      } else {
        emitLoad(i);
      }
      return i + 1;
    }
    switch (op) {
      case NOP -> {}
      case UNREACHABLE -> throwTrap("unreachable");
      case BLOCK -> open(i, false);
      case LOOP -> openLoop(i);
      case IF -> openIf(i);
      case ELSE -> emitElse();
      case TRY, TRY_TABLE -> openTry(i);
      case THROW_REF -> emitThrowReference();
      case CATCH, CATCH_ALL -> emitCatch(i);
      case DELEGATE -> emitDelegate(i);
      case THROW -> emitThrow(i);
      case RETHROW -> emitRethrow(i);
      case END -> emitEnd();
      case BR -> branch(code.target[i]);
      case BR_IF -> emitBranchIf(i);
      case BR_TABLE -> emitBranchTable(i);
      case RETURN -> branch(-1);
      case CALL -> emitCall(i);
      case CALL_INDIRECT -> emitCallIndirect(i);
      case RETURN_CALL, RETURN_CALL_INDIRECT -> emitTailCall(i);
      case DROP -> out.drop();
      case SELECT, SELECT_T -> emitSelect();
      case LOCAL_GET -> {
        return emitLocalGet(i);
      }
      case LOCAL_SET -> setLocal(i);
      case LOCAL_TEE -> {
        out.dup();
        setLocal(i);
      }
      case GLOBAL_GET -> emitGlobalGet(code.index[i]);
      case GLOBAL_SET -> emitGlobalSet(code.index[i]);
      case I32_CONST -> out.constant((int) code.value[i]);
      case I64_CONST -> out.constant(code.value[i]);
      case F32_CONST -> out.floatConstant((int) code.value[i]);
      case F64_CONST -> out.doubleConstant(code.value[i]);
      case V128_CONST -> pushVector((V128) Objects.requireNonNull(code.extra[i]));
      case I32_EQZ -> emitEqualsZero(i);
      case I64_EQZ -> {
        out.constant(0L);
        out.op(LCMP, 2, INT);
        setCondition(i, IFEQ, 1);
      }
      case REF_IS_NULL -> setCondition(i, IFNULL, 1);
      case REF_NULL -> out.nullConstant(objectType());
      case REF_FUNC -> {
        loadInstance();
        out.constant(code.index[i]);
        out.invokeVirtual(INSTANCE, "function", "(I)Lgraft/runtime/Func;");
        // For the verifier: at a label this may meet another reference.
        out.checkCast(OBJECT);
      }
      case I32_DIV_S, I64_DIV_S -> emitDivide(i, op);
      case I64_SHL, I64_SHR_S, I64_SHR_U -> {
        out.op(L2I, 1, INT);
        out.op(op == Opcode.I64_SHL ? LSHL : op == Opcode.I64_SHR_S ? LSHR : LUSHR, 2, LONG);
      }
      case I64_EXTEND_I32_U -> {
        out.op(I2L, 1, LONG);
        out.constant(0xffff_ffffL);
        out.op(LAND, 2, LONG);
      }
      case MEMORY_SIZE, MEMORY_GROW, MEMORY_COPY, MEMORY_FILL, MEMORY_INIT, DATA_DROP ->
          emitMemoryInstruction(i, op);
      case TABLE_GET,
          TABLE_SET,
          TABLE_SIZE,
          TABLE_GROW,
          TABLE_FILL,
          TABLE_COPY,
          TABLE_INIT,
          ELEM_DROP ->
          emitTableInstruction(i, op);
      default -> emitSimple(i, op);
    }
    return i + 1;
  }

  private void emitSimple(int i, Opcode op) {
    Comparison comparison = Comparison.of(op);
    if (comparison != null) {
      if (comparison.method() != null) {
        String type = comparison.method().endsWith("Long") ? "JJ" : "II";
        out.invokeStatic(comparison.method(), "compareUnsigned", "(" + type + ")I");
      } else if (comparison.first() != 0) {
        out.op(comparison.first(), 2, INT);
      }
      setCondition(i, comparison.jump(), comparison.jumpPops());
      return;
    }
    Opcode.Signature signature =
        Objects.requireNonNull(op.signature(), () -> "BUG: " + op + " is not translated");
    if (SimpleCode.bytecode(op) != 0) {
      out.op(
          SimpleCode.bytecode(op),
          signature.parameters().size(),
          jvmType(Objects.requireNonNull(signature.result())));
      return;
    }
    String extra = "";
    switch (op.immediate()) {
      case NONE -> {}
      case LANE -> {
        out.constant(code.index2[i]);
        extra = "I";
      }
      case SHUFFLE -> {
        pushVector(vector((byte[]) Objects.requireNonNull(code.extra[i])));
        extra = V128_DESCRIPTOR;
      }
      case MEMARG -> {
        emitAtomic(i, op);
        return;
      }
      case ZERO_BYTE -> {
        out.invokeStatic("java/lang/invoke/VarHandle", "fullFence", "()V");
        return;
      }
      default -> throw new AssertionError("BUG: " + op + " is not translated");
    }
    if (SimpleCode.lanes(op) != 0) {
      out.constant(SimpleCode.lanes(op));
      extra += "J";
    }
    out.invokeStatic(
        SimpleCode.methodOwner(op),
        SimpleCode.methodName(op),
        descriptor(op).replace(")", extra + ")"));
  }

  private static V128 vector(byte[] lanes) {
    java.nio.ByteBuffer buffer =
        java.nio.ByteBuffer.wrap(lanes).order(java.nio.ByteOrder.LITTLE_ENDIAN);
    return new V128(buffer.getLong(0), buffer.getLong(8));
  }

  private void pushVector(V128 vector) {
    out.newAndDup("graft/runtime/V128");
    out.constant(vector.low());
    out.constant(vector.high());
    out.invokeSpecial("graft/runtime/V128", "<init>", "(JJ)V");
  }

  private static String descriptor(Opcode op) {
    Opcode.Signature signature = Objects.requireNonNull(op.signature());
    StringBuilder text = new StringBuilder("(");
    for (ValType parameter : signature.parameters()) {
      text.append(parameter == null ? "I" : Signature.descriptor(parameter));
    }
    return text.append(')')
        .append(signature.result() == null ? "V" : Signature.descriptor(signature.result()))
        .toString();
  }

  // Memory.

  private void emitLoad(int i) {
    Opcode op = code.ops[i];
    MemoryAccess access = MemoryAccess.of(op);
    finishAddress(i, code.firstOperand[i]);
    if (!hasPrefix[i - region.from]) {
      int mark = out.localCount();
      int address = temporary(INT);
      out.store(address, INT);
      pushHandleAndArray(i);
      out.load(address, INT);
      out.dropLocals(mark);
    }
    if (access.isMethod()) {
      callAccess(i, "");
    } else if (access.handle() == null) {
      out.op(BALOAD, 2, INT);
    } else {
      out.invokeVirtual("java/lang/invoke/VarHandle", "get", access.getDescriptor());
    }
    for (int conversion : access.afterLoad()) {
      convert(conversion);
    }
    rememberAddress(i);
  }

  private void convert(int conversion) {
    switch (conversion) {
      case MemoryAccess.MASK_8 -> {
        out.constant(0xff);
        out.op(IAND, 2, INT);
      }
      case MemoryAccess.MASK_16 -> {
        out.constant(0xffff);
        out.op(IAND, 2, INT);
      }
      case MemoryAccess.MASK_32 -> {
        out.constant(0xffff_ffffL);
        out.op(LAND, 2, LONG);
      }
      case I2L -> out.op(I2L, 1, LONG);
      default -> out.op(conversion, 1, INT);
    }
  }

  private void emitStore(int i) {
    Opcode op = code.ops[i];
    MemoryAccess access = MemoryAccess.of(op);
    for (int conversion : access.beforeStore()) {
      convert(conversion);
    }
    if (!hasPrefix[i - region.from]) {
      int mark = out.localCount();
      int valueType = out.typeAt(0);
      int value = temporary(valueType);
      out.store(value, valueType);
      finishAddress(i, code.firstOperand[i]);
      int address = temporary(INT);
      out.store(address, INT);
      pushHandleAndArray(i);
      out.load(address, INT);
      out.load(value, valueType);
      out.dropLocals(mark);
    }
    if (access.isMethod()) {
      callAccess(i, V128_DESCRIPTOR);
    } else if (access.handle() == null) {
      out.op(BASTORE, 3);
    } else {
      out.invokeVirtual("java/lang/invoke/VarHandle", "set", access.setDescriptor());
    }
    rememberAddress(i);
  }

  /// Calls the method for an access of a vector: array, index and `value` are on the stack.
  private void callAccess(int i, String value) {
    Opcode op = code.ops[i];
    String lane = "";
    if (op.immediate() == Immediate.MEMARG_LANE) {
      out.constant(code.index2[i]);
      lane = "I";
    }
    ValType result = Objects.requireNonNull(op.signature()).result();
    out.invokeStatic(
        "graft/runtime/Access",
        op.toString().replace('.', '_'),
        "([BI" + value + lane + ")" + (result == null ? "V" : V128_DESCRIPTOR));
  }

  /// Turns the address on the stack into an index of the array: adds the offset of the access, such
  /// that an address of 2 GiB or more gives a negative index.
  private void finishAddress(int access, int producer) {
    long offset = code.value[access];
    if (is64(code.index[access])) {
      out.constant(offset);
      out.invokeStatic("graft/runtime/Access", "index", "(JJ)I");
      return;
    }
    if (offset == 0) {
      return;
    }
    if (offset > Integer.MAX_VALUE) {
      out.drop();
      out.constant(-1);
      return;
    }
    if (isNonNegative(producer)) {
      out.constant((int) offset);
      out.op(IADD, 2, INT);
      return;
    }
    out.dup();
    out.constant((int) offset);
    out.op(IADD, 2, INT);
    out.swap();
    out.constant(31);
    out.op(ISHR, 2, INT);
    out.op(IOR, 2, INT);
  }

  private boolean isNonNegative(int producer) {
    if (producer < 0) {
      return false;
    }
    return switch (code.ops[producer]) {
      case LOCAL_GET, LOCAL_TEE -> nonNegative.get(code.index[producer]);
      case I32_CONST -> code.value[producer] >= 0;
      case I32_LOAD8_U, I32_LOAD16_U -> true;
      default -> false;
    };
  }

  /// After an access that did not trap, the local that was its address is known to be below 2 GiB.
  private void rememberAddress(int i) {
    int producer = code.firstOperand[i];
    if (producer >= region.from
        && (code.ops[producer] == Opcode.LOCAL_GET || code.ops[producer] == Opcode.LOCAL_TEE)
        && code.isStraight(producer, i)
        && lastSet[code.index[producer]] <= producer) {
      nonNegative.set(code.index[producer]);
    }
  }

  /// Instructions of the threads proposal: a method takes address and values, all long, and then
  /// memory, offset, size in bytes.
  private void emitAtomic(int i, Opcode op) {
    Opcode.Signature signature = Objects.requireNonNull(op.signature());
    int operands = signature.parameters().size();
    int mark = out.localCount();
    int[] values = new int[operands];
    for (int k = operands - 1; k >= 0; k--) {
      if (out.typeAt(0) == INT) {
        convert(I2L);
        convert(MemoryAccess.MASK_32);
      }
      values[k] = temporary(LONG);
      out.store(values[k], LONG);
    }
    for (int value : values) {
      out.load(value, LONG);
    }
    out.dropLocals(mark);
    pushMemory(code.index[i]);
    out.constant(code.value[i]);
    out.constant(op.sizeInBytes());
    out.invokeStatic(
        "graft/runtime/Atomics",
        SimpleCode.atomicName(op),
        "("
            + "J".repeat(operands)
            + MEMORY_DESCRIPTOR
            + "JI)"
            + (signature.result() == null ? "V" : "J"));
    if (signature.result() == ValType.I32) {
      out.op(L2I, 1, INT);
    }
  }

  private void pushMemory(int index) {
    loadInstance();
    if (index == 0) {
      out.getField(INSTANCE, "memory0", MEMORY_DESCRIPTOR);
    } else {
      out.getField(INSTANCE, "memories", "[" + MEMORY_DESCRIPTOR);
      out.constant(index);
      out.op(AALOAD, 2, object(MEMORY));
    }
  }

  private boolean is64(int memory) {
    return code.module.allMemories().get(memory).limits().is64();
  }

  private void emitMemoryInstruction(int i, Opcode op) {
    switch (op) {
      case MEMORY_SIZE -> {
        pushMemory(code.index[i]);
        out.invokeVirtual(MEMORY, "sizeInPages", "()I");
        if (is64(code.index[i])) {
          out.op(I2L, 1, LONG);
        }
      }
      case MEMORY_GROW -> {
        pushMemory(code.index[i]);
        String type = is64(code.index[i]) ? "J" : "I";
        out.invokeStatic(BULK, "grow", "(" + type + MEMORY_DESCRIPTOR + ")" + type);
        memoryIsStale = true;
      }
      case MEMORY_FILL -> {
        pushMemory(code.index[i]);
        String type = is64(code.index[i]) ? "J" : "I";
        out.invokeStatic(BULK, "fill", "(" + type + "I" + type + MEMORY_DESCRIPTOR + ")V");
      }
      case MEMORY_COPY -> {
        pushMemory(code.index[i]);
        pushMemory(code.index2[i]);
        String to = is64(code.index[i]) ? "J" : "I";
        String from = is64(code.index2[i]) ? "J" : "I";
        String length = to.equals("J") && from.equals("J") ? "J" : "I";
        out.invokeStatic(
            BULK, "copy", "(" + to + from + length + MEMORY_DESCRIPTOR + MEMORY_DESCRIPTOR + ")V");
      }
      case MEMORY_INIT -> {
        pushMemory(code.index2[i]);
        loadInstance();
        out.constant(code.index[i]);
        String to = is64(code.index2[i]) ? "J" : "I";
        out.invokeStatic(
            BULK, "init", "(" + to + "II" + MEMORY_DESCRIPTOR + "Lgraft/runtime/Instance;I)V");
      }
      default -> {
        loadInstance();
        out.constant(code.index[i]);
        out.invokeVirtual(INSTANCE, "dropData", "(I)V");
      }
    }
  }

  private void pushTable(int index) {
    loadInstance();
    if (index == 0) {
      out.getField(INSTANCE, "table0", "L" + TABLE + ";");
    } else {
      out.getField(INSTANCE, "tables", "[L" + TABLE + ";");
      out.constant(index);
      out.op(AALOAD, 2, object(TABLE));
    }
  }

  private void emitTableInstruction(int i, Opcode op) {
    String table = "L" + TABLE + ";";
    String object = "L" + OBJECT + ";";
    if (op == Opcode.ELEM_DROP) {
      loadInstance();
      out.constant(code.index[i]);
      out.invokeStatic(BULK, "dropElements", "(Lgraft/runtime/Instance;I)V");
      return;
    }
    pushTable(op == Opcode.TABLE_INIT ? code.index2[i] : code.index[i]);
    switch (op) {
      case TABLE_GET -> out.invokeStatic(BULK, "get", "(I" + table + ")" + object);
      case TABLE_SET -> out.invokeStatic(BULK, "set", "(I" + object + table + ")V");
      case TABLE_SIZE -> out.invokeVirtual(TABLE, "size", "()I");
      case TABLE_GROW -> out.invokeStatic(BULK, "grow", "(" + object + "I" + table + ")I");
      case TABLE_FILL -> out.invokeStatic(BULK, "fill", "(I" + object + "I" + table + ")V");
      case TABLE_COPY -> {
        pushTable(code.index2[i]);
        out.invokeStatic(BULK, "copy", "(III" + table + table + ")V");
      }
      default -> {
        loadInstance();
        out.constant(code.index[i]);
        out.invokeStatic(BULK, "init", "(III" + table + "Lgraft/runtime/Instance;I)V");
      }
    }
  }

  // Locals, globals, arithmetic.

  private int emitLocalGet(int i) {
    int local = code.index[i];
    if (isIncrement(i)) {
      int amount = (int) code.value[i + 1];
      out.increment(slots[local], code.ops[i + 2] == Opcode.I32_SUB ? -amount : amount);
      changed(local, i + 3);
      return i + 4;
    }
    out.load(slots[local], jvmType(typeOf(local)));
    return i + 1;
  }

  /// `local.get x; i32.const c; i32.add; local.set x` with a small c.
  private boolean isIncrement(int i) {
    return i + 3 < region.to
        && code.ops[i + 1] == Opcode.I32_CONST
        && (code.ops[i + 2] == Opcode.I32_ADD || code.ops[i + 2] == Opcode.I32_SUB)
        && code.ops[i + 3] == Opcode.LOCAL_SET
        && code.index[i + 3] == code.index[i]
        && Math.abs((int) code.value[i + 1]) <= 0x7fff
        && (int) code.value[i + 1] != Integer.MIN_VALUE;
  }

  private void setLocal(int i) {
    int local = code.index[i];
    out.store(slots[local], jvmType(typeOf(local)));
    changed(local, i);
  }

  private void changed(int local, int at) {
    nonNegative.clear(local);
    lastSet[local] = at;
  }

  private void emitGlobalGet(int global) {
    String type = Signature.descriptor(code.module.allGlobals().get(global).type());
    loadInstance();
    if (names.hasCell(global)) {
      String cell = names.cellClass(global);
      out.getField(INSTANCE, ModuleNames.globalField(global), "L" + cell + ";");
      out.getField(cell, "value", type);
    } else {
      out.getField(INSTANCE, ModuleNames.globalField(global), type);
    }
  }

  private void emitGlobalSet(int global) {
    String type = Signature.descriptor(code.module.allGlobals().get(global).type());
    int mark = out.localCount();
    int valueType = out.typeAt(0);
    int value = temporary(valueType);
    out.store(value, valueType);
    loadInstance();
    String owner = INSTANCE;
    String field = ModuleNames.globalField(global);
    if (names.hasCell(global)) {
      owner = names.cellClass(global);
      out.getField(INSTANCE, field, "L" + owner + ";");
      field = "value";
    }
    out.load(value, valueType);
    out.putField(owner, field, type);
    out.dropLocals(mark);
  }

  private void emitDivide(int i, Opcode op) {
    boolean wide = op == Opcode.I64_DIV_S;
    boolean byConstant =
        i > region.from
            && code.ops[i - 1] == (wide ? Opcode.I64_CONST : Opcode.I32_CONST)
            && code.value[i - 1] != 0
            && code.value[i - 1] != -1;
    if (byConstant) {
      out.op(wide ? LDIV : IDIV, 2, wide ? LONG : INT);
    } else {
      out.invokeStatic("graft/runtime/Numeric", SimpleCode.methodName(op), descriptor(op));
    }
  }

  // Conditions.

  private void emitEqualsZero(int i) {
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
  private void setCondition(int i, int jump, int pops) {
    Opcode following = i + 1 < region.to ? code.ops[i + 1] : Opcode.NOP;
    boolean fits =
        following == Opcode.BR_IF
            || following == Opcode.IF
            || following == Opcode.I32_EQZ
            || following == Opcode.SELECT
            || following == Opcode.SELECT_T;
    if (fits && prefix[i + 1 - region.from] == 0 && addressOf[i - region.from] == 0) {
      condition = jump;
      conditionPops = pops;
      return;
    }
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
  private int takeCondition() {
    int jump = condition;
    if (jump == 0) {
      conditionPops = 1;
      return IFNE;
    }
    condition = 0;
    return jump;
  }

  private void emitSelect() {
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
      int kept = temporary(type);
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

  // Blocks.

  private Block open(int opener, boolean isLoop) {
    Block block = new Block();
    block.opener = opener;
    block.isLoop = isLoop;
    block.label = out.newLabel();
    block.base = out.depth() - code.blockType(opener).parameters().size();
    block.below = Arrays.copyOf(out.stackTypes(), block.base);
    block.localCount = out.localCount();
    if (depth == blocks.length) {
      blocks = Arrays.copyOf(blocks, 2 * depth);
    }
    blocks[depth++] = block;
    return block;
  }

  private void openLoop(int i) {
    Block block = open(i, true);
    memoryIsStale |= code.mayGrow(i, code.end[i]);
    nonNegative.clear();
    out.bind(block.label);
    block.memoryIsStaleAtLabel = memoryIsStale;
    if (options.checks()) {
      countStep();
    }
  }

  private void countStep() {
    loadInstance();
    out.getField(INSTANCE, "budget", "Lgraft/runtime/Budget;");
    out.invokeStatic("graft/runtime/Budget", "step", "(Lgraft/runtime/Budget;)V");
  }

  private void openIf(int i) {
    int jump = takeCondition();
    int pops = conditionPops;
    int otherwise = out.newLabel();
    out.jump(Comparison.negate(jump), pops, otherwise);
    Block block = open(i, false);
    block.otherwise = otherwise;
    block.memoryIsStaleAtLabel = false;
    block.memoryIsStaleAtElse = memoryIsStale;
  }

  private void emitElse() {
    Block block = blocks[depth - 1];
    if (reachable) {
      jumpToEnd(block);
    }
    restoreStack(block, code.blockType(block.opener).parameters());
    nonNegative.clear();
    memoryIsStale = block.memoryIsStaleAtElse;
    out.bind(block.otherwise);
    block.otherwise = -1;
    reachable = true;
  }

  private void jumpToEnd(Block block) {
    block.isTargeted = true;
    block.memoryIsStaleAtLabel |= memoryIsStale;
    out.jump(GOTO, 0, block.label);
    reachable = false;
  }

  private void restoreStack(Block block, List<ValType> values) {
    int[] types = Arrays.copyOf(block.below, block.below.length + values.size());
    for (int k = 0; k < values.size(); k++) {
      types[block.below.length + k] = jvmType(values.get(k));
    }
    out.setStack(types, types.length);
  }

  private void emitEnd() {
    if (depth == 0) {
      // The function's own end; what follows returns.
      return;
    }
    Block block = blocks[depth - 1];
    List<ValType> results = code.blockType(block.opener).results();
    if (block.otherwise >= 0) {
      // An if without else: where the condition does not hold, the parameters are the results.
      if (reachable) {
        jumpToEnd(block);
      }
      restoreStack(block, results);
      memoryIsStale = block.memoryIsStaleAtElse;
      out.bind(block.otherwise);
      reachable = true;
    }
    if (block.spill != null) {
      endTry(block);
      return;
    }
    depth--;
    if (block.isTargeted && !block.isLoop) {
      if (!reachable) {
        restoreStack(block, results);
        memoryIsStale = block.memoryIsStaleAtLabel;
      }
      memoryIsStale |= block.memoryIsStaleAtLabel;
      nonNegative.clear();
      out.bind(block.label);
      reachable = true;
    }
  }

  // Branches.

  private @Nullable Block blockOf(int opener) {
    for (int k = depth - 1; k >= 0; k--) {
      if (blocks[k].opener == opener) {
        return blocks[k];
      }
    }
    return null;
  }

  /// Goes to the label of `opener` with the values that it wants on top of the stack.
  private void branch(int opener) {
    Block block = opener < 0 ? null : blockOf(opener);
    if (block == null) {
      if (region.isWholeFunction()) {
        emitReturn();
      } else {
        leave(opener);
      }
    } else {
      keepTop(code.labelTypes(opener).size(), block);
      block.isTargeted = true;
      block.memoryIsStaleAtLabel |= memoryIsStale;
      out.jump(GOTO, 0, block.label);
    }
    reachable = false;
  }

  /// Leaves a part for a label around it; the function's result goes through a variable.
  private void leave(int opener) {
    storeCarried(carriers(opener));
    while (out.depth() > 0) {
      out.drop();
    }
    jumpToExit(opener);
  }

  private int[] carriers(int opener) {
    return Objects.requireNonNull(code.carriers(opener));
  }

  private void storeCarried(int[] carriers) {
    for (int k = carriers.length - 1; k >= 0; k--) {
      out.store(slots[carriers[k]], jvmType(typeOf(carriers[k])));
    }
  }

  private void loadCarried(int[] carriers) {
    for (int carrier : carriers) {
      out.load(slots[carrier], jvmType(typeOf(carrier)));
    }
  }

  private void jumpToExit(int opener) {
    int exit = region.exit(opener);
    if (exitLabels[exit] < 0) {
      exitLabels[exit] = out.newLabel();
    }
    out.jump(GOTO, 0, exitLabels[exit]);
  }

  private boolean isDirect(int opener) {
    Block block = opener < 0 ? null : blockOf(opener);
    if (block == null) {
      return !region.isWholeFunction() && out.depth() == 0 && code.labelTypes(opener).isEmpty();
    }
    return !crossesSpill(block) && out.depth() == block.base + code.labelTypes(opener).size();
  }

  /// The JVM label of a target that {@link #isDirect}.
  private int directLabel(int opener) {
    Block block = opener < 0 ? null : blockOf(opener);
    if (block == null) {
      int exit = region.exit(opener);
      if (exitLabels[exit] < 0) {
        exitLabels[exit] = out.newLabel();
      }
      return exitLabels[exit];
    }
    block.isTargeted = true;
    block.memoryIsStaleAtLabel |= memoryIsStale;
    return block.label;
  }

  /// Drops what is under the `count` values on top, down to what the block's label expects.
  private void keepTop(int count, Block block) {
    boolean crosses = crossesSpill(block);
    if (!crosses && out.depth() == block.base + count) {
      return;
    }
    int mark = out.localCount();
    int[] kept = new int[count];
    int[] types = new int[count];
    for (int k = count - 1; k >= 0; k--) {
      types[k] = out.typeAt(0);
      kept[k] = temporary(types[k]);
      out.store(kept[k], types[k]);
    }
    if (crosses) {
      while (out.depth() > 0) {
        out.drop();
      }
      pushSpilled(block);
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

  private void emitBranchIf(int i) {
    int opener = code.target[i];
    int jump = takeCondition();
    int pops = conditionPops;
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
    reachable = true;
  }

  private void emitBranchTable(int i) {
    int[] targets = code.targets(i);
    if (targets.length <= STRING_SIZE && leadsIntoGroup(targets)) {
      emitBranchTableToGroups(targets);
      return;
    }
    int mark = out.localCount();
    int key = temporary(INT);
    out.store(key, INT);
    int[] labels = new int[targets.length];
    int[] stubs = new int[targets.length];
    int stubCount = 0;
    Map<Integer, Integer> known = new HashMap<>();
    for (int k = 0; k < targets.length; k++) {
      Integer label = known.get(targets[k]);
      if (label == null) {
        if (isDirect(targets[k])) {
          label = directLabel(targets[k]);
        } else {
          label = out.newLabel();
          stubs[stubCount++] = k;
        }
        known.put(targets[k], label);
      }
      labels[k] = label;
    }
    out.load(key, INT);
    out.dropLocals(mark);
    if (targets.length == 1) {
      out.drop();
      out.jump(GOTO, 0, labels[0]);
    } else if (targets.length > LARGE_TABLE) {
      switchByString(labels);
    } else {
      out.tableSwitch(Arrays.copyOf(labels, labels.length - 1), labels[labels.length - 1]);
    }
    int[] before = out.stackTypes();
    boolean stale = memoryIsStale;
    for (int k = 0; k < stubCount; k++) {
      out.setStack(before, before.length);
      memoryIsStale = stale;
      out.bind(labels[stubs[k]]);
      branch(targets[stubs[k]]);
    }
    reachable = false;
  }

  private boolean leadsIntoGroup(int[] targets) {
    int found = 0;
    for (int target : targets) {
      Entry entry = entries.get(target);
      found += entry != null && entry.group.entries.length > 1 ? 1 : 0;
    }
    return found > 0;
  }

  /// A br_table whose arms are in groups: one string maps the key to the group or label, another to
  /// the entry of the group.
  private void emitBranchTableToGroups(int[] targets) {
    int mark = out.localCount();
    int key = temporary(INT);
    out.store(key, INT);
    Map<Integer, Integer> numbers = new HashMap<>();
    List<Integer> labels = new ArrayList<>();
    List<@Nullable Integer> stubTargets = new ArrayList<>();
    StringBuilder destinations = new StringBuilder();
    StringBuilder entryNumbers = new StringBuilder();
    for (int target : targets) {
      Entry entry = entries.get(target);
      boolean toGroup = entry != null && isDirect(target);
      int place = toGroup ? Objects.requireNonNull(entry).group.entries[0] : target;
      Integer number = numbers.get(place);
      if (number == null) {
        number = labels.size();
        numbers.put(place, number);
        if (toGroup) {
          labels.add(Objects.requireNonNull(entry).label);
          targetedGroups.add(entry.group);
          stubTargets.add(null);
        } else if (isDirect(target)) {
          labels.add(directLabel(target));
          stubTargets.add(null);
        } else {
          labels.add(out.newLabel());
          stubTargets.add(target);
        }
      }
      destinations.append((char) (number + 1));
      entryNumbers.append((char) (toGroup ? Objects.requireNonNull(entry).number + 1 : 1));
    }
    clampKey(key, targets.length - 1);
    lookUp(entryNumbers.toString(), key);
    out.store(entrySlot, INT);
    lookUp(destinations.toString(), key);
    out.dropLocals(mark);
    int[] all = labels.stream().mapToInt(Integer::intValue).toArray();
    out.tableSwitch(all, all[0]);
    int[] before = out.stackTypes();
    boolean stale = memoryIsStale;
    for (int k = 0; k < all.length; k++) {
      Integer target = stubTargets.get(k);
      if (target != null) {
        out.setStack(before, before.length);
        memoryIsStale = stale;
        out.bind(all[k]);
        branch(target);
      }
    }
    reachable = false;
  }

  /// Makes any key that is too large, without sign, the last one.
  private void clampKey(int key, int last) {
    int fits = out.newLabel();
    out.load(key, INT);
    out.constant(last);
    out.invokeStatic("java/lang/Integer", "compareUnsigned", "(II)I");
    out.jump(IFLT, 1, fits);
    out.constant(last);
    out.store(key, INT);
    out.bind(fits);
  }

  /// Pushes the number that a string holds for a key.
  private void lookUp(String numbers, int key) {
    out.stringConstant(numbers);
    out.load(key, INT);
    out.invokeVirtual("java/lang/String", "charAt", "(I)C");
    out.constant(1);
    out.op(ISUB, 2, INT);
  }

  /// A br_table with thousands of entries, of which most are the same: strings map the key to the
  /// number of a label, as a tableswitch takes four bytes for each key.
  private void switchByString(int[] labels) {
    int[] distinct = Arrays.stream(labels).distinct().toArray();
    StringBuilder numbers = new StringBuilder(labels.length);
    for (int label : labels) {
      int number = 0;
      while (distinct[number] != label) {
        number++;
      }
      // Never 0, which takes two bytes in a class file, and no surrogate.
      numbers.append((char) (number + 1));
    }
    int mark = out.localCount();
    int key = temporary(INT);
    out.store(key, INT);
    int found = out.newLabel();
    for (int from = 0; from < labels.length; from += STRING_SIZE) {
      int to = Math.min(labels.length, from + STRING_SIZE);
      int past = out.newLabel();
      out.load(key, INT);
      out.constant(from);
      out.op(ISUB, 2, INT);
      out.constant(to - from);
      out.invokeStatic("java/lang/Integer", "compareUnsigned", "(II)I");
      out.jump(IFGE, 1, past);
      out.stringConstant(numbers.substring(from, to));
      out.load(key, INT);
      out.constant(from);
      out.op(ISUB, 2, INT);
      out.invokeVirtual("java/lang/String", "charAt", "(I)C");
      out.jump(GOTO, 0, found);
      out.pop(1);
      out.bind(past);
    }
    out.constant((int) numbers.charAt(labels.length - 1));
    out.dropLocals(mark);
    out.bind(found);
    out.constant(1);
    out.op(ISUB, 2, INT);
    out.tableSwitch(Arrays.copyOf(distinct, distinct.length - 1), distinct[distinct.length - 1]);
  }

  private void emitReturn() {
    List<ValType> results = code.type.results();
    if (results.isEmpty()) {
      out.returnValue(VerificationType.TOP);
    } else if (results.size() == 1) {
      out.returnValue(jvmType(results.get(0)));
    } else {
      String owner = Signature.resultsClass(results);
      out.invokeStatic(
          owner,
          "of",
          "("
              + Signature.parameterDescriptors(new FunctionType(results, List.of()))
              + ")L"
              + owner
              + ";");
      out.returnValue(object(owner));
    }
    reachable = false;
  }

  private void throwTrap(String method) {
    out.invokeStatic(TRAP, method, "()L" + TRAP + ";");
    out.op(ATHROW, 1);
    reachable = false;
  }

  // Calls.

  private void emitCall(int i) {
    int function = code.index[i];
    FunctionType type = code.module.functionType(function);
    if (function >= code.module.importedFunctionCount()) {
      loadInstance();
      out.invokeStatic(
          names.chunkClass(function), names.methodName(function), names.methodDescriptor(function));
    } else {
      if (!hasPrefix[i - region.from]) {
        int mark = out.localCount();
        int[] arguments = storeArguments(type);
        pushImport(function);
        loadArguments(arguments, type);
        out.dropLocals(mark);
      }
      out.invokeVirtual(Signature.className(type), "call", Signature.descriptor(type));
    }
    afterCall(type);
  }

  private void emitCallIndirect(int i) {
    FunctionType type = code.module.types().get(code.index[i]);
    // Not className(type): perhaps no function has this type, and nobody else makes the class.
    String owner = Signature.of(type).className();
    pushTable(code.index2[i]);
    out.getField(TABLE, "elements", "[L" + OBJECT + ";");
    out.swap();
    out.invokeStatic(TABLE, "callee", "([L" + OBJECT + ";I)L" + OBJECT + ";");
    out.checkCast(owner);
    if (!type.parameters().isEmpty()) {
      int mark = out.localCount();
      int callee = temporary(object(owner));
      out.store(callee, object(owner));
      int[] arguments = storeArguments(type);
      out.load(callee, object(owner));
      loadArguments(arguments, type);
      out.dropLocals(mark);
    }
    out.invokeVirtual(owner, "call", Signature.descriptor(type));
    afterCall(type);
  }

  /// A tail call has left the function: handlers around it do not see what the callee throws.
  private void emitTailCall(int i) {
    int from = out.mark();
    if (code.ops[i] == Opcode.RETURN_CALL) {
      emitCall(i);
    } else {
      emitCallIndirect(i);
    }
    int to = out.mark();
    for (int k = 0; k < depth; k++) {
      blocks[k].addHole(from, to);
    }
    branch(-1);
  }

  private int[] storeArguments(FunctionType type) {
    int[] variables = new int[type.parameters().size()];
    for (int k = variables.length - 1; k >= 0; k--) {
      int each = jvmType(type.parameters().get(k));
      variables[k] = temporary(each);
      out.store(variables[k], each);
    }
    return variables;
  }

  private void loadArguments(int[] variables, FunctionType type) {
    for (int k = 0; k < variables.length; k++) {
      out.load(variables[k], jvmType(type.parameters().get(k)));
    }
  }

  private void afterCall(FunctionType type) {
    memoryIsStale = true;
    List<ValType> results = type.results();
    if (results.size() > 1) {
      String owner = Signature.resultsClass(results);
      int mark = out.localCount();
      int all = temporary(object(owner));
      out.store(all, object(owner));
      for (int k = 0; k < results.size(); k++) {
        out.load(all, object(owner));
        out.getField(owner, "r" + k, Signature.descriptor(results.get(k)));
      }
      out.dropLocals(mark);
    }
  }

  // Exceptions.

  private void openTry(int i) {
    FunctionType type = code.blockType(i);
    Block block = open(i, false);
    int[] parameters = storeArguments(type);
    int[] types = out.stackTypes();
    int[] saved = new int[types.length];
    for (int k = types.length - 1; k >= 0; k--) {
      saved[k] = temporary(types[k]);
      out.store(saved[k], types[k]);
    }
    loadArguments(parameters, type);
    block.spill = new Spill(types, saved);
    block.spillEnd = out.localCount();
    block.base = 0;
    block.below = new int[0];
    block.tryStart = out.mark();
  }

  /// Ends the code that a try covers.
  private void endTryBody(Block block) {
    if (block.tryEnd < 0) {
      block.tryEnd = out.mark();
    }
  }

  /// Begins the handler of a construct, with the exception in a variable; false if nothing can
  /// throw.
  private boolean beginHandler(Block block) {
    int[] ranges = block.coveredRanges();
    boolean isEmpty = true;
    for (int k = 0; k < ranges.length; k += 2) {
      isEmpty &= out.isEmpty(ranges[k], ranges[k + 1]);
    }
    if (isEmpty) {
      return false;
    }
    out.handler(ranges, EXCEPTION);
    block.exceptionSlot = temporary(object(EXCEPTION));
    out.store(block.exceptionSlot, object(EXCEPTION));
    memoryIsStale = true;
    nonNegative.clear();
    return true;
  }

  private void emitCatch(int i) {
    Block block = blocks[depth - 1];
    boolean isFirst = block.tryEnd < 0;
    if (reachable) {
      jumpToEnd(block);
    }
    endTryBody(block);
    if (isFirst) {
      reachable = beginHandler(block);
    } else if (block.nextCatch >= 0) {
      out.setStack(new int[0], 0);
      memoryIsStale = true;
      nonNegative.clear();
      out.bind(block.nextCatch);
      block.nextCatch = -1;
      reachable = true;
    } else {
      reachable = false;
    }
    if (reachable && code.ops[i] == Opcode.CATCH) {
      block.nextCatch = out.newLabel();
      jumpUnlessTag(block.exceptionSlot, code.index[i], block.nextCatch);
      pushValues(block.exceptionSlot, code.index[i]);
    }
  }

  private void jumpUnlessTag(int exception, int tag, int label) {
    out.load(exception, object(EXCEPTION));
    out.invokeVirtual(EXCEPTION, "tag", "()Lgraft/runtime/Tag;");
    pushTag(tag);
    out.jump(IF_ACMPNE, 2, label);
  }

  private void pushTag(int tag) {
    loadInstance();
    out.getField(INSTANCE, "tags", "[Lgraft/runtime/Tag;");
    out.constant(tag);
    out.op(AALOAD, 2, object("graft/runtime/Tag"));
  }

  /// Pushes what an exception carries.
  private void pushValues(int exception, int tag) {
    List<ValType> types = code.module.allTags().get(tag).type().parameters();
    for (int k = 0; k < types.size(); k++) {
      out.load(exception, object(EXCEPTION));
      out.constant(k);
      out.invokeVirtual(
          EXCEPTION, valueMethod(types.get(k)), "(I)" + Signature.descriptor(types.get(k)));
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

  private void emitDelegate(int i) {
    Block block = blocks[depth - 1];
    endTryBody(block);
    // Handlers between here and the target do not see what is thrown in this body.
    for (int k = depth - 2; k >= 0 && blocks[k].opener != code.target[i]; k--) {
      blocks[k].addHole(block.tryStart, block.tryEnd);
    }
    finishTry(block);
  }

  private void emitThrow(int i) {
    FunctionType type = code.module.allTags().get(code.index[i]).type();
    int mark = out.localCount();
    int[] values = storeArguments(type);
    pushTag(code.index[i]);
    out.constant(values.length);
    out.newArray(OBJECT);
    for (int k = 0; k < values.length; k++) {
      ValType each = type.parameters().get(k);
      out.dup();
      out.constant(k);
      out.load(values[k], jvmType(each));
      box(each);
      out.op(AASTORE, 3);
    }
    out.invokeStatic(
        EXCEPTION, "of", "(Lgraft/runtime/Tag;[Ljava/lang/Object;)L" + EXCEPTION + ";");
    out.op(ATHROW, 1);
    out.dropLocals(mark);
    reachable = false;
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

  private void emitRethrow(int i) {
    Block block = Objects.requireNonNull(blockOf(code.target[i]));
    out.load(block.exceptionSlot, object(EXCEPTION));
    out.op(ATHROW, 1);
    reachable = false;
  }

  private void emitThrowReference() {
    out.invokeStatic(EXCEPTION, "fromReference", "(Ljava/lang/Object;)L" + EXCEPTION + ";");
    out.op(ATHROW, 1);
    reachable = false;
  }

  /// The end of a try or try_table that was not ended by delegate.
  private void endTry(Block block) {
    boolean hasBodyOnly = block.tryEnd < 0;
    endTryBody(block);
    if (hasBodyOnly && code.extra[block.opener] instanceof FunctionCode.TryTable table) {
      if (reachable) {
        jumpToEnd(block);
      }
      if (!table.clauses().isEmpty() && beginHandler(block)) {
        emitClauses(block, table);
      }
      reachable = false;
    }
    if (block.nextCatch >= 0) {
      if (reachable) {
        jumpToEnd(block);
      }
      out.setStack(new int[0], 0);
      out.bind(block.nextCatch);
      out.load(block.exceptionSlot, object(EXCEPTION));
      out.op(ATHROW, 1);
      reachable = false;
    }
    finishTry(block);
  }

  private void emitClauses(Block block, FunctionCode.TryTable table) {
    for (int k = 0; k < table.clauses().size(); k++) {
      CodeReader.CatchClause clause = table.clauses().get(k);
      int past = out.newLabel();
      if (clause.tag() >= 0) {
        jumpUnlessTag(block.exceptionSlot, clause.tag(), past);
        pushValues(block.exceptionSlot, clause.tag());
      }
      if (clause.withReference()) {
        out.load(block.exceptionSlot, object(EXCEPTION));
      }
      branch(table.targets()[k]);
      if (clause.tag() < 0) {
        return;
      }
      out.setStack(new int[0], 0);
      out.bind(past);
    }
    out.load(block.exceptionSlot, object(EXCEPTION));
    out.op(ATHROW, 1);
  }

  /// Binds the label behind a try and puts the values back that were below it.
  private void finishTry(Block block) {
    Spill spill = Objects.requireNonNull(block.spill);
    List<ValType> results = code.blockType(block.opener).results();
    depth--;
    out.dropLocals(block.spillEnd);
    if (block.isTargeted) {
      if (!reachable) {
        restoreStack(block, results);
        memoryIsStale = block.memoryIsStaleAtLabel;
      }
      memoryIsStale |= block.memoryIsStaleAtLabel;
      nonNegative.clear();
      out.bind(block.label);
      reachable = true;
    }
    if (reachable && spill.types.length > 0) {
      int[] saved = new int[results.size()];
      for (int k = saved.length - 1; k >= 0; k--) {
        saved[k] = temporary(jvmType(results.get(k)));
        out.store(saved[k], jvmType(results.get(k)));
      }
      pushSpilled(spill, spill.types.length);
      for (int k = 0; k < saved.length; k++) {
        out.load(saved[k], jvmType(results.get(k)));
      }
    }
    out.dropLocals(block.localCount);
  }

  private void pushSpilled(Spill spill, int count) {
    for (int k = 0; k < count; k++) {
      out.load(spill.slots[k], spill.types[k]);
    }
  }

  /// The outermost try that a branch to a label leaves, or null.
  private @Nullable Spill spillCrossed(Block target) {
    for (int k = 0; k < depth; k++) {
      if (blocks[k] == target) {
        for (int inner = k + 1; inner < depth; inner++) {
          if (blocks[inner].spill != null) {
            return blocks[inner].spill;
          }
        }
      }
    }
    return null;
  }

  private boolean crossesSpill(Block target) {
    Spill spill = spillCrossed(target);
    return spill != null && spill.types.length > 0;
  }

  private void pushSpilled(Block target) {
    pushSpilled(Objects.requireNonNull(spillCrossed(target)), target.base);
  }

  // Parts.

  String descriptor() {
    return descriptor(region);
  }

  private String descriptor(Region part) {
    StringBuilder text = new StringBuilder("(");
    for (int local : part.inputs) {
      text.append(Signature.descriptor(typeOf(local)));
    }
    if (part.isGroup()) {
      text.append('I');
    }
    text.append(ModuleNames.INSTANCE_DESCRIPTOR).append(')');
    if (part.isWholeFunction()) {
      return text.append(Signature.resultDescriptor(code.type)).toString();
    }
    return text.append(
            switch (part.result) {
              case NOTHING -> "V";
              case OUTPUT -> Signature.descriptor(typeOf(part.outputs[0]));
              case EXIT -> "I";
              case EXIT_AND_OUTPUT, TWO_OUTPUTS -> "J";
            })
        .toString();
  }

  /// How many outputs the method's own result carries.
  private static int direct(Region part) {
    return switch (part.result) {
      case NOTHING, EXIT -> 0;
      case OUTPUT, EXIT_AND_OUTPUT -> 1;
      case TWO_OUTPUTS -> 2;
    };
  }

  /// The beginning of a group's method: opens the blocks whose ends are inside, and goes to the
  /// arm.
  private void enterGroup() {
    int count = region.entries.length;
    int[] labels = new int[count];
    for (int k = count - 1; k > 0; k--) {
      Block block = open(region.entries[k], false);
      block.isTargeted = true;
      block.memoryIsStaleAtLabel = memoryIsStale;
      labels[k] = block.label;
    }
    labels[0] = out.newLabel();
    out.load(entrySlot, INT);
    if (count == 1) {
      out.drop();
    } else {
      out.tableSwitch(labels, labels[0]);
      out.bind(labels[0]);
    }
  }

  /// Calls a group of arms, for all labels that lead into it.
  private void emitGroup(Region group) {
    Entry entry = Objects.requireNonNull(entries.get(group.entries[0]));
    boolean isEntered = reachable || targetedGroups.contains(group);
    if (reachable) {
      setEntry(0, entry.label);
    }
    for (int k = 1; k < group.entries.length; k++) {
      Block block = blocks[--depth];
      if (block.isTargeted) {
        restoreStack(block, List.of());
        out.bind(block.label);
        setEntry(k, entry.label);
        isEntered = true;
      }
    }
    reachable = isEntered;
    if (isEntered) {
      nonNegative.clear();
      memoryIsStale = true;
      // All blocks of a switch are opened in a row, on the same stack.
      int[] below = depth == 0 ? new int[0] : blocks[depth - 1].below;
      out.setStack(below, below.length);
      out.bind(entry.label);
      emitPart(group);
    }
  }

  private void setEntry(int number, int label) {
    out.constant(number);
    out.store(entrySlot, INT);
    out.jump(GOTO, 0, label);
  }

  private void emitPart(Region part) {
    for (int local : part.inputs) {
      out.load(slots[local], jvmType(typeOf(local)));
    }
    if (part.isGroup()) {
      out.load(entrySlot, INT);
    }
    loadInstance();
    out.invokeStatic(
        Objects.requireNonNull(part.owner), partName(names, code, part), descriptor(part));
    boolean hasExit = false;
    int mark = out.localCount();
    int exit = -1;
    switch (part.result) {
      case NOTHING -> {}
      case OUTPUT -> storeLocal(part.outputs[0], part.to);
      case EXIT -> {
        hasExit = true;
        exit = temporary(INT);
        out.store(exit, INT);
      }
      case EXIT_AND_OUTPUT -> {
        hasExit = true;
        int packed = temporary(LONG);
        out.store(packed, LONG);
        out.load(packed, LONG);
        unpackHigh();
        storeLocal(part.outputs[0], part.to);
        exit = temporary(INT);
        out.load(packed, LONG);
        out.op(L2I, 1, INT);
        out.store(exit, INT);
      }
      case TWO_OUTPUTS -> {
        out.dup();
        unpackHigh();
        storeLocal(part.outputs[1], part.to);
        out.op(L2I, 1, INT);
        storeLocal(part.outputs[0], part.to);
      }
    }
    takeScratch(part);
    memoryIsStale |= code.mayGrow(part.from, part.to);
    if (!hasExit) {
      out.dropLocals(mark);
      goOn(part, 0);
      return;
    }
    out.load(exit, INT);
    out.dropLocals(mark);
    switchOnExit(part);
  }

  private void unpackHigh() {
    out.constant(32);
    out.op(LUSHR, 2, LONG);
    out.op(L2I, 1, INT);
  }

  private void storeLocal(int local, int at) {
    out.store(slots[local], jvmType(typeOf(local)));
    if (local < code.locals.length) {
      changed(local, at);
    }
  }

  /// Goes on according to the exit number on the stack.
  private void switchOnExit(Region part) {
    int count = part.exits.length;
    int[] labels = new int[count];
    boolean[] isStub = new boolean[count];
    boolean fallsThrough = part.exits[0] == Region.FALL_THROUGH;
    out.pop(1);
    for (int k = 0; k < count; k++) {
      boolean direct = part.exits[k] != Region.FALL_THROUGH && isDirectExit(part.exits[k]);
      labels[k] = direct ? directLabel(part.exits[k]) : out.newLabel();
      isStub[k] = !direct && part.exits[k] != Region.FALL_THROUGH;
    }
    out.unpop(1);
    boolean past = fallsThrough;
    if (count == 2 && fallsThrough) {
      past = isStub[1];
      out.jump(past ? IFEQ : IFNE, 1, past ? labels[0] : labels[1]);
    } else {
      out.tableSwitch(Arrays.copyOf(labels, count - 1), labels[count - 1]);
    }
    int[] before = out.stackTypes();
    boolean stale = memoryIsStale;
    for (int k = 0; k < count; k++) {
      if (isStub[k]) {
        out.setStack(before, before.length);
        memoryIsStale = stale;
        out.bind(labels[k]);
        goOn(part, k);
      }
    }
    out.setStack(before, before.length);
    memoryIsStale = stale;
    if (past) {
      out.bind(labels[0]);
    }
    if (fallsThrough) {
      loadCarried(part.values);
    }
    reachable = fallsThrough;
  }

  /// Whether an exit of a part may be jumped to as it is. A label that wants a value never may: the
  /// value is still in its variable, whatever else is on the stack.
  private boolean isDirectExit(int opener) {
    return carriers(opener).length == 0 && isDirect(opener);
  }

  /// Goes where an exit of a part leads.
  private void goOn(Region part, int exit) {
    if (part.exits.length == 0) {
      // It never comes back.
      throwTrap("unreachable");
      return;
    }
    int opener = part.exits[exit];
    if (opener == Region.FALL_THROUGH) {
      loadCarried(part.values);
      return;
    }
    loadCarried(carriers(opener));
    if (opener == Region.THROWN) {
      emitThrowReference();
    } else {
      branch(opener);
    }
  }

  private void takeScratch(Region part) {
    Scratch scratch = new Scratch();
    for (int k = direct(part); k < part.outputs.length; k++) {
      int local = part.outputs[k];
      loadInstance();
      scratch.next(typeOf(local));
      out.getField(INSTANCE, scratch.field(), scratch.descriptor());
      if (typeOf(local) == ValType.V128) {
        out.checkCast("graft/runtime/V128");
      }
      storeLocal(local, part.to);
    }
  }

  /// Catches what leaves the part by being thrown, if a handler around it needs the part's locals.
  private void passExceptionsOn(int start) {
    int exits = region.exits.length;
    int end = out.mark();
    if (exits > 0 && region.exits[exits - 1] == Region.THROWN && !out.isEmpty(start, end)) {
      out.handler(new int[] {start, end}, EXCEPTION);
      storeCarried(carriers(Region.THROWN));
      jumpToExit(Region.THROWN);
    }
  }

  private void emitExits() {
    if (region.isWholeFunction()) {
      return;
    }
    int common = -1;
    int used = 0;
    for (int label : exitLabels) {
      used += label >= 0 ? 1 : 0;
    }
    boolean numbered =
        region.result == Region.Result.EXIT || region.result == Region.Result.EXIT_AND_OUTPUT;
    for (int k = 0; k < exitLabels.length; k++) {
      if (exitLabels[k] < 0) {
        continue;
      }
      out.setStack(new int[0], 0);
      out.bind(exitLabels[k]);
      if (!numbered) {
        finishPart();
        return;
      }
      out.constant(k);
      if (used == 1) {
        finishPart();
        return;
      }
      if (common < 0) {
        common = out.newLabel();
      }
      out.jump(GOTO, 0, common);
    }
    if (common >= 0) {
      out.setStack(new int[] {INT}, 1);
      out.bind(common);
      finishPart();
    }
  }

  /// Hands over the outputs and returns; the exit number is on the stack if there are several.
  private void finishPart() {
    Scratch scratch = new Scratch();
    for (int k = direct(region); k < region.outputs.length; k++) {
      int local = region.outputs[k];
      loadInstance();
      out.load(slots[local], jvmType(typeOf(local)));
      scratch.next(typeOf(local));
      out.putField(INSTANCE, scratch.field(), scratch.descriptor());
    }
    switch (region.result) {
      case NOTHING -> out.returnValue(VerificationType.TOP);
      case OUTPUT -> {
        int type = jvmType(typeOf(region.outputs[0]));
        out.load(slots[region.outputs[0]], type);
        out.returnValue(type);
      }
      case EXIT -> out.returnValue(INT);
      case EXIT_AND_OUTPUT -> {
        out.op(I2L, 1, LONG);
        out.load(slots[region.outputs[0]], INT);
        packHigh();
        out.returnValue(LONG);
      }
      case TWO_OUTPUTS -> {
        out.load(slots[region.outputs[0]], INT);
        out.op(I2L, 1, LONG);
        out.constant(0xffff_ffffL);
        out.op(LAND, 2, LONG);
        out.load(slots[region.outputs[1]], INT);
        packHigh();
        out.returnValue(LONG);
      }
    }
  }

  /// Puts the int on top into the high half of the long below it.
  private void packHigh() {
    out.op(I2L, 1, LONG);
    out.constant(32);
    out.op(LSHL, 2, LONG);
    out.op(LOR, 2, LONG);
  }

  /// Declares the parameters of a function's method that has no other code.
  static void declareOnly(FunctionType type, CodeWriter out) {
    String parameters = Signature.parameterDescriptors(type) + ModuleNames.INSTANCE_DESCRIPTOR;
    for (int at = 0; at < parameters.length(); at = VerificationType.end(parameters, at)) {
      out.declareLocal(VerificationType.of(out.pool(), parameters, at));
    }
    out.parametersDeclared();
  }

  static String partName(ModuleNames names, FunctionCode code, Region part) {
    String function = names.methodName(code.functionIndex);
    return part.isWholeFunction() ? function : function + "~" + part.number;
  }

  /// Adds the method to a class.
  static void emit(
      FunctionCode code,
      ModuleNames names,
      Region region,
      ClassWriter owner,
      CodeWriter out,
      String descriptor) {
    owner.method(
        ClassWriter.PUBLIC | ClassWriter.STATIC, partName(names, code, region), descriptor, out);
  }
}
