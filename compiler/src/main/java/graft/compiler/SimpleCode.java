package graft.compiler;

import static graft.classfile.Bytecode.*;

import graft.format.Opcode;
import graft.runtime.IntegerLanes;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// How the instructions that only compute are translated, a row each: one instruction of the JVM,
/// or a static method. What has no row is a method that is named like the instruction: `i32_div_s`
/// in {@link graft.runtime.Numeric}; `add` in {@link graft.runtime.F32x4} for `f32x4.add`. All
/// shapes with integer lanes have the same methods, in {@link graft.runtime.IntegerLanes}, and pass
/// their {@link #lanes}.
final class SimpleCode {
  private static final int[] JVM = new int[Opcode.values().length];
  private static final @Nullable String[] METHOD_OWNER =
      new @Nullable String[Opcode.values().length];
  private static final String[] METHOD_NAME = new String[Opcode.values().length];
  private static final String NUMERIC = "graft/runtime/Numeric";
  private static final String INTEGER_LANES = "graft/runtime/IntegerLanes";
  private static final String F32X4 = "graft/runtime/F32x4";
  private static final String F64X2 = "graft/runtime/F64x2";
  private static final String VECTORS = "graft/runtime/Vectors";

  /// By the shape that an instruction's name begins with: the owner of its method.
  private static final Map<String, String> OWNERS =
      Map.of(
          "v128", VECTORS,
          "i8x16", INTEGER_LANES,
          "i16x8", INTEGER_LANES,
          "i32x4", INTEGER_LANES,
          "i64x2", INTEGER_LANES,
          "f32x4", F32X4,
          "f64x2", F64X2);

  private static final Map<String, Long> LANES =
      Map.of(
          "i8x16", IntegerLanes.I8X16,
          "i16x8", IntegerLanes.I16X8,
          "i32x4", IntegerLanes.I32X4,
          "i64x2", IntegerLanes.I64X2);

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
    method(Opcode.I8X16_SHUFFLE, VECTORS, "shuffle");
    method(Opcode.I8X16_SWIZZLE, VECTORS, "swizzle");
    method(Opcode.I8X16_POPCNT, VECTORS, "popcnt");
    method(Opcode.I32X4_EXTRACT_LANE, INTEGER_LANES, "extract_lane_s");
    method(Opcode.I32X4_TRUNC_SAT_F32X4_S, F32X4, "trunc_sat_f32x4_s");
    method(Opcode.I32X4_TRUNC_SAT_F32X4_U, F32X4, "trunc_sat_f32x4_u");
    method(Opcode.I32X4_TRUNC_SAT_F64X2_S_ZERO, F64X2, "trunc_sat_f64x2_s_zero");
    method(Opcode.I32X4_TRUNC_SAT_F64X2_U_ZERO, F64X2, "trunc_sat_f64x2_u_zero");
    // Of what relaxed instructions may do, they do the same on every machine.
    method(Opcode.I8X16_RELAXED_SWIZZLE, VECTORS, "swizzle");
    method(Opcode.I8X16_RELAXED_LANESELECT, VECTORS, "bitselect");
    method(Opcode.I16X8_RELAXED_LANESELECT, VECTORS, "bitselect");
    method(Opcode.I32X4_RELAXED_LANESELECT, VECTORS, "bitselect");
    method(Opcode.I64X2_RELAXED_LANESELECT, VECTORS, "bitselect");
    method(Opcode.I16X8_RELAXED_Q15MULR_S, INTEGER_LANES, "q15mulr_sat_s");
    method(Opcode.I32X4_RELAXED_TRUNC_F32X4_S, F32X4, "trunc_sat_f32x4_s");
    method(Opcode.I32X4_RELAXED_TRUNC_F32X4_U, F32X4, "trunc_sat_f32x4_u");
    method(Opcode.I32X4_RELAXED_TRUNC_F64X2_S_ZERO, F64X2, "trunc_sat_f64x2_s_zero");
    method(Opcode.I32X4_RELAXED_TRUNC_F64X2_U_ZERO, F64X2, "trunc_sat_f64x2_u_zero");
    method(Opcode.F32X4_RELAXED_MIN, F32X4, "min");
    method(Opcode.F32X4_RELAXED_MAX, F32X4, "max");
    method(Opcode.F64X2_RELAXED_MIN, F64X2, "min");
    method(Opcode.F64X2_RELAXED_MAX, F64X2, "max");
    for (Opcode op : Opcode.values()) {
      if (METHOD_OWNER[op.ordinal()] == null) {
        addByName(op);
      }
    }
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

  private static void addByName(Opcode op) {
    String owner = OWNERS.get(shape(op));
    if (owner == null) {
      method(op, NUMERIC, op.toString().replace('.', '_'));
      return;
    }
    String name = op.toString().substring(shape(op).length() + 1);
    // The lanes of the operands follow from those of the result: extmul_low_i8x16_s.
    method(op, owner, owner.equals(INTEGER_LANES) ? name.replaceAll("_i\\d+x\\d+", "") : name);
  }

  private static String shape(Opcode op) {
    String text = op.toString();
    return text.substring(0, Math.max(0, text.indexOf('.')));
  }

  /// The class of the static method that does the same.
  static String methodOwner(Opcode op) {
    return Objects.requireNonNull(METHOD_OWNER[op.ordinal()]);
  }

  /// The name of the static method that does the same.
  static String methodName(Opcode op) {
    return METHOD_NAME[op.ordinal()];
  }

  /// What the method wants to know about the lanes, as its last argument ({@link
  /// graft.runtime.IntegerLanes}); 0 if it has no such parameter.
  static long lanes(Opcode op) {
    return methodOwner(op).equals(INTEGER_LANES) ? LANES.getOrDefault(shape(op), 0L) : 0;
  }

  /// The method of {@link graft.runtime.Atomics}: `add` for `i64.atomic.rmw16.add_u`.
  static String atomicName(Opcode op) {
    String text = op.toString();
    return text.substring(text.lastIndexOf('.') + 1).replaceAll("[0-9]+|_u", "");
  }
}
