package graft.compiler;

import static graft.classfile.Bytecode.*;
import static graft.compiler.JvmNames.INT;
import static graft.compiler.JvmNames.LONG;
import static graft.compiler.JvmNames.MEMORY_DESCRIPTOR;
import static graft.compiler.JvmNames.V128_DESCRIPTOR;

import graft.classfile.CodeWriter;
import graft.format.Immediate;
import graft.format.Opcode;
import graft.format.ValType;
import graft.runtime.Signature;
import graft.runtime.V128;
import java.util.Objects;

/// Instructions that a table describes: {@link SimpleCode} and {@link Comparison}.
final class SimpleEmitter {
  private final MethodFrame frame;
  private final MemoryArray array;
  private final ConditionEmitter conditions;
  private final AccessEmitter accesses;
  private final VectorEmitter vectors;
  private final FunctionCode code;
  private final Region region;
  private final CodeWriter out;

  SimpleEmitter(
      MethodFrame frame,
      MemoryArray array,
      ConditionEmitter conditions,
      AccessEmitter accesses,
      VectorEmitter vectors) {
    this.frame = frame;
    this.array = array;
    this.conditions = conditions;
    this.accesses = accesses;
    this.vectors = vectors;
    code = frame.code;
    region = frame.region;
    out = frame.out;
  }

  void emitSimple(int i, Opcode op) {
    Comparison comparison = Comparison.of(op);
    if (comparison != null) {
      if (comparison.method() != null) {
        String type = comparison.method().endsWith("Long") ? "JJ" : "II";
        out.invokeStatic(comparison.method(), "compareUnsigned", "(" + type + ")I");
      } else if (comparison.first() != 0) {
        out.op(comparison.first(), 2, INT);
      }
      conditions.setCondition(i, comparison.jump(), comparison.jumpPops());
      return;
    }
    Opcode.Signature signature =
        Objects.requireNonNull(op.signature(), () -> "BUG: " + op + " is not translated");
    if (SimpleCode.bytecode(op) != 0) {
      out.op(
          SimpleCode.bytecode(op),
          signature.parameters().size(),
          frame.jvmType(Objects.requireNonNull(signature.result())));
      return;
    }
    if (code.vectors && vectors.isVector(op) && !isMemory(op)) {
      vectors.emit(i, op);
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
        pushVector(VectorWriter.vector((byte[]) Objects.requireNonNull(code.extra[i])));
        extra = V128_DESCRIPTOR;
      }
      case MEMARG, MEMARG_LANE -> {
        if (op.isAtomic()) {
          emitAtomic(i, op);
        } else {
          emitMappedAccess(i, op);
        }
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

  private static boolean isMemory(Opcode op) {
    return op.immediate() == Immediate.MEMARG || op.immediate() == Immediate.MEMARG_LANE;
  }

  void pushVector(V128 vector) {
    if (code.vectors) {
      frame.vectors.constant(vector);
      return;
    }
    out.newAndDup("graft/runtime/V128");
    out.constant(vector.low());
    out.constant(vector.high());
    out.invokeSpecial("graft/runtime/V128", "<init>", "(JJ)V");
  }

  static String descriptor(Opcode op) {
    Opcode.Signature signature = Objects.requireNonNull(op.signature());
    StringBuilder text = new StringBuilder("(");
    for (ValType parameter : signature.parameters()) {
      text.append(parameter == null ? "I" : Signature.descriptor(parameter));
    }
    return text.append(')')
        .append(signature.result() == null ? "V" : Signature.descriptor(signature.result()))
        .toString();
  }

  void emitDivide(int i, Opcode op) {
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

  /// A load or store of a mapped memory: a method of {@link graft.runtime.MappedAccess}.
  private void emitMappedAccess(int i, Opcode op) {
    Opcode.Signature signature = Objects.requireNonNull(op.signature());
    int mark = out.localCount();
    int value = -1;
    int valueType = 0;
    String parameters = "(J" + MEMORY_DESCRIPTOR + "J";
    if (signature.parameters().size() > 1) {
      frame.leaving(Objects.requireNonNull(signature.parameters().get(1)));
      valueType = out.typeAt(0);
      value = frame.temporary(valueType);
      out.store(value, valueType);
      parameters += Signature.descriptor(Objects.requireNonNull(signature.parameters().get(1)));
    }
    if (out.typeAt(0) == INT) {
      accesses.convert(I2L);
      accesses.convert(MemoryAccess.MASK_32);
    }
    array.pushMemory(code.index[i]);
    out.constant(code.value[i]);
    if (value >= 0) {
      out.load(value, valueType);
    }
    out.dropLocals(mark);
    if (op.immediate() == Immediate.MEMARG_LANE) {
      out.constant(code.index2[i]);
      parameters += "I";
    }
    out.invokeStatic(
        "graft/runtime/MappedAccess",
        op.toString().replace('.', '_'),
        parameters
            + ")"
            + (signature.result() == null ? "V" : Signature.descriptor(signature.result())));
    if (signature.result() != null) {
      frame.entered(signature.result());
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
        accesses.convert(I2L);
        accesses.convert(MemoryAccess.MASK_32);
      }
      values[k] = frame.temporary(LONG);
      out.store(values[k], LONG);
    }
    for (int value : values) {
      out.load(value, LONG);
    }
    out.dropLocals(mark);
    array.pushMemory(code.index[i]);
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
}
