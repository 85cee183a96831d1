package graft.compiler;

import static graft.classfile.Bytecode.*;

import graft.format.Opcode;
import org.jspecify.annotations.Nullable;

/// How the instructions that only compute are translated, a row each: one instruction of the JVM,
/// or a static method. What has no row is a method of {@link graft.runtime.Numeric} that is named
/// like the instruction: `i32_div_s`.
final class SimpleCode {
  private static final int[] JVM = new int[Opcode.values().length];
  private static final @Nullable String[] METHOD_OWNER =
      new @Nullable String[Opcode.values().length];
  private static final String[] METHOD_NAME = new String[Opcode.values().length];

  static {
    jvm(Opcode.I32_ADD, IADD);
    jvm(Opcode.I32_SUB, ISUB);
    jvm(Opcode.I32_MUL, IMUL);
    jvm(Opcode.I32_AND, IAND);
    jvm(Opcode.I32_OR, IOR);
    jvm(Opcode.I32_XOR, IXOR);
    jvm(Opcode.I32_SHL, ISHL);
    jvm(Opcode.I32_SHR_S, ISHR);
    jvm(Opcode.I32_SHR_U, IUSHR);
    jvm(Opcode.I32_REM_S, IREM);
    jvm(Opcode.I64_ADD, LADD);
    jvm(Opcode.I64_SUB, LSUB);
    jvm(Opcode.I64_MUL, LMUL);
    jvm(Opcode.I64_AND, LAND);
    jvm(Opcode.I64_OR, LOR);
    jvm(Opcode.I64_XOR, LXOR);
    jvm(Opcode.I64_REM_S, LREM);
    jvm(Opcode.F32_ADD, FADD);
    jvm(Opcode.F32_SUB, FSUB);
    jvm(Opcode.F32_MUL, FMUL);
    jvm(Opcode.F32_DIV, FDIV);
    jvm(Opcode.F32_NEG, FNEG);
    jvm(Opcode.F64_ADD, DADD);
    jvm(Opcode.F64_SUB, DSUB);
    jvm(Opcode.F64_MUL, DMUL);
    jvm(Opcode.F64_DIV, DDIV);
    jvm(Opcode.F64_NEG, DNEG);
    jvm(Opcode.I32_WRAP_I64, L2I);
    jvm(Opcode.I64_EXTEND_I32_S, I2L);
    jvm(Opcode.I32_EXTEND8_S, I2B);
    jvm(Opcode.I32_EXTEND16_S, I2S);
    jvm(Opcode.F32_CONVERT_I32_S, I2F);
    jvm(Opcode.F32_CONVERT_I64_S, L2F);
    jvm(Opcode.F64_CONVERT_I32_S, I2D);
    jvm(Opcode.F64_CONVERT_I64_S, L2D);
    jvm(Opcode.F32_DEMOTE_F64, D2F);
    jvm(Opcode.F64_PROMOTE_F32, F2D);
    jvm(Opcode.I32_TRUNC_SAT_F32_S, F2I);
    jvm(Opcode.I32_TRUNC_SAT_F64_S, D2I);
    jvm(Opcode.I64_TRUNC_SAT_F32_S, F2L);
    jvm(Opcode.I64_TRUNC_SAT_F64_S, D2L);
    method(Opcode.I32_CLZ, "java/lang/Integer", "numberOfLeadingZeros");
    method(Opcode.I32_CTZ, "java/lang/Integer", "numberOfTrailingZeros");
    method(Opcode.I32_POPCNT, "java/lang/Integer", "bitCount");
    method(Opcode.I32_ROTL, "java/lang/Integer", "rotateLeft");
    method(Opcode.I32_ROTR, "java/lang/Integer", "rotateRight");
    method(Opcode.I32_DIV_U, "java/lang/Integer", "divideUnsigned");
    method(Opcode.I32_REM_U, "java/lang/Integer", "remainderUnsigned");
    method(Opcode.I64_DIV_U, "java/lang/Long", "divideUnsigned");
    method(Opcode.I64_REM_U, "java/lang/Long", "remainderUnsigned");
    method(Opcode.I32_REINTERPRET_F32, "java/lang/Float", "floatToRawIntBits");
    method(Opcode.I64_REINTERPRET_F64, "java/lang/Double", "doubleToRawLongBits");
    method(Opcode.F32_REINTERPRET_I32, "java/lang/Float", "intBitsToFloat");
    method(Opcode.F64_REINTERPRET_I64, "java/lang/Double", "longBitsToDouble");
    method(Opcode.F32_ABS, "java/lang/Math", "abs");
    method(Opcode.F64_ABS, "java/lang/Math", "abs");
    method(Opcode.F32_COPYSIGN, "java/lang/Math", "copySign");
    method(Opcode.F64_COPYSIGN, "java/lang/Math", "copySign");
  }

  private SimpleCode() {}

  private static void jvm(Opcode op, int bytecode) {
    JVM[op.ordinal()] = bytecode;
  }

  private static void method(Opcode op, String owner, String name) {
    METHOD_OWNER[op.ordinal()] = owner;
    METHOD_NAME[op.ordinal()] = name;
  }

  /// The one JVM instruction that does the same, or 0.
  static int bytecode(Opcode op) {
    return JVM[op.ordinal()];
  }

  /// The class of the static method that does the same.
  static String methodOwner(Opcode op) {
    String owner = METHOD_OWNER[op.ordinal()];
    if (owner != null) {
      return owner;
    }
    return op.code() >= 0xfd0000 ? "graft/runtime/Vectors" : "graft/runtime/Numeric";
  }

  /// The name of the static method that does the same.
  static String methodName(Opcode op) {
    return METHOD_OWNER[op.ordinal()] != null
        ? METHOD_NAME[op.ordinal()]
        : op.toString().replace('.', '_');
  }
}
