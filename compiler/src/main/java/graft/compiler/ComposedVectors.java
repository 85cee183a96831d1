package graft.compiler;

import static graft.classfile.Bytecode.*;
import static graft.compiler.JvmNames.INT;
import static graft.compiler.VectorKind.BYTES;
import static graft.compiler.VectorKind.FLOATS;
import static graft.compiler.VectorKind.INTS;
import static graft.compiler.VectorKind.LONGS;
import static graft.compiler.VectorKind.SHORTS;

import graft.classfile.CodeWriter;
import graft.compiler.VectorWriter.Saved;

/// Code of SIMD instructions that jdk.incubator.vector has no method for, composed of what it has.
/// Operands are on the stack, and so is the result.
final class ComposedVectors {
  private ComposedVectors() {}

  static VectorKind integral(VectorKind kind) {
    return kind == FLOATS ? INTS : LONGS;
  }

  static long sign(VectorKind kind) {
    return kind == FLOATS ? Integer.MIN_VALUE : Long.MIN_VALUE;
  }

  static void clearSigns(VectorWriter to, VectorKind kind) {
    VectorKind bits = integral(kind);
    to.as(bits);
    to.all(bits, ~sign(kind));
    to.call(bits, "and");
  }

  static void flipSigns(VectorWriter to, VectorKind kind) {
    VectorKind bits = integral(kind);
    to.as(bits);
    to.all(bits, sign(kind));
    to.binary(bits, "XOR", "Associative");
  }

  /// `b ^ ((a ^ b) & mask)`
  static void bitselect(VectorWriter to, CodeWriter out) {
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
  static void swizzle(VectorWriter to, CodeWriter out) {
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
  static void shiftBytes(VectorWriter to, CodeWriter out, boolean left) {
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
  static void average(VectorWriter to, CodeWriter out, VectorKind kind) {
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
  static void minimum(VectorWriter to, CodeWriter out, VectorKind kind, String method) {
    int mark = out.localCount();
    Operands both = saveBoth(to, kind);
    Saved a = both.a;
    Saved b = both.b;
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

  private record Operands(Saved a, Saved b) {}

  /// Saves both operands, which stay where they are.
  private static Operands saveBoth(VectorWriter to, VectorKind kind) {
    to.both(kind);
    Saved b = to.save();
    Saved a = to.copy();
    to.load(b);
    return new Operands(a, b);
  }

  /// pmin: b where `b < a`, else a; pmax: b where `b > a`, else a.
  static void pseudoMinimum(VectorWriter to, CodeWriter out, VectorKind kind, String operator) {
    int mark = out.localCount();
    Operands both = saveBoth(to, kind);
    to.load(both.b);
    to.load(both.a);
    out.dropLocals(mark);
    to.compare(kind, operator);
    to.blend(kind);
  }

  static void multiplyAdd(VectorWriter to, CodeWriter out, VectorKind kind, boolean negated) {
    int mark = out.localCount();
    Saved c = to.save();
    to.both(kind);
    to.call(kind, "mul");
    if (negated) {
      flipSigns(to, kind);
      to.as(kind);
    }
    to.load(c);
    out.dropLocals(mark);
    to.as(kind);
    to.call(kind, "add");
  }

  /// Adding and subtracting 2^23 (2^52) rounds to an integer, to even; then the result is one off
  /// at most. Larger numbers, infinities and NaN pass, NaN as arithmetic gives it.
  static void round(VectorWriter to, CodeWriter out, VectorKind kind, String name) {
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
    clearSigns(to, kind);
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
  static void convertUnsigned(VectorWriter to, CodeWriter out) {
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

  static void extend(VectorWriter to, VectorKind kind, boolean low, boolean signed) {
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

  static void addPairs(VectorWriter to, CodeWriter out, VectorKind kind, String shift) {
    int mark = out.localCount();
    to.as(kind);
    Saved a = to.copy();
    even(to, kind, shift);
    to.load(a);
    out.dropLocals(mark);
    to.shift(kind, shift, kind.bits() / 2);
    to.call(kind, "add");
  }

  static void dot(VectorWriter to, CodeWriter out, VectorKind kind, String sum, String type) {
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

  static void narrow(VectorWriter to, CodeWriter out, VectorKind kind, boolean signed) {
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
}
