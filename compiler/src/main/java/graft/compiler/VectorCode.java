package graft.compiler;

import static graft.classfile.Bytecode.*;
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

  private static VectorKind integral(VectorKind kind) {
    return kind == FLOATS ? INTS : LONGS;
  }

  private static long sign(VectorKind kind) {
    return kind == FLOATS ? Integer.MIN_VALUE : Long.MIN_VALUE;
  }

  private static Recipe withoutSigns(VectorKind kind) {
    return (to, _, _) -> {
      VectorKind bits = integral(kind);
      to.as(bits);
      to.all(bits, ~sign(kind));
      to.call(bits, "and");
    };
  }

  private static Recipe flippedSigns(VectorKind kind) {
    return (to, _, _) -> {
      VectorKind bits = integral(kind);
      to.as(bits);
      to.all(bits, sign(kind));
      to.binary(bits, "XOR", "Associative");
    };
  }

  /// `b ^ ((a ^ b) & mask)`
  private static void bitselect(VectorWriter to, CodeWriter out) {
    int mark = out.localCount();
    to.as(BYTES);
    Saved mask = to.save();
    to.both(BYTES);
    Saved b = to.copy();
    to.binary(BYTES, "XOR", "Associative");
    to.load(mask);
    to.call(BYTES, "and");
    to.load(b);
    out.dropLocals(mark);
    to.binary(BYTES, "XOR", "Associative");
  }

  /// Picks bytes, and clears those whose number is above 15.
  private static void swizzle(VectorWriter to, CodeWriter out) {
    int mark = out.localCount();
    to.both(BYTES);
    Saved lanes = to.save();
    Saved from = to.save();
    to.all(BYTES, 0);
    to.load(lanes);
    to.load(from);
    to.call(BYTES, "selectFrom");
    to.load(lanes);
    out.dropLocals(mark);
    to.all(BYTES, 16);
    to.compare(BYTES, "ULT");
    to.blend(BYTES);
  }

  /// There is no shift of bytes in most processors: shorts are shifted, and what came from the
  /// neighbour is cleared.
  private static void shiftBytes(VectorWriter to, CodeWriter out, boolean left) {
    int mark = out.localCount();
    out.constant(7);
    out.op(IAND, 2, INT);
    Saved count = to.copy();
    to.shift(SHORTS, left ? "LSHL" : "LSHR");
    to.as(BYTES);
    out.constant(0xff);
    to.load(count);
    out.dropLocals(mark);
    out.op(left ? ISHL : ISHR, 2, INT);
    to.splat(BYTES);
    to.call(BYTES, "and");
  }

  /// `(a | b) - ((a ^ b) >>> 1)`
  private static void average(VectorWriter to, CodeWriter out, VectorKind kind) {
    int mark = out.localCount();
    to.both(kind);
    Saved b = to.save();
    Saved a = to.copy();
    to.load(b);
    to.call(kind, "or");
    to.load(a);
    to.load(b);
    out.dropLocals(mark);
    to.binary(kind, "XOR", "Associative");
    if (kind == BYTES) {
      to.all(BYTES, 0xfe - 0x100);
      to.call(BYTES, "and");
    }
    to.as(SHORTS);
    to.shift(SHORTS, "LSHR", 1);
    to.as(kind);
    to.call(kind, "sub");
  }

  /// The order of Java's min and max is that of wasm's, but a NaN must come out as arithmetic gives
  /// it.
  private static void minimum(VectorWriter to, CodeWriter out, VectorKind kind, String method) {
    int mark = out.localCount();
    to.both(kind);
    Saved b = to.save();
    Saved a = to.copy();
    to.load(b);
    to.call(kind, method);
    to.load(a);
    to.load(b);
    to.call(kind, "add");
    Saved sum = to.copy();
    to.load(a);
    to.load(a);
    to.compare(kind, "NE");
    to.blend(kind);
    to.load(sum);
    to.load(b);
    to.load(b);
    out.dropLocals(mark);
    to.compare(kind, "NE");
    to.blend(kind);
  }

  /// pmin: b where `b < a`, else a; pmax: b where `b > a`, else a.
  private static void pseudoMinimum(
      VectorWriter to, CodeWriter out, VectorKind kind, String operator) {
    int mark = out.localCount();
    to.both(kind);
    Saved b = to.save();
    Saved a = to.copy();
    to.load(b);
    to.load(b);
    to.load(a);
    out.dropLocals(mark);
    to.compare(kind, operator);
    to.blend(kind);
  }

  private static void multiplyAdd(
      VectorWriter to, CodeWriter out, VectorKind kind, boolean negated) {
    int mark = out.localCount();
    Saved c = to.save();
    to.both(kind);
    to.call(kind, "mul");
    if (negated) {
      flippedSigns(kind).emit(to, out, 0);
      to.as(kind);
    }
    to.load(c);
    out.dropLocals(mark);
    to.as(kind);
    to.call(kind, "add");
  }

  /// Adding and subtracting 2^23 (2^52) rounds to an integer, to even; then the result is one off
  /// at most. Larger numbers, infinities and NaN pass, NaN as arithmetic gives it.
  private static void round(VectorWriter to, CodeWriter out, VectorKind kind, String name) {
    VectorKind bits = integral(kind);
    long magic =
        kind == FLOATS ? Float.floatToRawIntBits(0x1p23f) : Double.doubleToRawLongBits(0x1p52);
    long one = kind == FLOATS ? Float.floatToRawIntBits(1) : Double.doubleToRawLongBits(1);
    int mark = out.localCount();
    to.as(kind);
    Saved a = to.copy();
    to.as(bits);
    to.all(bits, sign(kind));
    to.call(bits, "and");
    Saved signs = to.save();
    to.load(a);
    withoutSigns(kind).emit(to, out, 0);
    to.as(kind);
    Saved size = to.copy();
    to.all(kind, magic);
    to.call(kind, "add");
    to.all(kind, magic);
    to.call(kind, "sub");
    // Now the nearest integer of the size. For trunc that is compared as it is.
    boolean ofSize = name.equals("trunc");
    if (!ofSize) {
      putSigns(to, kind, signs);
    }
    if (!name.equals("nearest")) {
      Saved nearest = to.copy();
      boolean up = name.equals("ceil");
      to.load(nearest);
      to.all(kind, one);
      to.call(kind, up ? "add" : "sub");
      to.load(nearest);
      to.load(ofSize ? size : a);
      to.compare(kind, up ? "LT" : "GT");
      to.blend(kind);
      putSigns(to, kind, signs);
    }
    Saved rounded = to.save();
    to.load(a);
    to.all(kind, 0);
    to.call(kind, "sub");
    to.load(rounded);
    to.load(size);
    out.dropLocals(mark);
    to.all(kind, magic);
    to.compare(kind, "LT");
    to.blend(kind);
  }

  private static void putSigns(VectorWriter to, VectorKind kind, Saved signs) {
    VectorKind bits = integral(kind);
    to.as(bits);
    to.load(signs);
    to.call(bits, "or");
    to.as(kind);
  }

  /// Both halves are exact as floats, and so is the upper one times 65,536: only the sum rounds.
  private static void convertUnsigned(VectorWriter to, CodeWriter out) {
    int mark = out.localCount();
    to.as(INTS);
    Saved a = to.copy();
    to.shift(INTS, "LSHR", 16);
    to.convert("I2F", FLOATS);
    to.all(FLOATS, Float.floatToRawIntBits(65_536));
    to.call(FLOATS, "mul");
    to.load(a);
    out.dropLocals(mark);
    to.all(INTS, 0xffff);
    to.call(INTS, "and");
    to.convert("I2F", FLOATS);
    to.call(FLOATS, "add");
  }

  private static final byte[] UPPER_BYTES = {
    8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13, 14, 14, 15, 15
  };
  private static final byte[] UPPER_SHORTS = {
    8, 9, 8, 9, 10, 11, 10, 11, 12, 13, 12, 13, 14, 15, 14, 15
  };
  private static final byte[] UPPER_INTS = {
    8, 9, 10, 11, 8, 9, 10, 11, 12, 13, 14, 15, 12, 13, 14, 15
  };

  private static void extend(VectorWriter to, VectorKind kind, boolean low, boolean signed) {
    if (low) {
      String letters = kind == SHORTS ? "B2S" : kind == INTS ? "S2I" : "I2L";
      to.as(kind.half());
      to.convert((signed ? "" : "ZERO_EXTEND_") + letters, kind);
      return;
    }
    to.select(kind == SHORTS ? UPPER_BYTES : kind == INTS ? UPPER_SHORTS : UPPER_INTS);
    to.as(kind);
    to.shift(kind, signed ? "ASHR" : "LSHR", kind.bits() / 2);
  }

  /// The lanes of half the width at even places, extended to the whole width by shifts.
  private static void even(VectorWriter to, VectorKind kind, String shift) {
    to.shift(kind, "LSHL", kind.bits() / 2);
    to.shift(kind, shift, kind.bits() / 2);
  }

  private static void addPairs(VectorWriter to, CodeWriter out, VectorKind kind, String shift) {
    int mark = out.localCount();
    to.as(kind);
    Saved a = to.copy();
    even(to, kind, shift);
    to.load(a);
    out.dropLocals(mark);
    to.shift(kind, shift, kind.bits() / 2);
    to.call(kind, "add");
  }

  private static void dot(
      VectorWriter to, CodeWriter out, VectorKind kind, String sum, String type) {
    int mark = out.localCount();
    to.both(kind);
    Saved b = to.save();
    Saved a = to.copy();
    even(to, kind, "ASHR");
    to.load(b);
    even(to, kind, "ASHR");
    to.call(kind, "mul");
    to.load(a);
    to.shift(kind, "ASHR", kind.bits() / 2);
    to.load(b);
    out.dropLocals(mark);
    to.shift(kind, "ASHR", kind.bits() / 2);
    to.call(kind, "mul");
    to.binary(kind, sum, type);
  }

  private static void narrow(VectorWriter to, CodeWriter out, VectorKind kind, boolean signed) {
    VectorKind wide = kind == BYTES ? SHORTS : INTS;
    long least = signed ? -1L << (kind.bits() - 1) : 0;
    long most = signed ? ~least : (1L << kind.bits()) - 1;
    int mark = out.localCount();
    to.both(wide);
    Saved b = to.save();
    clamp(to, wide, least, most);
    to.load(b);
    out.dropLocals(mark);
    clamp(to, wide, least, most);
    int size = kind.bits() / 8;
    byte[] lanes = new byte[16];
    for (int i = 0; i < 16; i++) {
      lanes[i] = (byte) (i / size * 2 * size + i % size);
    }
    shuffle(to, out, lanes);
  }

  private static void clamp(VectorWriter to, VectorKind kind, long least, long most) {
    to.all(kind, least);
    to.call(kind, "max");
    to.all(kind, most);
    to.call(kind, "min");
  }

  /// Picks bytes of two vectors by constant numbers from 0 to 31.
  static void shuffle(VectorWriter to, CodeWriter out, byte[] lanes) {
    byte[] numbers = new byte[16];
    byte[] ofFirst = new byte[16];
    int first = 0;
    for (int i = 0; i < 16; i++) {
      numbers[i] = (byte) (lanes[i] & 15);
      ofFirst[i] = (byte) (lanes[i] < 16 ? -1 : 0);
      first += lanes[i] < 16 ? 1 : 0;
    }
    if (first == 16) {
      out.drop();
      to.select(numbers);
      return;
    }
    int mark = out.localCount();
    to.both(BYTES);
    Saved b = to.save();
    if (first == 0) {
      out.drop();
      to.load(b);
      out.dropLocals(mark);
      to.select(numbers);
      return;
    }
    Saved a = to.save();
    to.constant(VectorWriter.vector(numbers));
    to.as(BYTES);
    Saved numbersVector = to.copy();
    to.load(a);
    to.call(BYTES, "selectFrom");
    to.load(numbersVector);
    to.load(b);
    to.call(BYTES, "selectFrom");
    to.constant(VectorWriter.vector(ofFirst));
    out.dropLocals(mark);
    bitselect(to, out);
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
