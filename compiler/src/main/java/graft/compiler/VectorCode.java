package graft.compiler;

import static graft.classfile.Bytecode.*;
import static graft.compiler.ComposedVectors.*;
import static graft.compiler.JvmNames.INT;
import static graft.compiler.VectorKind.BYTES;
import static graft.compiler.VectorKind.DOUBLES;
import static graft.compiler.VectorKind.FLOATS;
import static graft.compiler.VectorKind.INTS;
import static graft.compiler.VectorKind.LONGS;
import static graft.compiler.VectorKind.SHORTS;

import graft.classfile.CodeWriter;
import graft.compiler.VectorWriter.Saved;
import graft.format.Opcode;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// How a SIMD instruction becomes code on vectors of jdk.incubator.vector: a row each. Those
/// without a row are done by the plain methods, on V128.
final class VectorCode {
  /// What makes the code of an instruction.
  @FunctionalInterface
  interface Recipe {
    /// Emits it; the operands are on the stack.
    ///
    /// @param lane the instruction's immediate, or 0
    void emit(VectorWriter to, CodeWriter out, int lane);
  }

  private static final @Nullable Recipe[] RECIPES = new @Nullable Recipe[Opcode.values().length];

  static {
    for (Opcode op : Opcode.values()) {
      VectorKind kind = VectorKind.of(op);
      String text = op.toString();
      if (kind != null) {
        RECIPES[op.ordinal()] = ofLanes(kind, text.substring(text.indexOf('.') + 1));
      }
    }
    bits(Opcode.V128_AND, "and");
    bits(Opcode.V128_OR, "or");
    bits(Opcode.V128_XOR, "XOR", "Associative");
    bits(Opcode.V128_ANDNOT, "AND_NOT", "Binary");
    put(
        Opcode.V128_NOT,
        (to, _, _) -> {
          to.as(BYTES);
          to.unary(BYTES, "NOT");
        });
    put(Opcode.V128_BITSELECT, (to, out, _) -> bitselect(to, out));
    put(Opcode.I8X16_RELAXED_LANESELECT, (to, out, _) -> bitselect(to, out));
    put(Opcode.I16X8_RELAXED_LANESELECT, (to, out, _) -> bitselect(to, out));
    put(Opcode.I32X4_RELAXED_LANESELECT, (to, out, _) -> bitselect(to, out));
    put(Opcode.I64X2_RELAXED_LANESELECT, (to, out, _) -> bitselect(to, out));
    put(
        Opcode.V128_ANY_TRUE,
        (to, _, _) -> {
          if (!to.isMask()) {
            to.as(BYTES);
            to.compareZero(BYTES, "NE");
          }
          to.maskTest("anyTrue");
        });
    put(Opcode.I8X16_SWIZZLE, (to, out, _) -> swizzle(to, out));
    put(Opcode.I8X16_RELAXED_SWIZZLE, (to, out, _) -> swizzle(to, out));
    put(
        Opcode.F32X4_CONVERT_I32X4_S,
        (to, _, _) -> {
          to.as(INTS);
          to.convert("I2F", FLOATS);
        });
    put(Opcode.F32X4_CONVERT_I32X4_U, (to, out, _) -> convertUnsigned(to, out));
    put(
        Opcode.F64X2_CONVERT_LOW_I32X4_S,
        (to, _, _) -> {
          to.as(INTS);
          to.convert("I2D", DOUBLES);
        });
    put(
        Opcode.F64X2_CONVERT_LOW_I32X4_U,
        (to, _, _) -> {
          // The bits of 2^52 + n, less 2^52.
          to.as(INTS);
          to.convert("ZERO_EXTEND_I2L", LONGS);
          to.all(LONGS, Double.doubleToRawLongBits(0x1p52));
          to.call(LONGS, "or");
          to.as(DOUBLES);
          to.all(DOUBLES, Double.doubleToRawLongBits(0x1p52));
          to.call(DOUBLES, "sub");
        });
    put(
        Opcode.F64X2_PROMOTE_LOW_F32X4,
        (to, _, _) -> {
          to.as(FLOATS);
          to.convert("F2D", DOUBLES);
        });
    put(
        Opcode.F32X4_DEMOTE_F64X2_ZERO,
        (to, _, _) -> {
          to.as(DOUBLES);
          to.convert("D2F", FLOATS);
        });
    put(
        Opcode.I32X4_TRUNC_SAT_F32X4_S,
        (to, _, _) -> {
          to.as(FLOATS);
          to.convert("F2I", INTS);
        });
    put(Opcode.I32X4_RELAXED_TRUNC_F32X4_S, of(Opcode.I32X4_TRUNC_SAT_F32X4_S));
    put(
        Opcode.I32X4_TRUNC_SAT_F64X2_S_ZERO,
        (to, _, _) -> {
          to.as(DOUBLES);
          to.convert("D2I", INTS);
        });
    put(Opcode.I32X4_RELAXED_TRUNC_F64X2_S_ZERO, of(Opcode.I32X4_TRUNC_SAT_F64X2_S_ZERO));
    put(Opcode.I32X4_DOT_I16X8_S, (to, out, _) -> dot(to, out, INTS, "ADD", "Associative"));
    put(
        Opcode.I16X8_RELAXED_DOT_I8X16_I7X16_S,
        (to, out, _) -> dot(to, out, SHORTS, "SADD", "Binary"));
    put(
        Opcode.I32X4_RELAXED_DOT_I8X16_I7X16_ADD_S,
        (to, out, _) -> {
          int mark = out.localCount();
          Saved third = to.save();
          dot(to, out, SHORTS, "SADD", "Binary");
          addPairs(to, out, INTS, "ASHR");
          to.load(third);
          out.dropLocals(mark);
          to.as(INTS);
          to.call(INTS, "add");
        });
  }

  private VectorCode() {}

  private static void put(Opcode op, @Nullable Recipe recipe) {
    RECIPES[op.ordinal()] = recipe;
  }

  /// The code of an instruction, or null.
  static @Nullable Recipe of(Opcode op) {
    return RECIPES[op.ordinal()];
  }

  private static void bits(Opcode op, String method) {
    put(op, (to, _, _) -> to.call(to.bothIntegral(), method));
  }

  /// The same for one that has no method of its own.
  private static void bits(Opcode op, String operator, String type) {
    put(op, (to, _, _) -> to.binary(to.bothIntegral(), operator, type));
  }

  private static Recipe binary(VectorKind kind, String operator, String type) {
    return (to, _, _) -> {
      to.both(kind);
      to.binary(kind, operator, type);
    };
  }

  private static Recipe call(VectorKind kind, String method) {
    return (to, _, _) -> {
      to.both(kind);
      to.call(kind, method);
    };
  }

  private static Recipe compare(VectorKind kind, String operator) {
    return (to, _, _) -> {
      to.both(kind);
      to.compare(kind, operator);
      if (kind.isFloating()) {
        // The vector of a mask of floats would hold -1.0.
        to.castMask(integral(kind));
      }
    };
  }

  private static Recipe shift(VectorKind kind, String operator) {
    return (to, _, _) -> to.shift(kind, operator);
  }

  /// What `name` does with lanes of a kind, or null.
  private static @Nullable Recipe ofLanes(VectorKind kind, String name) {
    return switch (name) {
      case "add", "sub", "mul", "div" -> call(kind, name);
      case "min_s", "max_s" -> call(kind, name.substring(0, 3));
      case "min_u" -> binary(kind, "UMIN", "Associative");
      case "max_u" -> binary(kind, "UMAX", "Associative");
      case "add_sat_s" -> binary(kind, "SADD", "Binary");
      case "add_sat_u" -> binary(kind, "SUADD", "Binary");
      case "sub_sat_s" -> binary(kind, "SSUB", "Binary");
      case "sub_sat_u" -> binary(kind, "SUSUB", "Binary");
      case "eq", "ne", "lt", "le", "gt", "ge" ->
          compare(kind, name.toUpperCase(java.util.Locale.ROOT));
      case "lt_s", "le_s", "gt_s", "ge_s" ->
          compare(kind, name.substring(0, 2).toUpperCase(java.util.Locale.ROOT));
      case "lt_u", "le_u", "gt_u", "ge_u" ->
          compare(kind, "U" + name.substring(0, 2).toUpperCase(java.util.Locale.ROOT));
      case "shl" -> kind == BYTES ? (to, out, _) -> shiftBytes(to, out, true) : shift(kind, "LSHL");
      case "shr_u" ->
          kind == BYTES ? (to, out, _) -> shiftBytes(to, out, false) : shift(kind, "LSHR");
      case "shr_s" -> shift(kind, "ASHR");
      case "abs" -> kind.isFloating() ? withoutSigns(kind) : unary(kind, "ABS");
      case "neg" -> kind.isFloating() ? flippedSigns(kind) : unary(kind, "NEG");
      case "sqrt" -> unary(kind, "SQRT");
      case "popcnt" -> unary(kind, "BIT_COUNT");
      case "splat" -> (to, _, _) -> to.splat(kind);
      case "extract_lane", "extract_lane_s", "extract_lane_u" ->
          (to, out, lane) -> {
            to.as(kind);
            to.lane(kind, lane);
            if (name.endsWith("_u")) {
              out.constant(kind == BYTES ? 0xff : 0xffff);
              out.op(IAND, 2, INT);
            }
          };
      case "replace_lane" ->
          (to, out, lane) -> {
            int mark = out.localCount();
            Saved value = to.save();
            to.as(kind);
            out.constant(lane);
            to.load(value);
            out.dropLocals(mark);
            to.withLane(kind);
          };
      case "all_true" ->
          (to, out, _) -> {
            to.as(kind);
            to.compareZero(kind, "EQ");
            to.maskTest("anyTrue");
            out.constant(1);
            out.op(IXOR, 2, INT);
          };
      case "bitmask" ->
          (to, out, _) -> {
            if (!to.isMask()) {
              to.as(kind);
              to.compareZero(kind, "LT");
            }
            to.maskToLong();
            out.op(L2I, 1, INT);
          };
      case "avgr_u" -> (to, out, _) -> average(to, out, kind);
      case "min" -> (to, out, _) -> minimum(to, out, kind, "min");
      case "max" -> (to, out, _) -> minimum(to, out, kind, "max");
      case "relaxed_min" -> (to, out, _) -> minimum(to, out, kind, "min");
      case "relaxed_max" -> (to, out, _) -> minimum(to, out, kind, "max");
      case "pmin" -> (to, out, _) -> pseudoMinimum(to, out, kind, "LT");
      case "pmax" -> (to, out, _) -> pseudoMinimum(to, out, kind, "GT");
      case "ceil", "floor", "trunc", "nearest" -> (to, out, _) -> round(to, out, kind, name);
      case "relaxed_madd" -> (to, out, _) -> multiplyAdd(to, out, kind, false);
      case "relaxed_nmadd" -> (to, out, _) -> multiplyAdd(to, out, kind, true);
      default -> betweenWidths(kind, name);
    };
  }

  private static @Nullable Recipe betweenWidths(VectorKind kind, String name) {
    boolean signed = name.endsWith("_s");
    if (name.startsWith("extend_")) {
      return (to, _, _) -> extend(to, kind, name.startsWith("extend_low"), signed);
    }
    if (name.startsWith("extmul_")) {
      boolean low = name.startsWith("extmul_low");
      return (to, out, _) -> {
        int mark = out.localCount();
        Saved second = to.save();
        extend(to, kind, low, signed);
        to.load(second);
        out.dropLocals(mark);
        extend(to, kind, low, signed);
        to.call(kind, "mul");
      };
    }
    if (name.startsWith("extadd_pairwise_")) {
      return (to, out, _) -> addPairs(to, out, kind, signed ? "ASHR" : "LSHR");
    }
    if (name.startsWith("narrow_")) {
      return (to, out, _) -> narrow(to, out, kind, signed);
    }
    return null;
  }

  private static Recipe unary(VectorKind kind, String operator) {
    return (to, _, _) -> {
      to.as(kind);
      to.unary(kind, operator);
    };
  }

  private static Recipe withoutSigns(VectorKind kind) {
    return (to, _, _) -> clearSigns(to, kind);
  }

  private static Recipe flippedSigns(VectorKind kind) {
    return (to, _, _) -> flipSigns(to, kind);
  }

  static boolean isComparison(Opcode op) {
    String text = op.toString();
    return VectorKind.of(op) != null
        && text.substring(text.indexOf('.') + 1).matches("eq|ne|(lt|le|gt|ge)(_[su])?");
  }

  static Recipe required(Opcode op) {
    return Objects.requireNonNull(of(op));
  }
}
