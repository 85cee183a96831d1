package graft.testing.fuzz;

import graft.format.FunctionType;
import graft.format.Immediate;
import graft.format.Opcode;
import graft.format.ValType;
import graft.testkit.WasmBytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Writes a random function body. Code is grown top down: an expression of a wanted type is a leaf,
/// or an instruction whose operands are expressions again; statements leave nothing on the stack.
final class RandomCode {
  private static final int DEEPEST = 12;
  private static final int[] INTERESTING = {
    0,
    1,
    -1,
    2,
    7,
    31,
    32,
    33,
    63,
    64,
    127,
    128,
    255,
    256,
    -128,
    32_767,
    32_768,
    65_535,
    65_536,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    0xffff_fffe
  };

  /// Addresses and offsets at the ends of a memory and of what has 31 or 32 bits.
  private static final int[] EDGES = {
    -1,
    -2,
    -4,
    -8,
    -16,
    -64,
    Integer.MIN_VALUE,
    Integer.MIN_VALUE + 8,
    Integer.MAX_VALUE,
    Integer.MAX_VALUE - 7,
    65_528,
    65_532,
    65_535,
    65_536
  };

  private static final List<Opcode> PLAIN_ACCESSES =
      List.of(
          Opcode.I32_LOAD,
          Opcode.I64_LOAD,
          Opcode.I32_LOAD8_U,
          Opcode.I32_LOAD16_S,
          Opcode.I64_LOAD32_U,
          Opcode.I32_STORE,
          Opcode.I64_STORE,
          Opcode.I32_STORE8);

  private static final double[] INTERESTING_FLOATS = {
    0.0,
    -0.0,
    1,
    -1,
    0.5,
    1.5,
    2.5,
    -2.5,
    3.7,
    1e10,
    -1e20,
    2147483647.0,
    -2147483649.0,
    4294967296.0,
    9.223372036854775e18,
    1.8446744073709552e19,
    Double.MIN_VALUE,
    Double.MAX_VALUE,
    Float.MIN_VALUE,
    Float.MAX_VALUE,
    1e-40,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY
  };

  private final RandomModule module;
  private final SplittableRandom random;
  private final FunctionType type;
  private final List<ValType> locals;
  private final Map<ValType, Integer> scratch = new EnumMap<>(ValType.class);
  private final List<Label> labels = new ArrayList<>();
  private final WasmBytes out = new WasmBytes();
  private int budget;
  private int depth;

  /// Something to branch to.
  ///
  /// @param types what a branch carries
  /// @param isCatch whether this is the handler of a legacy try
  private record Label(List<ValType> types, boolean isCatch) {}

  /// @param size about how many instructions to write
  RandomCode(RandomModule module, FunctionType type, int size) {
    this.module = module;
    this.random = module.random;
    this.type = type;
    this.locals = new ArrayList<>(type.parameters());
    this.budget = size;
    for (int i = random.nextInt(6); i > 0; i--) {
      locals.add(module.valueType());
    }
  }

  /// The entry of the code section, without its size.
  byte[] generate() {
    labels.add(new Label(type.results(), false));
    burnFuel();
    do {
      statement();
    } while (budget > 0);
    expressions(type.results());
    op(Opcode.END);
    WasmBytes body = new WasmBytes();
    List<ValType> declared = locals.subList(type.parameters().size(), locals.size());
    body.u32(declared.size());
    declared.forEach(local -> body.u32(1).u8(local.code()));
    return body.raw(out.toArray()).toArray();
  }

  // --- Writing

  private WasmBytes op(Opcode opcode) {
    int code = opcode.code();
    if (code < 0x100) {
      return out.u8(code);
    }
    return code >> 8 == 0xfc || code >> 8 == 0xfe
        ? out.u8(code >> 8).u32(code & 0xff)
        : out.u8(0xfd).u32(code & 0xffff);
  }

  private boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private void constantI32(int value) {
    op(Opcode.I32_CONST).s64(value);
  }

  private void burnFuel() {
    op(Opcode.GLOBAL_GET).u32(RandomModule.FUEL);
    op(Opcode.I32_EQZ);
    op(Opcode.IF).u8(0x40);
    op(Opcode.UNREACHABLE);
    op(Opcode.END);
    op(Opcode.GLOBAL_GET).u32(RandomModule.FUEL);
    constantI32(1);
    op(Opcode.I32_SUB);
    op(Opcode.GLOBAL_SET).u32(RandomModule.FUEL);
  }

  /// Writes a constant expression.
  static void constant(WasmBytes to, ValType type, SplittableRandom random) {
    switch (type) {
      case I32 -> to.u8(0x41).s64(integer(random));
      case I64 -> to.u8(0x42).s64(random.nextInt(4) == 0 ? random.nextLong() : integer(random));
      case F32 -> to.u8(0x43).fixed32(Float.floatToIntBits((float) floating(random)));
      case F64 -> to.u8(0x44).fixed64(Double.doubleToLongBits(floating(random)));
      case V128 -> {
        to.u8(0xfd).u32(12);
        boolean floats = random.nextBoolean();
        for (int i = 0; i < 4; i++) {
          to.fixed32(
              floats ? Float.floatToIntBits((float) floating(random)) : (int) integer(random));
        }
      }
      case FUNCREF, EXTERNREF, EXNREF -> to.u8(0xd0).u8(type.code());
    }
  }

  private static long integer(SplittableRandom random) {
    return switch (random.nextInt(4)) {
      case 0 -> random.nextInt();
      case 1 -> random.nextInt(-64, 64);
      default -> INTERESTING[random.nextInt(INTERESTING.length)];
    };
  }

  private static double floating(SplittableRandom random) {
    return switch (random.nextInt(4)) {
      case 0 -> random.nextInt(-100, 100) / 4.0;
      case 1 -> random.nextInt() * Math.pow(2, random.nextInt(-60, 60));
      default -> INTERESTING_FLOATS[random.nextInt(INTERESTING_FLOATS.length)];
    };
  }

  // --- Locals

  private int localOf(ValType wanted) {
    int found = existingLocal(wanted);
    if (found < 0) {
      locals.add(wanted);
      return locals.size() - 1;
    }
    return found;
  }

  /// A local of that type, or -1; never a scratch local: what it holds is open.
  private int existingLocal(ValType wanted) {
    int start = random.nextInt(locals.size() + 1);
    for (int i = 0; i < locals.size(); i++) {
      int index = (start + i) % locals.size();
      if (locals.get(index) == wanted && !scratch.containsValue(index)) {
        return index;
      }
    }
    return -1;
  }

  private int scratchOf(ValType wanted) {
    return scratch.computeIfAbsent(
        wanted,
        _ -> {
          locals.add(wanted);
          return locals.size() - 1;
        });
  }

  /// Takes values from the stack.
  private void consume(List<ValType> types) {
    for (ValType one : types.reversed()) {
      if (chance(3)) {
        op(Opcode.DROP);
      } else {
        op(Opcode.LOCAL_SET).u32(localOf(one));
      }
    }
  }

  // --- Expressions

  private void expressions(List<ValType> wanted) {
    if (wanted.size() > 1 && chance(3)) {
      int callee = functionGiving(wanted);
      if (callee >= 0) {
        call(callee);
        return;
      }
    }
    wanted.forEach(this::expression);
  }

  private void expression(ValType wanted) {
    if (wanted == ValType.EXNREF) {
      op(Opcode.REF_NULL).u8(wanted.code());
      return;
    }
    if (--budget < 0 || depth >= DEEPEST) {
      leaf(wanted);
      return;
    }
    depth++;
    switch (random.nextInt(20)) {
      case 0, 1, 2, 3 -> leaf(wanted);
      case 4 -> {
        expression(wanted);
        op(Opcode.LOCAL_TEE).u32(localOf(wanted));
      }
      case 5, 6 -> block(List.of(wanted));
      case 7 -> conditional(List.of(wanted));
      case 8 -> select(wanted);
      case 9 -> callGiving(wanted);
      case 10 -> branchIf(wanted);
      case 11 -> special(wanted);
      default -> {
        if (wanted.isReference()) {
          leaf(wanted);
        } else {
          instruction(module.opcodes.giving(wanted, random));
        }
      }
    }
    depth--;
  }

  private void leaf(ValType wanted) {
    int global = chance(4) ? globalOf(wanted, false) : -1;
    if (global >= 0) {
      op(Opcode.GLOBAL_GET).u32(global);
    } else if (existingLocal(wanted) >= 0 && random.nextInt(3) > 0) {
      op(Opcode.LOCAL_GET).u32(localOf(wanted));
    } else if (wanted == ValType.FUNCREF && random.nextBoolean()) {
      op(Opcode.REF_FUNC).u32(module.function());
    } else {
      constant(out, wanted, random);
    }
  }

  private int globalOf(ValType wanted, boolean mutable) {
    List<Integer> found = new ArrayList<>();
    for (int i = 1; i < module.globals.size(); i++) {
      if (module.globals.get(i).type() == wanted && (!mutable || module.globals.get(i).mutable())) {
        found.add(i);
      }
    }
    return found.isEmpty() ? -1 : pick(found);
  }

  private void instruction(Opcode opcode) {
    Opcode.Signature signature = opcode.signature();
    if (signature == null || (OpcodePool.trapsOften(opcode) && !chance(6))) {
      op(Opcode.NOP);
      if (signature != null && signature.result() != null) {
        leaf(signature.result());
      }
      return;
    }
    if (opcode.immediate() == Immediate.MEMARG || opcode.immediate() == Immediate.MEMARG_LANE) {
      memoryAccess(opcode, signature);
      return;
    }
    List<@Nullable ValType> parameters = signature.parameters();
    for (ValType parameter : parameters) {
      expression(parameter == null ? ValType.I32 : parameter);
    }
    if (OpcodePool.divides(opcode) && !chance(30)) {
      boolean is64 = signature.result() == ValType.I64;
      op(is64 ? Opcode.I64_CONST : Opcode.I32_CONST).s64(1);
      op(is64 ? Opcode.I64_OR : Opcode.I32_OR);
    }
    op(opcode);
    switch (opcode.immediate()) {
      case LANE -> out.u8(random.nextInt(16 / opcode.sizeInBytes()));
      case SHUFFLE -> {
        for (int i = 0; i < 16; i++) {
          out.u8(random.nextInt(32));
        }
      }
      default -> {}
    }
    if (OpcodePool.mayGiveNan(opcode)) {
      canonicalize(opcode.toString(), signature.result());
    }
  }

  /// Replaces NaNs by the canonical one.
  private void canonicalize(String opcode, @Nullable ValType result) {
    if (result == null) {
      return;
    }
    int local = scratchOf(result);
    op(Opcode.LOCAL_TEE).u32(local);
    switch (result) {
      case F32 -> op(Opcode.F32_CONST).fixed32(0x7fc0_0000);
      case F64 -> op(Opcode.F64_CONST).fixed64(0x7ff8_0000_0000_0000L);
      default -> {
        op(Opcode.V128_CONST);
        for (int i = 0; i < 2; i++) {
          out.fixed64(opcode.startsWith("f32x4") ? 0x7fc0_0000_7fc0_0000L : 0x7ff8_0000_0000_0000L);
        }
      }
    }
    op(Opcode.LOCAL_GET).u32(local);
    op(Opcode.LOCAL_GET).u32(local);
    switch (result) {
      case F32 -> op(Opcode.F32_EQ);
      case F64 -> op(Opcode.F64_EQ);
      default -> op(opcode.startsWith("f32x4") ? Opcode.F32X4_EQ : Opcode.F64X2_EQ);
    }
    op(result == ValType.V128 ? Opcode.V128_BITSELECT : Opcode.SELECT);
    // Other code may read the local.
    op(Opcode.LOCAL_TEE).u32(local);
  }

  private void memoryAccess(Opcode opcode, Opcode.Signature signature) {
    int size = opcode.sizeInBytes();
    int memory = memory();
    for (ValType parameter : signature.parameters()) {
      if (parameter == null) {
        address(opcode.isAtomic() ? size : 1, memory);
      } else {
        expression(parameter);
      }
    }
    int offset =
        chance(150)
            ? chance(2) ? random.nextInt() : edge()
            : random.nextInt(64) & -(opcode.isAtomic() ? size : 1);
    access(opcode, memory, offset);
    if (opcode.immediate() == Immediate.MEMARG_LANE) {
      out.u8(random.nextInt(16 / size));
    }
  }

  private void access(Opcode opcode, int memory, int offset) {
    op(opcode);
    int natural = Integer.numberOfTrailingZeros(opcode.sizeInBytes());
    int alignment = opcode.isAtomic() ? natural : random.nextInt(natural + 1);
    if (memory == 0) {
      out.u32(alignment);
    } else {
      out.u32(alignment | 0x40).u32(memory);
    }
    out.u32(offset & 0xffff_ffffL);
  }

  private int edge() {
    return EDGES[random.nextInt(EDGES.length)];
  }

  /// Some accesses by the same local, as compilers write them for the fields of an object; what one
  /// of them proves must not hold where it has not run.
  private void accessesByLocal() {
    int memory = memory();
    if (is64(memory)) {
      return;
    }
    int local = localOf(ValType.I32);
    if (!chance(8)) {
      addressOrEdge();
      op(Opcode.LOCAL_SET).u32(local);
    }
    for (int i = random.nextInt(4); i >= 0; i--) {
      if (chance(2)) {
        // Often not taken, and mostly left for a label outside.
        if (chance(2)) {
          constantI32(0);
        } else {
          expression(ValType.I32);
        }
        op(Opcode.IF).u8(0x40);
        labels.add(new Label(List.of(), false));
        access(local, memory);
        if (chance(3)) {
          diverge();
        } else {
          expressions(type.results());
          op(Opcode.RETURN);
        }
        labels.removeLast();
        op(Opcode.END);
      } else {
        access(local, memory);
      }
      if (chance(4)) {
        statement();
      }
    }
  }

  /// A loop whose parameter is the address of an access.
  private void loopByAddress() {
    int memory = memory();
    if (is64(memory) || !module.features.contains(Feature.MULTI_VALUE)) {
      return;
    }
    addressOrEdge();
    op(Opcode.LOOP);
    blockType(List.of(ValType.I32), List.of());
    labels.add(new Label(List.of(ValType.I32), false));
    burnFuel();
    if (chance(3)) {
      statement();
    }
    access(Opcode.I32_LOAD, memory, smallOffset());
    op(Opcode.LOCAL_SET).u32(localOf(ValType.I32));
    if (chance(2)) {
      statement();
    }
    addressOrEdge();
    expression(ValType.I32);
    op(Opcode.BR_IF).u32(0);
    op(Opcode.DROP);
    labels.removeLast();
    op(Opcode.END);
  }

  private void addressOrEdge() {
    if (chance(4)) {
      constantI32(edge());
    } else {
      smallAddress(1);
    }
  }

  private int smallOffset() {
    return chance(40) ? edge() : chance(3) ? 0 : random.nextInt(64);
  }

  private void access(int local, int memory) {
    Opcode opcode = pick(PLAIN_ACCESSES);
    Opcode.Signature signature = opcode.signature();
    if (signature == null) {
      throw new AssertionError("BUG: " + opcode);
    }
    op(Opcode.LOCAL_GET).u32(local);
    ValType loaded = signature.result();
    if (loaded == null) {
      ValType stored = signature.parameters().getLast();
      expression(stored == null ? ValType.I32 : stored);
    }
    access(opcode, memory, smallOffset());
    if (loaded != null) {
      consume(List.of(loaded));
    }
  }

  private int memory() {
    return module.features.contains(Feature.MULTI_MEMORY) ? random.nextInt(2) : 0;
  }

  private boolean is64(int memory) {
    return memory == 0 && module.features.contains(Feature.MEMORY64);
  }

  /// Makes an address or size of a memory from an i32.
  private void extend(boolean is64) {
    if (is64) {
      op(Opcode.I64_EXTEND_I32_U);
    }
  }

  private void wrap(int memory) {
    if (is64(memory)) {
      op(Opcode.I32_WRAP_I64);
    }
  }

  /// An address that mostly lies within the memory.
  private void address(int alignment, int memory) {
    smallAddress(alignment);
    extend(is64(memory));
    if (is64(memory) && chance(200)) {
      op(Opcode.I64_CONST).s64(random.nextLong());
      op(Opcode.I64_OR);
    }
  }

  private void smallAddress(int alignment) {
    if (chance(3)) {
      constantI32(random.nextInt(2000) & -alignment);
      return;
    }
    expression(ValType.I32);
    if (!chance(100)) {
      constantI32((chance(3) ? 0xffff : 0x3ff) & -alignment);
      op(Opcode.I32_AND);
    }
  }

  private void select(ValType wanted) {
    expression(wanted);
    expression(wanted);
    expression(ValType.I32);
    if (wanted.isReference() || (module.features.contains(Feature.REFERENCES) && chance(3))) {
      op(Opcode.SELECT_T).u32(1).u8(wanted.code());
    } else {
      op(Opcode.SELECT);
    }
  }

  /// What has no fixed type or needs a table.
  private void special(ValType wanted) {
    boolean references = module.features.contains(Feature.REFERENCES);
    if (wanted == ValType.FUNCREF) {
      tableIndex();
      op(Opcode.TABLE_GET).u32(0);
    } else if (wanted == ValType.I32 && references && chance(2)) {
      if (chance(3)) {
        op(Opcode.TABLE_SIZE).u32(0);
      } else if (chance(3)) {
        expression(ValType.FUNCREF);
        constantI32(random.nextInt(3));
        op(Opcode.TABLE_GROW).u32(0);
      } else {
        expression(chance(2) ? ValType.FUNCREF : ValType.EXTERNREF);
        op(Opcode.REF_IS_NULL);
      }
    } else if (wanted == ValType.I32 && chance(2)) {
      if (chance(4)) {
        int memory = memory();
        constantI32(random.nextInt(2));
        extend(is64(memory));
        op(Opcode.MEMORY_GROW).u8(memory);
        wrap(memory);
      } else {
        int memory = memory();
        op(Opcode.MEMORY_SIZE).u8(memory);
        wrap(memory);
      }
    } else if (!chance(6)) {
      leaf(wanted);
    } else {
      diverge();
      // What follows is dead, but must still be typed.
      leaf(wanted);
    }
  }

  private void tableIndex() {
    constantI32(random.nextInt(RandomModule.TABLE_SIZE + (chance(20) ? 10 : 0)));
  }

  // --- Calls

  private int functionGiving(List<ValType> results) {
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < module.functions.size(); i++) {
      if (i != RandomModule.REFUEL && module.functions.get(i).results().equals(results)) {
        found.add(i);
      }
    }
    return found.isEmpty() ? -1 : pick(found);
  }

  private void callGiving(ValType wanted) {
    int callee = functionGiving(List.of(wanted));
    if (callee < 0) {
      leaf(wanted);
    } else {
      call(callee);
    }
  }

  /// Calls a function, or one of its type through the table.
  private void call(int callee) {
    FunctionType wanted = module.functions.get(callee);
    wanted.parameters().forEach(this::expression);
    if (chance(3) && slotOf(wanted)) {
      op(Opcode.CALL_INDIRECT).u32(module.typeIndex(wanted)).u32(0);
    } else {
      op(Opcode.CALL).u32(callee);
    }
  }

  /// Writes the index of a slot with a function of that type, or now and then of any slot.
  private boolean slotOf(FunctionType wanted) {
    int start = random.nextInt(RandomModule.TABLE_SIZE);
    for (int i = 0; i < RandomModule.TABLE_SIZE; i++) {
      int slot = (start + i) % RandomModule.TABLE_SIZE;
      int function = module.slots[slot];
      if (function >= 0 && module.functions.get(function).equals(wanted)) {
        constantI32(slot);
        return true;
      }
    }
    if (chance(20)) {
      tableIndex();
      return true;
    }
    return false;
  }

  // --- Blocks

  private void blockType(List<ValType> parameters, List<ValType> results) {
    if (parameters.isEmpty() && results.size() < 2) {
      out.u8(results.isEmpty() ? 0x40 : results.get(0).code());
    } else {
      out.s64(module.typeIndex(new FunctionType(parameters, results)));
    }
  }

  private List<ValType> blockParameters() {
    return module.features.contains(Feature.MULTI_VALUE) && chance(5)
        ? module.valueTypes(1 + random.nextInt(2))
        : List.of();
  }

  private void block(List<ValType> results) {
    List<ValType> parameters = blockParameters();
    boolean isTry = module.features.contains(Feature.EXCEPTIONS) && chance(3);
    expressions(parameters);
    if (module.features.contains(Feature.EXNREF) && chance(3)) {
      consume(parameters);
      tryTable(results);
      return;
    }
    if (isTry) {
      tryBlock(parameters, results);
      return;
    }
    boolean loop = chance(2);
    op(loop ? Opcode.LOOP : Opcode.BLOCK);
    blockType(parameters, results);
    labels.add(new Label(loop ? parameters : results, false));
    consume(parameters);
    if (loop) {
      burnFuel();
    }
    contents(results);
    labels.removeLast();
    op(Opcode.END);
  }

  private void contents(List<ValType> results) {
    for (int i = random.nextInt(4); i > 0; i--) {
      statement();
    }
    if (chance(10)) {
      diverge();
      if (chance(2)) {
        return;
      }
    }
    expressions(results);
  }

  private void conditional(List<ValType> results) {
    List<ValType> parameters = blockParameters();
    expressions(parameters);
    expression(ValType.I32);
    op(Opcode.IF);
    blockType(parameters, results);
    labels.add(new Label(results, false));
    consume(parameters);
    contents(results);
    if (!results.isEmpty() || !parameters.isEmpty() || chance(2)) {
      op(Opcode.ELSE);
      consume(parameters);
      contents(results);
    }
    labels.removeLast();
    op(Opcode.END);
  }

  private void tryBlock(List<ValType> parameters, List<ValType> results) {
    op(Opcode.TRY);
    blockType(parameters, results);
    labels.add(new Label(results, false));
    consume(parameters);
    contents(results);
    labels.removeLast();
    if (chance(5)) {
      op(Opcode.DELEGATE).u32(random.nextInt(labels.size()));
      return;
    }
    labels.add(new Label(results, true));
    for (int tag = 0; tag < module.tags.size(); tag++) {
      if (chance(2)) {
        op(Opcode.CATCH).u32(tag);
        consume(module.tags.get(tag).parameters());
        contents(results);
      }
    }
    if (chance(2)) {
      op(Opcode.CATCH_ALL);
      contents(results);
    }
    labels.removeLast();
    op(Opcode.END);
  }

  /// A try_table whose first clause leads to a handler behind it.
  private void tryTable(List<ValType> results) {
    boolean withReference = chance(2);
    int tag = random.nextInt(module.tags.size() + 1) - 1;
    List<ValType> caught = new ArrayList<>(tag < 0 ? List.of() : module.tags.get(tag).parameters());
    if (withReference) {
      caught.add(ValType.EXNREF);
    }
    op(Opcode.BLOCK);
    blockType(List.of(), results);
    labels.add(new Label(results, false));
    op(Opcode.BLOCK);
    blockType(List.of(), caught);
    labels.add(new Label(caught, false));
    int elsewhere = labelOf(List.of());
    op(Opcode.TRY_TABLE);
    blockType(List.of(), results);
    out.u32(elsewhere >= 0 ? 2 : 1);
    out.u8((tag < 0 ? 2 : 0) + (withReference ? 1 : 0));
    if (tag >= 0) {
      out.u32(tag);
    }
    out.u32(0);
    if (elsewhere >= 0) {
      out.u8(2).u32(elsewhere);
    }
    labels.add(new Label(results, false));
    contents(results);
    labels.removeLast();
    op(Opcode.END);
    op(Opcode.BR).u32(1);
    labels.removeLast();
    op(Opcode.END);
    if (withReference && chance(3)) {
      op(Opcode.THROW_REF);
    } else {
      consume(caught);
      contents(results);
    }
    labels.removeLast();
    op(Opcode.END);
  }

  // --- Branches

  private int labelOf(List<ValType> types) {
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < labels.size(); i++) {
      if (labels.get(labels.size() - 1 - i).types.equals(types)) {
        found.add(i);
      }
    }
    return found.isEmpty() ? -1 : pick(found);
  }

  /// `br_if` passes its values on where it does not branch.
  private void branchIf(ValType wanted) {
    int label = labelOf(List.of(wanted));
    expression(wanted);
    if (label >= 0) {
      expression(ValType.I32);
      op(Opcode.BR_IF).u32(label);
    }
  }

  /// Code that never reaches its end.
  private void diverge() {
    switch (random.nextInt(6)) {
      case 0, 1 -> {
        int label = random.nextInt(labels.size());
        expressions(labels.get(labels.size() - 1 - label).types);
        op(Opcode.BR).u32(label);
      }
      case 2 -> branchTable();
      case 3 -> {
        expressions(type.results());
        op(Opcode.RETURN);
      }
      case 4 -> throwOrTailCall();
      default -> {
        if (chance(4)) {
          op(Opcode.UNREACHABLE);
        } else {
          expressions(type.results());
          op(Opcode.RETURN);
        }
      }
    }
    if (chance(4)) {
      deadCode();
    }
  }

  private void branchTable() {
    List<ValType> types = labels.get(random.nextInt(labels.size())).types;
    expressions(types);
    expression(ValType.I32);
    if (chance(2)) {
      constantI32(7);
      op(Opcode.I32_AND);
    }
    int count = random.nextInt(6);
    op(Opcode.BR_TABLE).u32(count);
    for (int i = 0; i <= count; i++) {
      out.u32(labelOf(types));
    }
  }

  private void throwOrTailCall() {
    if (!module.tags.isEmpty() && chance(2)) {
      for (int i = labels.size() - 1; i >= 0; i--) {
        if (labels.get(i).isCatch && chance(3)) {
          op(Opcode.RETHROW).u32(labels.size() - 1 - i);
          return;
        }
      }
      int tag = random.nextInt(module.tags.size());
      expressions(module.tags.get(tag).parameters());
      op(Opcode.THROW).u32(tag);
      return;
    }
    int callee = module.features.contains(Feature.TAIL_CALLS) ? functionGiving(type.results()) : -1;
    if (callee < 0) {
      expressions(type.results());
      op(Opcode.RETURN);
      return;
    }
    FunctionType wanted = module.functions.get(callee);
    wanted.parameters().forEach(this::expression);
    if (chance(3) && slotOf(wanted)) {
      op(Opcode.RETURN_CALL_INDIRECT).u32(module.typeIndex(wanted)).u32(0);
    } else {
      op(Opcode.RETURN_CALL).u32(callee);
    }
  }

  /// Behind a branch anything may be popped.
  private void deadCode() {
    switch (random.nextInt(4)) {
      case 0 -> op(Opcode.DROP);
      case 1 -> {
        op(Opcode.I32_ADD);
        op(Opcode.DROP);
      }
      case 2 -> {
        op(Opcode.SELECT);
        op(Opcode.DROP);
      }
      default -> statement();
    }
  }

  // --- Statements

  private void statement() {
    if (--budget < 0 || depth >= DEEPEST) {
      op(Opcode.NOP);
      return;
    }
    depth++;
    switch (random.nextInt(18)) {
      case 0, 1, 2 -> {
        ValType wanted = module.valueType();
        expression(wanted);
        op(Opcode.LOCAL_SET).u32(localOf(wanted));
      }
      case 3 -> {
        ValType wanted = module.valueType();
        int global = globalOf(wanted, true);
        expression(wanted);
        if (global < 0) {
          op(Opcode.DROP);
        } else {
          op(Opcode.GLOBAL_SET).u32(global);
        }
      }
      case 4, 5, 6 -> instruction(module.opcodes.givingNothing(random));
      case 7 -> block(List.of());
      case 8 -> conditional(List.of());
      case 9 -> {
        List<ValType> results =
            module.features.contains(Feature.MULTI_VALUE)
                ? module.valueTypes(random.nextInt(4))
                : List.of();
        if (chance(2)) {
          block(results);
        } else {
          conditional(results);
        }
        consume(results);
      }
      case 10 -> {
        int callee = module.function();
        call(callee);
        consume(module.functions.get(callee).results());
      }
      case 11 -> log();
      case 12 -> {
        int label = labelOf(List.of());
        if (label >= 0) {
          expression(ValType.I32);
          op(Opcode.BR_IF).u32(label);
        }
      }
      case 13 -> bulk();
      case 14 -> tables();
      case 15 -> accessesByLocal();
      case 16 -> loopByAddress();
      default -> {
        // A diverging statement in a block of its own, so that what follows it lives.
        op(Opcode.BLOCK).u8(0x40);
        labels.add(new Label(List.of(), false));
        expression(ValType.I32);
        op(Opcode.BR_IF).u32(0);
        diverge();
        labels.removeLast();
        op(Opcode.END);
      }
    }
    depth--;
  }

  private void log() {
    int which = random.nextInt(4);
    expressions(module.functions.get(which).parameters());
    op(Opcode.CALL).u32(which);
  }

  private void bulk() {
    if (!module.features.contains(Feature.BULK)) {
      return;
    }
    switch (random.nextInt(4)) {
      case 0 -> {
        int memory = memory();
        address(1, memory);
        expression(ValType.I32);
        constantI32(random.nextInt(chance(20) ? 100_000 : 300));
        extend(is64(memory));
        op(Opcode.MEMORY_FILL).u8(memory);
      }
      case 1 -> {
        int to = memory();
        int from = memory();
        address(1, to);
        address(1, from);
        constantI32(random.nextInt(chance(20) ? 100_000 : 300));
        extend(is64(to) && is64(from));
        op(Opcode.MEMORY_COPY).u8(to).u8(from);
      }
      case 2 -> {
        if (!module.passiveData.isEmpty()) {
          int segment = random.nextInt(module.passiveData.size());
          int memory = memory();
          address(1, memory);
          int size = module.passiveData.get(segment);
          int from = random.nextInt(size + 1);
          constantI32(from);
          constantI32(random.nextInt(size - from + (chance(10) ? 10 : 1)));
          op(Opcode.MEMORY_INIT).u32(segment).u8(memory);
        }
      }
      default -> {
        if (!module.passiveData.isEmpty() && chance(5)) {
          op(Opcode.DATA_DROP).u32(random.nextInt(module.passiveData.size()));
        }
      }
    }
  }

  private void tables() {
    boolean references = module.features.contains(Feature.REFERENCES);
    switch (random.nextInt(4)) {
      case 0 -> {
        if (references && chance(3)) {
          tableIndex();
          expression(ValType.FUNCREF);
          op(Opcode.TABLE_SET).u32(0);
        }
      }
      case 1 -> {
        if (references && chance(4)) {
          tableIndex();
          expression(ValType.FUNCREF);
          constantI32(random.nextInt(3));
          op(Opcode.TABLE_FILL).u32(0);
        }
      }
      case 2 -> {
        if (module.features.contains(Feature.BULK) && chance(4)) {
          tableIndex();
          tableIndex();
          constantI32(random.nextInt(3));
          op(Opcode.TABLE_COPY).u32(0).u32(0);
        }
      }
      default -> {
        if (!module.passiveElements.isEmpty() && chance(4)) {
          int segment = random.nextInt(module.passiveElements.size());
          if (chance(6)) {
            op(Opcode.ELEM_DROP).u32(segment);
          } else {
            tableIndex();
            constantI32(0);
            constantI32(random.nextInt(module.passiveElements.get(segment) + 1));
            op(Opcode.TABLE_INIT).u32(segment).u32(0);
          }
        }
      }
    }
  }

  @Override
  public String toString() {
    return type + " with locals " + Arrays.toString(locals.toArray());
  }
}
