package graft.runtime;

/// The SIMD instructions on four `f32` lanes, named like the instructions without the shape
/// ([spec](https://webassembly.github.io/spec/core/exec/numerics.html)). In here the lanes are
/// called x, y, z and w, x the lowest.
public final class F32x4 {
  private static final long SIGNS = IntegerLanes.I32X4;

  private F32x4() {}

  private static float x(V128 a) {
    return Float.intBitsToFloat((int) a.low());
  }

  private static float y(V128 a) {
    return Float.intBitsToFloat((int) (a.low() >>> 32));
  }

  private static float z(V128 a) {
    return Float.intBitsToFloat((int) a.high());
  }

  private static float w(V128 a) {
    return Float.intBitsToFloat((int) (a.high() >>> 32));
  }

  private static V128 of(float x, float y, float z, float w) {
    return ints(
        Float.floatToRawIntBits(x),
        Float.floatToRawIntBits(y),
        Float.floatToRawIntBits(z),
        Float.floatToRawIntBits(w));
  }

  private static V128 ints(int x, int y, int z, int w) {
    return new V128(IntegerLanes.join(x, y), IntegerLanes.join(z, w));
  }

  private static V128 mask(boolean x, boolean y, boolean z, boolean w) {
    return ints(x ? -1 : 0, y ? -1 : 0, z ? -1 : 0, w ? -1 : 0);
  }

  /// `f32x4.splat`.
  public static V128 splat(float a) {
    return of(a, a, a, a);
  }

  /// `f32x4.extract_lane`.
  public static float extract_lane(V128 a, int lane) {
    return Float.intBitsToFloat(IntegerLanes.extract_lane_s(a, lane, SIGNS));
  }

  /// `f32x4.replace_lane`.
  public static V128 replace_lane(V128 a, float value, int lane) {
    return IntegerLanes.replace_lane(a, Float.floatToRawIntBits(value), lane, SIGNS);
  }

  /// `f32x4.eq`.
  public static V128 eq(V128 a, V128 b) {
    return mask(x(a) == x(b), y(a) == y(b), z(a) == z(b), w(a) == w(b));
  }

  /// `f32x4.ne`.
  public static V128 ne(V128 a, V128 b) {
    return mask(x(a) != x(b), y(a) != y(b), z(a) != z(b), w(a) != w(b));
  }

  /// `f32x4.lt`.
  public static V128 lt(V128 a, V128 b) {
    return mask(x(a) < x(b), y(a) < y(b), z(a) < z(b), w(a) < w(b));
  }

  /// `f32x4.gt`.
  public static V128 gt(V128 a, V128 b) {
    return lt(b, a);
  }

  /// `f32x4.le`.
  public static V128 le(V128 a, V128 b) {
    return mask(x(a) <= x(b), y(a) <= y(b), z(a) <= z(b), w(a) <= w(b));
  }

  /// `f32x4.ge`.
  public static V128 ge(V128 a, V128 b) {
    return le(b, a);
  }

  /// `f32x4.abs`.
  public static V128 abs(V128 a) {
    return new V128(a.low() & ~SIGNS, a.high() & ~SIGNS);
  }

  /// `f32x4.neg`.
  public static V128 neg(V128 a) {
    return new V128(a.low() ^ SIGNS, a.high() ^ SIGNS);
  }

  /// `f32x4.sqrt`.
  public static V128 sqrt(V128 a) {
    return of(
        Numeric.f32_sqrt(x(a)),
        Numeric.f32_sqrt(y(a)),
        Numeric.f32_sqrt(z(a)),
        Numeric.f32_sqrt(w(a)));
  }

  /// `f32x4.ceil`.
  public static V128 ceil(V128 a) {
    return of(
        Numeric.f32_ceil(x(a)),
        Numeric.f32_ceil(y(a)),
        Numeric.f32_ceil(z(a)),
        Numeric.f32_ceil(w(a)));
  }

  /// `f32x4.floor`.
  public static V128 floor(V128 a) {
    return of(
        Numeric.f32_floor(x(a)),
        Numeric.f32_floor(y(a)),
        Numeric.f32_floor(z(a)),
        Numeric.f32_floor(w(a)));
  }

  /// `f32x4.trunc`.
  public static V128 trunc(V128 a) {
    return of(
        Numeric.f32_trunc(x(a)),
        Numeric.f32_trunc(y(a)),
        Numeric.f32_trunc(z(a)),
        Numeric.f32_trunc(w(a)));
  }

  /// `f32x4.nearest`.
  public static V128 nearest(V128 a) {
    return of(
        Numeric.f32_nearest(x(a)),
        Numeric.f32_nearest(y(a)),
        Numeric.f32_nearest(z(a)),
        Numeric.f32_nearest(w(a)));
  }

  /// `f32x4.add`.
  public static V128 add(V128 a, V128 b) {
    return of(x(a) + x(b), y(a) + y(b), z(a) + z(b), w(a) + w(b));
  }

  /// `f32x4.sub`.
  public static V128 sub(V128 a, V128 b) {
    return of(x(a) - x(b), y(a) - y(b), z(a) - z(b), w(a) - w(b));
  }

  /// `f32x4.mul`.
  public static V128 mul(V128 a, V128 b) {
    return of(x(a) * x(b), y(a) * y(b), z(a) * z(b), w(a) * w(b));
  }

  /// `f32x4.div`.
  public static V128 div(V128 a, V128 b) {
    return of(x(a) / x(b), y(a) / y(b), z(a) / z(b), w(a) / w(b));
  }

  /// `f32x4.min`.
  public static V128 min(V128 a, V128 b) {
    return of(
        Numeric.f32_min(x(a), x(b)),
        Numeric.f32_min(y(a), y(b)),
        Numeric.f32_min(z(a), z(b)),
        Numeric.f32_min(w(a), w(b)));
  }

  /// `f32x4.max`.
  public static V128 max(V128 a, V128 b) {
    return of(
        Numeric.f32_max(x(a), x(b)),
        Numeric.f32_max(y(a), y(b)),
        Numeric.f32_max(z(a), z(b)),
        Numeric.f32_max(w(a), w(b)));
  }

  /// `f32x4.pmin`: `b < a ? b : a`.
  public static V128 pmin(V128 a, V128 b) {
    return Vectors.bitselect(b, a, lt(b, a));
  }

  /// `f32x4.pmax`: `a < b ? b : a`.
  public static V128 pmax(V128 a, V128 b) {
    return Vectors.bitselect(b, a, lt(a, b));
  }

  /// `f32x4.relaxed_madd`: `a * b + c`, rounded twice.
  public static V128 relaxed_madd(V128 a, V128 b, V128 c) {
    return add(mul(a, b), c);
  }

  /// `f32x4.relaxed_nmadd`: `-(a * b) + c`, rounded twice.
  public static V128 relaxed_nmadd(V128 a, V128 b, V128 c) {
    return add(neg(mul(a, b)), c);
  }

  /// `f32x4.convert_i32x4_s`.
  public static V128 convert_i32x4_s(V128 a) {
    return of(
        (float) (int) a.low(),
        (float) (int) (a.low() >>> 32),
        (float) (int) a.high(),
        (float) (int) (a.high() >>> 32));
  }

  /// `f32x4.convert_i32x4_u`.
  public static V128 convert_i32x4_u(V128 a) {
    return of(
        (float) (a.low() & 0xffff_ffffL),
        (float) (a.low() >>> 32),
        (float) (a.high() & 0xffff_ffffL),
        (float) (a.high() >>> 32));
  }

  /// `f32x4.demote_f64x2_zero`.
  public static V128 demote_f64x2_zero(V128 a) {
    return of(
        (float) Double.longBitsToDouble(a.low()), (float) Double.longBitsToDouble(a.high()), 0, 0);
  }

  /// `i32x4.trunc_sat_f32x4_s`.
  public static V128 trunc_sat_f32x4_s(V128 a) {
    return ints((int) x(a), (int) y(a), (int) z(a), (int) w(a));
  }

  /// `i32x4.trunc_sat_f32x4_u`.
  public static V128 trunc_sat_f32x4_u(V128 a) {
    return ints(
        Numeric.i32_trunc_sat_f32_u(x(a)),
        Numeric.i32_trunc_sat_f32_u(y(a)),
        Numeric.i32_trunc_sat_f32_u(z(a)),
        Numeric.i32_trunc_sat_f32_u(w(a)));
  }
}
