package graft.runtime;

/// Numeric instructions that the JVM has no instruction for, or none with the same result in all
/// cases. Methods are named like the instructions
/// ([spec](https://webassembly.github.io/spec/core/exec/numerics.html)).
@SuppressWarnings("IdentityBinaryExpression") // x != x: a NaN
public final class Numeric {
  private static final float TWO_31F = 0x1p31f;
  private static final float TWO_32F = 0x1p32f;
  private static final float TWO_63F = 0x1p63f;
  private static final float TWO_64F = 0x1p64f;
  private static final double TWO_31 = 0x1p31;
  private static final double TWO_32 = 0x1p32;
  private static final double TWO_63 = 0x1p63;
  private static final double TWO_64 = 0x1p64;

  private Numeric() {}

  /// `i32.div_s`.
  public static int i32_div_s(int a, int b) {
    if (b == -1 && a == Integer.MIN_VALUE) {
      throw Trap.integerOverflow();
    }
    return a / b;
  }

  /// `i64.div_s`.
  public static long i64_div_s(long a, long b) {
    if (b == -1 && a == Long.MIN_VALUE) {
      throw Trap.integerOverflow();
    }
    return a / b;
  }

  /// `i64.clz`.
  public static long i64_clz(long a) {
    return Long.numberOfLeadingZeros(a);
  }

  /// `i64.ctz`.
  public static long i64_ctz(long a) {
    return Long.numberOfTrailingZeros(a);
  }

  /// `i64.popcnt`.
  public static long i64_popcnt(long a) {
    return Long.bitCount(a);
  }

  /// `i64.shl`.
  public static long i64_shl(long a, long b) {
    return a << b;
  }

  /// `i64.shr_s`.
  public static long i64_shr_s(long a, long b) {
    return a >> b;
  }

  /// `i64.shr_u`.
  public static long i64_shr_u(long a, long b) {
    return a >>> b;
  }

  /// `i64.rotl`.
  public static long i64_rotl(long a, long b) {
    return Long.rotateLeft(a, (int) b);
  }

  /// `i64.rotr`.
  public static long i64_rotr(long a, long b) {
    return Long.rotateRight(a, (int) b);
  }

  /// `i64.extend_i32_u`.
  public static long i64_extend_i32_u(int a) {
    return a & 0xffff_ffffL;
  }

  /// `i64.extend8_s`.
  public static long i64_extend8_s(long a) {
    return (byte) a;
  }

  /// `i64.extend16_s`.
  public static long i64_extend16_s(long a) {
    return (short) a;
  }

  /// `i64.extend32_s`.
  public static long i64_extend32_s(long a) {
    return (int) a;
  }

  /// `f32.ceil`.
  public static float f32_ceil(float a) {
    return Float.isNaN(a) ? a + a : (float) Math.ceil(a);
  }

  /// `f32.floor`.
  public static float f32_floor(float a) {
    return Float.isNaN(a) ? a + a : (float) Math.floor(a);
  }

  /// `f32.trunc`.
  public static float f32_trunc(float a) {
    return Float.isNaN(a) ? a + a : (float) (a < 0 ? Math.ceil(a) : Math.floor(a));
  }

  /// `f32.nearest`.
  public static float f32_nearest(float a) {
    return Float.isNaN(a) ? a + a : (float) Math.rint(a);
  }

  /// `f32.sqrt`.
  public static float f32_sqrt(float a) {
    return (float) Math.sqrt(a);
  }

  /// `f32.min`.
  public static float f32_min(float a, float b) {
    return Float.isNaN(a) || Float.isNaN(b) ? a + b : Math.min(a, b);
  }

  /// `f32.max`.
  public static float f32_max(float a, float b) {
    return Float.isNaN(a) || Float.isNaN(b) ? a + b : Math.max(a, b);
  }

  /// `f64.ceil`.
  public static double f64_ceil(double a) {
    return Double.isNaN(a) ? a + a : Math.ceil(a);
  }

  /// `f64.floor`.
  public static double f64_floor(double a) {
    return Double.isNaN(a) ? a + a : Math.floor(a);
  }

  /// `f64.trunc`.
  public static double f64_trunc(double a) {
    return Double.isNaN(a) ? a + a : a < 0 ? Math.ceil(a) : Math.floor(a);
  }

  /// `f64.nearest`.
  public static double f64_nearest(double a) {
    return Double.isNaN(a) ? a + a : Math.rint(a);
  }

  /// `f64.sqrt`.
  public static double f64_sqrt(double a) {
    return Math.sqrt(a);
  }

  /// `f64.min`.
  public static double f64_min(double a, double b) {
    return Double.isNaN(a) || Double.isNaN(b) ? a + b : Math.min(a, b);
  }

  /// `f64.max`.
  public static double f64_max(double a, double b) {
    return Double.isNaN(a) || Double.isNaN(b) ? a + b : Math.max(a, b);
  }

  private static Trap badTruncation(boolean isNaN) {
    return isNaN ? Trap.invalidConversion() : Trap.integerOverflow();
  }

  /// `i32.trunc_f32_s`.
  public static int i32_trunc_f32_s(float a) {
    if (!(a >= -TWO_31F && a < TWO_31F)) {
      throw badTruncation(Float.isNaN(a));
    }
    return (int) a;
  }

  /// `i32.trunc_f32_u`.
  public static int i32_trunc_f32_u(float a) {
    if (!(a > -1 && a < TWO_32F)) {
      throw badTruncation(Float.isNaN(a));
    }
    return (int) (long) a;
  }

  /// `i32.trunc_f64_s`.
  public static int i32_trunc_f64_s(double a) {
    if (!(a > -TWO_31 - 1 && a < TWO_31)) {
      throw badTruncation(Double.isNaN(a));
    }
    return (int) a;
  }

  /// `i32.trunc_f64_u`.
  public static int i32_trunc_f64_u(double a) {
    if (!(a > -1 && a < TWO_32)) {
      throw badTruncation(Double.isNaN(a));
    }
    return (int) (long) a;
  }

  /// `i64.trunc_f32_s`.
  public static long i64_trunc_f32_s(float a) {
    if (!(a >= -TWO_63F && a < TWO_63F)) {
      throw badTruncation(Float.isNaN(a));
    }
    return (long) a;
  }

  /// `i64.trunc_f32_u`.
  public static long i64_trunc_f32_u(float a) {
    if (!(a > -1 && a < TWO_64F)) {
      throw badTruncation(Float.isNaN(a));
    }
    return i64_trunc_sat_f32_u(a);
  }

  /// `i64.trunc_f64_s`.
  public static long i64_trunc_f64_s(double a) {
    if (!(a >= -TWO_63 && a < TWO_63)) {
      throw badTruncation(Double.isNaN(a));
    }
    return (long) a;
  }

  /// `i64.trunc_f64_u`.
  public static long i64_trunc_f64_u(double a) {
    if (!(a > -1 && a < TWO_64)) {
      throw badTruncation(Double.isNaN(a));
    }
    return i64_trunc_sat_f64_u(a);
  }

  /// `i32.trunc_sat_f32_u`.
  public static int i32_trunc_sat_f32_u(float a) {
    return a >= TWO_32F ? -1 : (int) Math.max(0, (long) a);
  }

  /// `i32.trunc_sat_f64_u`.
  public static int i32_trunc_sat_f64_u(double a) {
    return a >= TWO_32 ? -1 : (int) Math.max(0, (long) a);
  }

  /// `i64.trunc_sat_f32_u`.
  public static long i64_trunc_sat_f32_u(float a) {
    if (a < TWO_63F) {
      return Math.max(0, (long) a);
    }
    return a >= TWO_64F ? -1 : Float.isNaN(a) ? 0 : (long) (a - TWO_63F) ^ Long.MIN_VALUE;
  }

  /// `i64.trunc_sat_f64_u`.
  public static long i64_trunc_sat_f64_u(double a) {
    if (a < TWO_63) {
      return Math.max(0, (long) a);
    }
    return a >= TWO_64 ? -1 : Double.isNaN(a) ? 0 : (long) (a - TWO_63) ^ Long.MIN_VALUE;
  }

  /// `f32.convert_i32_u`.
  public static float f32_convert_i32_u(int a) {
    return (float) (a & 0xffff_ffffL);
  }

  /// `f64.convert_i32_u`.
  public static double f64_convert_i32_u(int a) {
    return (double) (a & 0xffff_ffffL);
  }

  /// `f32.convert_i64_u`.
  public static float f32_convert_i64_u(long a) {
    return a >= 0 ? (float) a : 2 * (float) ((a >>> 1) | (a & 1));
  }

  /// `f64.convert_i64_u`.
  public static double f64_convert_i64_u(long a) {
    return a >= 0 ? (double) a : 2 * (double) ((a >>> 1) | (a & 1));
  }
}
