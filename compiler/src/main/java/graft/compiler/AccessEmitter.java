package graft.compiler;

import static graft.classfile.Bytecode.*;
import static graft.compiler.JvmNames.INT;
import static graft.compiler.JvmNames.LONG;
import static graft.compiler.JvmNames.V128_DESCRIPTOR;

import graft.classfile.CodeWriter;
import graft.format.Immediate;
import graft.format.Opcode;
import graft.format.ValType;
import java.util.Objects;

/// Loads and stores. `VarHandle.get(array, index)` wants handle and array below the index: see
/// {@link EarlyPushes}.
final class AccessEmitter {
  private final MethodFrame frame;
  private final AddressFacts facts;
  private final MemoryArray array;
  private final EarlyPushes early;
  private final FunctionCode code;
  private final Region region;
  private final CodeWriter out;

  AccessEmitter(MethodFrame frame, AddressFacts facts, MemoryArray array, EarlyPushes early) {
    this.frame = frame;
    this.facts = facts;
    this.array = array;
    this.early = early;
    code = frame.code;
    region = frame.region;
    out = frame.out;
  }

  void emitLoad(int i) {
    Opcode op = code.ops[i];
    MemoryAccess access = MemoryAccess.of(op, code.vectors);
    finishAddress(i, code.firstOperand[i]);
    if (!early.hasPrefix[i - region.from]) {
      int mark = out.localCount();
      int address = frame.temporary(INT);
      out.store(address, INT);
      array.pushHandleAndArray(i);
      out.load(address, INT);
      out.dropLocals(mark);
    }
    if (access.isMethod()) {
      callAccess(i, "");
    } else if (op == Opcode.V128_LOAD) {
      frame.vectors.loadArray();
    } else {
      load(access);
    }
    for (int conversion : access.afterLoad()) {
      convert(conversion);
    }
    if (code.vectors && MemoryAccess.isOfVector(op)) {
      VectorAccess.finishLoad(op, frame.vectors, out);
    }
    facts.rememberAddress(i);
  }

  /// Loads a number: handle, if there is one, array and index are on the stack.
  private void load(MemoryAccess access) {
    if (access.handle() == null) {
      out.op(BALOAD, 2, INT);
    } else {
      out.invokeVirtual("java/lang/invoke/VarHandle", "get", access.getDescriptor());
    }
  }

  private void store(MemoryAccess access) {
    if (access.handle() == null) {
      out.op(BASTORE, 3);
    } else {
      out.invokeVirtual("java/lang/invoke/VarHandle", "set", access.setDescriptor());
    }
  }

  void convert(int conversion) {
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

  void emitStore(int i) {
    Opcode op = code.ops[i];
    MemoryAccess access = MemoryAccess.of(op, code.vectors);
    for (int conversion : access.beforeStore()) {
      convert(conversion);
    }
    if (!early.hasPrefix[i - region.from]) {
      int mark = out.localCount();
      int valueType = out.typeAt(0);
      int value = frame.temporary(valueType);
      out.store(value, valueType);
      finishAddress(i, code.firstOperand[i]);
      int address = frame.temporary(INT);
      out.store(address, INT);
      array.pushHandleAndArray(i);
      out.load(address, INT);
      out.load(value, valueType);
      out.dropLocals(mark);
    }
    if (access.isMethod()) {
      callAccess(i, V128_DESCRIPTOR);
    } else if (op == Opcode.V128_STORE) {
      frame.vectors.storeArray();
    } else if (op.immediate() == Immediate.MEMARG_LANE) {
      accessLane(i, access);
    } else {
      store(access);
    }
    facts.rememberAddress(i);
  }

  /// Loads or stores a lane: the vector is on top.
  private void accessLane(int i, MemoryAccess access) {
    Opcode op = code.ops[i];
    VectorKind kind = VectorAccess.kind(op);
    frame.vectors.as(kind);
    if (Objects.requireNonNull(op.signature()).result() == null) {
      frame.vectors.lane(kind, code.index2[i]);
      store(access);
      return;
    }
    int mark = out.localCount();
    VectorWriter.Saved vector = frame.vectors.save();
    load(access);
    VectorWriter.Saved value = frame.vectors.save();
    frame.vectors.load(vector);
    out.constant(code.index2[i]);
    frame.vectors.load(value);
    out.dropLocals(mark);
    frame.vectors.withLane(kind);
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
  void finishAddress(int access, int producer) {
    long offset = code.value[access];
    if (array.is64(code.index[access])) {
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
    if (facts.isNonNegative(producer)) {
      out.constant((int) offset);
      out.op(IADD, 2, INT);
      return;
    }
    if (isQuiet(producer + 1, access)) {
      // HotSpot always inlines this, but a method of ours only where it runs often.
      out.constant(Integer.MAX_VALUE);
      out.invokeStatic("java/util/Objects", "checkIndex", "(II)I");
      out.constant((int) offset);
      out.op(IADD, 2, INT);
      return;
    }
    out.constant((int) offset);
    out.invokeStatic("graft/runtime/Access", "index", "(II)I");
  }

  /// Whether nothing happens between two instructions that the guest could see, except a trap of
  /// the same kind as the second one's: then its address may be checked at the first.
  private boolean isQuiet(int from, int to) {
    if (from <= 0) {
      return false;
    }
    for (int i = from; i < to; i++) {
      if (!isQuiet(i)) {
        return false;
      }
    }
    return true;
  }

  private boolean isQuiet(int i) {
    return switch (code.ops[i]) {
      case LOCAL_GET,
          LOCAL_SET,
          LOCAL_TEE,
          GLOBAL_GET,
          I32_CONST,
          I64_CONST,
          F32_CONST,
          F64_CONST,
          I32_ADD,
          I32_SUB,
          I32_AND,
          I32_OR,
          I32_SHL,
          I32_SHR_S,
          I32_SHR_U,
          I64_ADD,
          I64_SUB ->
          true;
      default -> array.isAccess(i) && !array.isStore(i);
    };
  }
}
