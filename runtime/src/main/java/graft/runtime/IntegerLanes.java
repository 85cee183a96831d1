package graft.runtime;

/// The SIMD instructions on integer lanes, each written once for lanes of 8, 16, 32 and 64 bits
/// ([spec](https://webassembly.github.io/spec/core/exec/numerics.html)). Methods are named like the
/// instructions, without the shapes: `i16x8.add` and `i32x4.add` are both {@link #add}, and
/// `i16x8.extmul_low_i8x16_s` is {@link #extmul_low_s}.
///
/// The last parameter of each, `signs`, says how wide the lanes (of the result) are: it is a half
/// of a vector in which the highest bit of every lane is set, {@link #I8X16} to {@link #I64X2}.
/// Compiled code passes a constant, and the JIT folds whatever is computed from it.
///
/// Where possible all lanes of a half are computed at once, in one `long` (Hacker's Delight,
/// section 2-18): the highest bits of the lanes are kept apart, so that no carry leaves its lane.
public final class IntegerLanes {
  /// The highest bits of 8 lanes of 8 bits.
  public static final long I8X16 = 0x8080_8080_8080_8080L;

  /// The highest bits of 4 lanes of 16 bits.
  public static final long I16X8 = 0x8000_8000_8000_8000L;

  /// The highest bits of 2 lanes of 32 bits.
  public static final long I32X4 = 0x8000_0000_8000_0000L;

  /// The highest bit of a lane of 64 bits.
  public static final long I64X2 = 0x8000_0000_0000_0000L;

  private IntegerLanes() {}

  // Of lanes.

  /// Bits in a lane.
  private static int width(long signs) {
    return Long.numberOfTrailingZeros(signs) + 1;
  }

  /// The bits of the lowest lane.
  private static long lowest(long signs) {
    return -1L >>> (64 - width(signs));
  }

  /// 1 in every lane.
  private static long ones(long signs) {
    return signs >>> (width(signs) - 1);
  }

  /// Fills the lanes whose highest bit is set in `bits`, which has no other bits.
  private static long fill(long bits, long signs) {
    return (bits << 1) - (bits >>> (width(signs) - 1));
  }

  /// A half of two lanes of 32 bits.
  static long join(int low, int high) {
    return (low & 0xffff_ffffL) | (long) high << 32;
  }

  private static long select(long mask, long a, long b) {
    return b ^ ((a ^ b) & mask);
  }

  /// `splat` of 8, 16 and 32 bits.
  public static V128 splat(int value, long signs) {
    return splat((long) value, signs);
  }

  /// `i64x2.splat`.
  public static V128 splat(long value, long signs) {
    long half = (value & lowest(signs)) * ones(signs);
    return new V128(half, half);
  }

  /// `i64x2.extract_lane`.
  public static long extract_lane(V128 a, int lane, long signs) {
    int start = lane * width(signs);
    return (start < 64 ? a.low() : a.high()) >>> start & lowest(signs);
  }

  /// `extract_lane_s`, and `i32x4.extract_lane`.
  public static int extract_lane_s(V128 a, int lane, long signs) {
    int unused = 64 - width(signs);
    return (int) (extract_lane(a, lane, signs) << unused >> unused);
  }

  /// `extract_lane_u`.
  public static int extract_lane_u(V128 a, int lane, long signs) {
    return (int) extract_lane(a, lane, signs);
  }

  /// `replace_lane` of 8, 16 and 32 bits.
  public static V128 replace_lane(V128 a, int value, int lane, long signs) {
    return replace_lane(a, (long) value, lane, signs);
  }

  /// `i64x2.replace_lane`.
  public static V128 replace_lane(V128 a, long value, int lane, long signs) {
    int start = lane * width(signs);
    long mask = lowest(signs) << start;
    long bits = value << start;
    return start < 64
        ? new V128(select(mask, bits, a.low()), a.high())
        : new V128(a.low(), select(mask, bits, a.high()));
  }

  /// `all_true`.
  public static int all_true(V128 a, long signs) {
    return (zeros(a.low(), signs) | zeros(a.high(), signs)) == 0 ? 1 : 0;
  }

  /// The highest bits of the lanes that are zero.
  private static long zeros(long a, long signs) {
    return ~(((a & ~signs) + ~signs) | a) & signs;
  }

  /// `bitmask`.
  public static int bitmask(V128 a, long signs) {
    long low = Long.compress(a.low(), signs);
    long high = Long.compress(a.high(), signs);
    return (int) (low | high << Long.bitCount(signs));
  }

  // Addition and subtraction.

  /// `add`.
  public static V128 add(V128 a, V128 b, long signs) {
    return new V128(add(a.low(), b.low(), signs), add(a.high(), b.high(), signs));
  }

  private static long add(long a, long b, long signs) {
    return signs == I64X2 ? a + b : ((a & ~signs) + (b & ~signs)) ^ ((a ^ b) & signs);
  }

  /// `sub`.
  public static V128 sub(V128 a, V128 b, long signs) {
    return new V128(sub(a.low(), b.low(), signs), sub(a.high(), b.high(), signs));
  }

  private static long sub(long a, long b, long signs) {
    return signs == I64X2 ? a - b : ((a | signs) - (b & ~signs)) ^ (~(a ^ b) & signs);
  }

  /// The highest bits of the lanes in which a is below b, both unsigned: those from which `a - b`
  /// borrows.
  private static long borrows(long a, long b, long signs) {
    return ((~a & b) | (~(a ^ b) & sub(a, b, signs))) & signs;
  }

  /// `neg`.
  public static V128 neg(V128 a, long signs) {
    return sub(V128.ZERO, a, signs);
  }

  /// `abs`.
  public static V128 abs(V128 a, long signs) {
    return new V128(abs(a.low(), signs), abs(a.high(), signs));
  }

  private static long abs(long a, long signs) {
    long negative = fill(a & signs, signs);
    return sub(a ^ negative, negative, signs);
  }

  /// `add_sat_s`.
  public static V128 add_sat_s(V128 a, V128 b, long signs) {
    return new V128(addSaturated(a.low(), b.low(), signs), addSaturated(a.high(), b.high(), signs));
  }

  private static long addSaturated(long a, long b, long signs) {
    long sum = add(a, b, signs);
    return saturate(sum, (a ^ sum) & (b ^ sum), a, signs);
  }

  /// `sub_sat_s`.
  public static V128 sub_sat_s(V128 a, V128 b, long signs) {
    return new V128(subSaturated(a.low(), b.low(), signs), subSaturated(a.high(), b.high(), signs));
  }

  private static long subSaturated(long a, long b, long signs) {
    long difference = sub(a, b, signs);
    return saturate(difference, (a ^ b) & (a ^ difference), a, signs);
  }

  /// Where the lane's highest bit is set in `overflow`, the lowest or highest number, whichever has
  /// the sign of `a`.
  private static long saturate(long result, long overflow, long a, long signs) {
    return select(fill(overflow & signs, signs), fill(a & signs, signs) ^ ~signs, result);
  }

  /// `add_sat_u`.
  public static V128 add_sat_u(V128 a, V128 b, long signs) {
    return new V128(
        addUnsignedSaturated(a.low(), b.low(), signs),
        addUnsignedSaturated(a.high(), b.high(), signs));
  }

  private static long addUnsignedSaturated(long a, long b, long signs) {
    long sum = add(a, b, signs);
    long carries = ((a & b) | ((a | b) & ~sum)) & signs;
    return sum | fill(carries, signs);
  }

  /// `sub_sat_u`.
  public static V128 sub_sat_u(V128 a, V128 b, long signs) {
    return new V128(
        subUnsignedSaturated(a.low(), b.low(), signs),
        subUnsignedSaturated(a.high(), b.high(), signs));
  }

  private static long subUnsignedSaturated(long a, long b, long signs) {
    return sub(a, b, signs) & ~fill(borrows(a, b, signs), signs);
  }

  /// `avgr_u`.
  public static V128 avgr_u(V128 a, V128 b, long signs) {
    return new V128(average(a.low(), b.low(), signs), average(a.high(), b.high(), signs));
  }

  private static long average(long a, long b, long signs) {
    return (a | b) - (((a ^ b) & ~ones(signs)) >>> 1);
  }

  // Comparisons.

  private static V128 not(V128 a) {
    return new V128(~a.low(), ~a.high());
  }

  /// `eq`.
  public static V128 eq(V128 a, V128 b, long signs) {
    return new V128(equal(a.low(), b.low(), signs), equal(a.high(), b.high(), signs));
  }

  private static long equal(long a, long b, long signs) {
    return fill(zeros(a ^ b, signs), signs);
  }

  /// `ne`.
  public static V128 ne(V128 a, V128 b, long signs) {
    return not(eq(a, b, signs));
  }

  /// `lt_u`.
  public static V128 lt_u(V128 a, V128 b, long signs) {
    return new V128(below(a.low(), b.low(), signs), below(a.high(), b.high(), signs));
  }

  private static long below(long a, long b, long signs) {
    return fill(borrows(a, b, signs), signs);
  }

  /// `lt_s`.
  public static V128 lt_s(V128 a, V128 b, long signs) {
    return lt_u(flipSigns(a, signs), flipSigns(b, signs), signs);
  }

  /// Turns the order of signed numbers into that of unsigned numbers.
  private static V128 flipSigns(V128 a, long signs) {
    return new V128(a.low() ^ signs, a.high() ^ signs);
  }

  /// `gt_s`.
  public static V128 gt_s(V128 a, V128 b, long signs) {
    return lt_s(b, a, signs);
  }

  /// `gt_u`.
  public static V128 gt_u(V128 a, V128 b, long signs) {
    return lt_u(b, a, signs);
  }

  /// `le_s`.
  public static V128 le_s(V128 a, V128 b, long signs) {
    return not(lt_s(b, a, signs));
  }

  /// `le_u`.
  public static V128 le_u(V128 a, V128 b, long signs) {
    return not(lt_u(b, a, signs));
  }

  /// `ge_s`.
  public static V128 ge_s(V128 a, V128 b, long signs) {
    return not(lt_s(a, b, signs));
  }

  /// `ge_u`.
  public static V128 ge_u(V128 a, V128 b, long signs) {
    return not(lt_u(a, b, signs));
  }

  /// `min_s`.
  public static V128 min_s(V128 a, V128 b, long signs) {
    return Vectors.bitselect(a, b, lt_s(a, b, signs));
  }

  /// `min_u`.
  public static V128 min_u(V128 a, V128 b, long signs) {
    return Vectors.bitselect(a, b, lt_u(a, b, signs));
  }

  /// `max_s`.
  public static V128 max_s(V128 a, V128 b, long signs) {
    return Vectors.bitselect(b, a, lt_s(a, b, signs));
  }

  /// `max_u`.
  public static V128 max_u(V128 a, V128 b, long signs) {
    return Vectors.bitselect(b, a, lt_u(a, b, signs));
  }

  // Shifts. A count is taken modulo the width.

  /// `shl`.
  public static V128 shl(V128 a, int count, long signs) {
    int n = count & (width(signs) - 1);
    long keep = ~lowBits(n, signs);
    return new V128(a.low() << n & keep, a.high() << n & keep);
  }

  /// `shr_u`.
  public static V128 shr_u(V128 a, int count, long signs) {
    int n = count & (width(signs) - 1);
    long keep = ~highBits(n, signs);
    return new V128(a.low() >>> n & keep, a.high() >>> n & keep);
  }

  /// `shr_s`.
  public static V128 shr_s(V128 a, int count, long signs) {
    int n = count & (width(signs) - 1);
    long entered = highBits(n, signs);
    return new V128(
        select(entered, fill(a.low() & signs, signs), a.low() >>> n),
        select(entered, fill(a.high() & signs, signs), a.high() >>> n));
  }

  /// The lowest n bits of every lane, fewer than all.
  private static long lowBits(int n, long signs) {
    return (ones(signs) << n) - ones(signs);
  }

  /// The highest n bits of every lane, fewer than all.
  private static long highBits(int n, long signs) {
    return lowBits(n, signs) << (width(signs) - n);
  }

  // Between widths.

  /// `extend_low_s`.
  public static V128 extend_low_s(V128 a, long signs) {
    return extendSigned(a.low(), signs);
  }

  /// `extend_low_u`.
  public static V128 extend_low_u(V128 a, long signs) {
    return extend(a.low(), signs);
  }

  /// `extend_high_s`.
  public static V128 extend_high_s(V128 a, long signs) {
    return extendSigned(a.high(), signs);
  }

  /// `extend_high_u`.
  public static V128 extend_high_u(V128 a, long signs) {
    return extend(a.high(), signs);
  }

  private static V128 extend(long half, long signs) {
    return new V128(spread(half & 0xffff_ffffL, signs), spread(half >>> 32, signs));
  }

  private static V128 extendSigned(long half, long signs) {
    V128 extended = extend(half, signs);
    long narrowSigns = signs >>> (width(signs) / 2);
    return new V128(
        extendSign(extended.low(), narrowSigns, signs),
        extendSign(extended.high(), narrowSigns, signs));
  }

  private static long extendSign(long a, long narrowSigns, long signs) {
    return sub(a ^ narrowSigns, narrowSigns, signs);
  }

  /// Moves the lanes of half the width that 32 bits hold to where the lanes of a half are.
  private static long spread(long bits, long signs) {
    long result = bits;
    if (width(signs) <= 32) {
      result = (result | result << 16) & 0x0000_ffff_0000_ffffL;
    }
    if (width(signs) <= 16) {
      result = (result | result << 8) & 0x00ff_00ff_00ff_00ffL;
    }
    return result;
  }

  /// `narrow_s`: lanes of twice the width, cut to the signed range.
  public static V128 narrow_s(V128 a, V128 b, long signs) {
    long limit = lowest(signs) >>> 1;
    return narrow(a, b, -limit - 1, limit, signs);
  }

  /// `narrow_u`: signed lanes of twice the width, cut to the unsigned range.
  public static V128 narrow_u(V128 a, V128 b, long signs) {
    return narrow(a, b, 0, lowest(signs), signs);
  }

  private static V128 narrow(V128 a, V128 b, long least, long most, long signs) {
    return new V128(
        narrow(a.low(), least, most, signs) | narrow(a.high(), least, most, signs) << 32,
        narrow(b.low(), least, most, signs) | narrow(b.high(), least, most, signs) << 32);
  }

  private static long narrow(long half, long least, long most, long signs) {
    int width = width(signs);
    int unused = 64 - 2 * width;
    long result = 0;
    for (int start = 0; start < 32; start += width) {
      long lane = half >>> (2 * start) << unused >> unused;
      result |= (Math.max(least, Math.min(most, lane)) & lowest(signs)) << start;
    }
    return result;
  }

  /// The even lanes of half the width, with their signs, in lanes of the whole width.
  private static V128 even(V128 a, long signs) {
    return odd(shl(a, width(signs) / 2, signs), signs);
  }

  /// The odd lanes of half the width, with their signs, in lanes of the whole width.
  private static V128 odd(V128 a, long signs) {
    return shr_s(a, width(signs) / 2, signs);
  }

  /// `extadd_pairwise_s`.
  public static V128 extadd_pairwise_s(V128 a, long signs) {
    return add(even(a, signs), odd(a, signs), signs);
  }

  /// `extadd_pairwise_u`.
  public static V128 extadd_pairwise_u(V128 a, long signs) {
    return new V128(addPairs(a.low(), signs), addPairs(a.high(), signs));
  }

  private static long addPairs(long a, long signs) {
    long even = lowBits(width(signs) / 2, signs);
    return (a & even) + (a >>> (width(signs) / 2) & even);
  }

  // Multiplication.

  /// `mul`.
  public static V128 mul(V128 a, V128 b, long signs) {
    return new V128(multiply(a.low(), b.low(), signs), multiply(a.high(), b.high(), signs));
  }

  private static long multiply(long a, long b, long signs) {
    long result = 0;
    for (int start = 0; start < 64; start += width(signs)) {
      result |= ((a >>> start) * (b >>> start) & lowest(signs)) << start;
    }
    return result;
  }

  /// `extmul_low_s`.
  public static V128 extmul_low_s(V128 a, V128 b, long signs) {
    return mul(extend_low_s(a, signs), extend_low_s(b, signs), signs);
  }

  /// `extmul_low_u`.
  public static V128 extmul_low_u(V128 a, V128 b, long signs) {
    return mul(extend_low_u(a, signs), extend_low_u(b, signs), signs);
  }

  /// `extmul_high_s`.
  public static V128 extmul_high_s(V128 a, V128 b, long signs) {
    return mul(extend_high_s(a, signs), extend_high_s(b, signs), signs);
  }

  /// `extmul_high_u`.
  public static V128 extmul_high_u(V128 a, V128 b, long signs) {
    return mul(extend_high_u(a, signs), extend_high_u(b, signs), signs);
  }

  /// `i32x4.dot_i16x8_s`.
  public static V128 dot_s(V128 a, V128 b, long signs) {
    return add(evenProducts(a, b, signs), oddProducts(a, b, signs), signs);
  }

  private static V128 evenProducts(V128 a, V128 b, long signs) {
    return mul(even(a, signs), even(b, signs), signs);
  }

  private static V128 oddProducts(V128 a, V128 b, long signs) {
    return mul(odd(a, signs), odd(b, signs), signs);
  }

  /// `i16x8.relaxed_dot_i8x16_i7x16_s`: both operands are taken as signed, and the sum saturates.
  public static V128 relaxed_dot_s(V128 a, V128 b, long signs) {
    return add_sat_s(evenProducts(a, b, signs), oddProducts(a, b, signs), signs);
  }

  /// `i32x4.relaxed_dot_i8x16_i7x16_add_s`: {@link #relaxed_dot_s}, then pairs are added, and `c`.
  public static V128 relaxed_dot_add_s(V128 a, V128 b, V128 c, long signs) {
    return add(extadd_pairwise_s(relaxed_dot_s(a, b, I16X8), signs), c, signs);
  }

  /// `i16x8.q15mulr_sat_s`.
  public static V128 q15mulr_sat_s(V128 a, V128 b, long signs) {
    return new V128(
        multiplyFractions(a.low(), b.low(), signs), multiplyFractions(a.high(), b.high(), signs));
  }

  private static long multiplyFractions(long a, long b, long signs) {
    int width = width(signs);
    int unused = 64 - width;
    long half = 1L << (width - 2);
    long result = 0;
    for (int start = 0; start < 64; start += width) {
      long product = (a >>> start << unused >> unused) * (b >>> start << unused >> unused);
      long rounded = Math.min((product + half) >> (width - 1), lowest(signs) >>> 1);
      result |= (rounded & lowest(signs)) << start;
    }
    return result;
  }
}
