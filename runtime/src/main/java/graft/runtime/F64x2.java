package graft.runtime;

/// The SIMD instructions on two `f64` lanes, named like the instructions without the shape
/// ([spec](https://webassembly.github.io/spec/core/exec/numerics.html)). In here the lanes are
/// called x and y, x the lower.
public final class F64x2 {
  private static final long SIGN = IntegerLanes.I64X2;

  private F64x2() {}

  private static double x(V128 a) {
    return Double.longBitsToDouble(a.low());
  }

  private static double y(V128 a) {
    return Double.longBitsToDouble(a.high());
  }

  private static V128 of(double x, double y) {
    return new V128(Double.doubleToRawLongBits(x), Double.doubleToRawLongBits(y));
  }

  private static V128 mask(boolean x, boolean y) {
    return new V128(x ? -1 : 0, y ? -1 : 0);
  }

  /// `f64x2.splat`.
  public static V128 splat(double a) {
    return of(a, a);
  }

  /// `f64x2.extract_lane`.
  public static double extract_lane(V128 a, int lane) {
    return lane == 0 ? x(a) : y(a);
  }

  /// `f64x2.replace_lane`.
  public static V128 replace_lane(V128 a, double value, int lane) {
    long bits = Double.doubleToRawLongBits(value);
    return lane == 0 ? new V128(bits, a.high()) : new V128(a.low(), bits);
  }

  /// `f64x2.eq`.
  public static V128 eq(V128 a, V128 b) {
    return mask(x(a) == x(b), y(a) == y(b));
  }

  /// `f64x2.ne`.
  public static V128 ne(V128 a, V128 b) {
    return mask(x(a) != x(b), y(a) != y(b));
  }

  /// `f64x2.lt`.
  public static V128 lt(V128 a, V128 b) {
    return mask(x(a) < x(b), y(a) < y(b));
  }

  /// `f64x2.gt`.
  public static V128 gt(V128 a, V128 b) {
    return lt(b, a);
  }

  /// `f64x2.le`.
  public static V128 le(V128 a, V128 b) {
    return mask(x(a) <= x(b), y(a) <= y(b));
  }

  /// `f64x2.ge`.
  public static V128 ge(V128 a, V128 b) {
    return le(b, a);
  }

  /// `f64x2.abs`.
  public static V128 abs(V128 a) {
    return new V128(a.low() & ~SIGN, a.high() & ~SIGN);
  }

  /// `f64x2.neg`.
  public static V128 neg(V128 a) {
    return new V128(a.low() ^ SIGN, a.high() ^ SIGN);
  }

  /// `f64x2.sqrt`.
  public static V128 sqrt(V128 a) {
    return of(Math.sqrt(x(a)), Math.sqrt(y(a)));
  }

  /// `f64x2.ceil`.
  public static V128 ceil(V128 a) {
    return of(Numeric.f64_ceil(x(a)), Numeric.f64_ceil(y(a)));
  }

  /// `f64x2.floor`.
  public static V128 floor(V128 a) {
    return of(Numeric.f64_floor(x(a)), Numeric.f64_floor(y(a)));
  }

  /// `f64x2.trunc`.
  public static V128 trunc(V128 a) {
    return of(Numeric.f64_trunc(x(a)), Numeric.f64_trunc(y(a)));
  }

  /// `f64x2.nearest`.
  public static V128 nearest(V128 a) {
    return of(Numeric.f64_nearest(x(a)), Numeric.f64_nearest(y(a)));
  }

  /// `f64x2.add`.
  public static V128 add(V128 a, V128 b) {
    return of(x(a) + x(b), y(a) + y(b));
  }

  /// `f64x2.sub`.
  public static V128 sub(V128 a, V128 b) {
    return of(x(a) - x(b), y(a) - y(b));
  }

  /// `f64x2.mul`.
  public static V128 mul(V128 a, V128 b) {
    return of(x(a) * x(b), y(a) * y(b));
  }

  /// `f64x2.div`.
  public static V128 div(V128 a, V128 b) {
    return of(x(a) / x(b), y(a) / y(b));
  }

  /// `f64x2.min`.
  public static V128 min(V128 a, V128 b) {
    return of(Numeric.f64_min(x(a), x(b)), Numeric.f64_min(y(a), y(b)));
  }

  /// `f64x2.max`.
  public static V128 max(V128 a, V128 b) {
    return of(Numeric.f64_max(x(a), x(b)), Numeric.f64_max(y(a), y(b)));
  }

  /// `f64x2.pmin`: `b < a ? b : a`.
  public static V128 pmin(V128 a, V128 b) {
    return Vectors.bitselect(b, a, lt(b, a));
  }

  /// `f64x2.pmax`: `a < b ? b : a`.
  public static V128 pmax(V128 a, V128 b) {
    return Vectors.bitselect(b, a, lt(a, b));
  }

  /// `f64x2.relaxed_madd`: `a * b + c`, rounded twice.
  public static V128 relaxed_madd(V128 a, V128 b, V128 c) {
    return add(mul(a, b), c);
  }

  /// `f64x2.relaxed_nmadd`: `-(a * b) + c`, rounded twice.
  public static V128 relaxed_nmadd(V128 a, V128 b, V128 c) {
    return add(neg(mul(a, b)), c);
  }

  /// `f64x2.convert_low_i32x4_s`.
  public static V128 convert_low_i32x4_s(V128 a) {
    return of((double) (int) a.low(), (double) (int) (a.low() >>> 32));
  }

  /// `f64x2.convert_low_i32x4_u`.
  public static V128 convert_low_i32x4_u(V128 a) {
    return of((double) (a.low() & 0xffff_ffffL), (double) (a.low() >>> 32));
  }

  /// `f64x2.promote_low_f32x4`.
  public static V128 promote_low_f32x4(V128 a) {
    return of(
        (double) Float.intBitsToFloat((int) a.low()),
        (double) Float.intBitsToFloat((int) (a.low() >>> 32)));
  }

  /// `i32x4.trunc_sat_f64x2_s_zero`.
  public static V128 trunc_sat_f64x2_s_zero(V128 a) {
    return new V128(IntegerLanes.join((int) x(a), (int) y(a)), 0);
  }

  /// `i32x4.trunc_sat_f64x2_u_zero`.
  public static V128 trunc_sat_f64x2_u_zero(V128 a) {
    int x = Numeric.i32_trunc_sat_f64_u(x(a));
    int y = Numeric.i32_trunc_sat_f64_u(y(a));
    return new V128(IntegerLanes.join(x, y), 0);
  }
}
