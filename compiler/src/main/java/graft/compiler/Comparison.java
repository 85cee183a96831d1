package graft.compiler;

import static graft.classfile.Bytecode.*;

import graft.format.Opcode;
import org.jspecify.annotations.Nullable;

/// How a comparison is translated: what turns its operands into what the jump tests, and the jump
/// that is taken if it holds.
///
/// @param first an instruction that comes before the jump, or 0
/// @param method owner of the static method `compareUnsigned` that comes before the jump, or null
/// @param jump taken if the comparison holds
/// @param jumpPops what the jump pops
record Comparison(int first, @Nullable String method, int jump, int jumpPops) {
  private static final @Nullable Comparison[] ALL =
      new @Nullable Comparison[Opcode.values().length];

  static {
    signed(Opcode.I32_EQ, IF_ICMPEQ);
    signed(Opcode.I32_NE, IF_ICMPNE);
    signed(Opcode.I32_LT_S, IF_ICMPLT);
    signed(Opcode.I32_GT_S, IF_ICMPGT);
    signed(Opcode.I32_LE_S, IF_ICMPLE);
    signed(Opcode.I32_GE_S, IF_ICMPGE);
    unsigned(
        "java/lang/Integer", Opcode.I32_LT_U, Opcode.I32_GT_U, Opcode.I32_LE_U, Opcode.I32_GE_U);
    by(LCMP, Opcode.I64_EQ, IFEQ);
    by(LCMP, Opcode.I64_NE, IFNE);
    by(LCMP, Opcode.I64_LT_S, IFLT);
    by(LCMP, Opcode.I64_GT_S, IFGT);
    by(LCMP, Opcode.I64_LE_S, IFLE);
    by(LCMP, Opcode.I64_GE_S, IFGE);
    unsigned("java/lang/Long", Opcode.I64_LT_U, Opcode.I64_GT_U, Opcode.I64_LE_U, Opcode.I64_GE_U);
    by(FCMPL, Opcode.F32_EQ, IFEQ);
    by(FCMPL, Opcode.F32_NE, IFNE);
    by(FCMPG, Opcode.F32_LT, IFLT);
    by(FCMPL, Opcode.F32_GT, IFGT);
    by(FCMPG, Opcode.F32_LE, IFLE);
    by(FCMPL, Opcode.F32_GE, IFGE);
    by(DCMPL, Opcode.F64_EQ, IFEQ);
    by(DCMPL, Opcode.F64_NE, IFNE);
    by(DCMPG, Opcode.F64_LT, IFLT);
    by(DCMPL, Opcode.F64_GT, IFGT);
    by(DCMPG, Opcode.F64_LE, IFLE);
    by(DCMPL, Opcode.F64_GE, IFGE);
  }

  private static void signed(Opcode op, int jump) {
    ALL[op.ordinal()] = new Comparison(0, null, jump, 2);
  }

  private static void by(int first, Opcode op, int jump) {
    ALL[op.ordinal()] = new Comparison(first, null, jump, 1);
  }

  private static void unsigned(String owner, Opcode lt, Opcode gt, Opcode le, Opcode ge) {
    ALL[lt.ordinal()] = new Comparison(0, owner, IFLT, 1);
    ALL[gt.ordinal()] = new Comparison(0, owner, IFGT, 1);
    ALL[le.ordinal()] = new Comparison(0, owner, IFLE, 1);
    ALL[ge.ordinal()] = new Comparison(0, owner, IFGE, 1);
  }

  static @Nullable Comparison of(Opcode op) {
    return ALL[op.ordinal()];
  }

  /// The jump that is taken in just the other cases.
  static int negate(int jump) {
    return switch (jump) {
      case IFNULL -> IFNONNULL;
      case IFNONNULL -> IFNULL;
      default -> ((jump - 1) ^ 1) + 1;
    };
  }
}
