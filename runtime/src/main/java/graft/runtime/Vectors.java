package graft.runtime;

/// The SIMD instructions that take a vector as bits, and those that only bytes have, named like the
/// instructions without the shape
/// ([spec](https://webassembly.github.io/spec/core/exec/numerics.html)).
public final class Vectors {
  private Vectors() {}

  /// `v128.not`.
  public static V128 not(V128 a) {
    return new V128(~a.low(), ~a.high());
  }

  /// `v128.and`.
  public static V128 and(V128 a, V128 b) {
    return new V128(a.low() & b.low(), a.high() & b.high());
  }

  /// `v128.andnot`.
  public static V128 andnot(V128 a, V128 b) {
    return new V128(a.low() & ~b.low(), a.high() & ~b.high());
  }

  /// `v128.or`.
  public static V128 or(V128 a, V128 b) {
    return new V128(a.low() | b.low(), a.high() | b.high());
  }

  /// `v128.xor`.
  public static V128 xor(V128 a, V128 b) {
    return new V128(a.low() ^ b.low(), a.high() ^ b.high());
  }

  /// `v128.bitselect`: the bits of `a` where `mask` is 1, those of `b` where it is 0.
  public static V128 bitselect(V128 a, V128 b, V128 mask) {
    return new V128(
        b.low() ^ ((a.low() ^ b.low()) & mask.low()),
        b.high() ^ ((a.high() ^ b.high()) & mask.high()));
  }

  /// `v128.any_true`.
  public static int any_true(V128 a) {
    return (a.low() | a.high()) != 0 ? 1 : 0;
  }

  /// `i8x16.popcnt`.
  public static V128 popcnt(V128 a) {
    return new V128(popcnt(a.low()), popcnt(a.high()));
  }

  private static long popcnt(long a) {
    long pairs = a - (a >>> 1 & 0x5555_5555_5555_5555L);
    long fours = (pairs & 0x3333_3333_3333_3333L) + (pairs >>> 2 & 0x3333_3333_3333_3333L);
    return fours + (fours >>> 4) & 0x0f0f_0f0f_0f0f_0f0fL;
  }

  /// `i8x16.swizzle`: the bytes of `a` that `lanes` names; 0 for a number above 15.
  public static V128 swizzle(V128 a, V128 lanes) {
    return new V128(swizzle(a, lanes.low()), swizzle(a, lanes.high()));
  }

  private static long swizzle(V128 a, long lanes) {
    long result = 0;
    for (int start = 0; start < 64; start += 8) {
      int lane = (int) (lanes >>> start) & 0xff;
      long half = lane < 8 ? a.low() : lane < 16 ? a.high() : 0;
      result |= (half >>> (8 * lane) & 0xff) << start;
    }
    return result;
  }

  /// `i8x16.shuffle`.
  ///
  /// @param lanes bytes from 0 to 31: which byte of `a` or, from 16 on, of `b` to take
  public static V128 shuffle(V128 a, V128 b, V128 lanes) {
    return new V128(shuffle(a, b, lanes.low()), shuffle(a, b, lanes.high()));
  }

  private static long shuffle(V128 a, V128 b, long lanes) {
    long result = 0;
    for (int start = 0; start < 64; start += 8) {
      int lane = (int) (lanes >>> start) & 31;
      V128 source = lane < 16 ? a : b;
      long half = (lane & 8) == 0 ? source.low() : source.high();
      result |= (half >>> (8 * lane) & 0xff) << start;
    }
    return result;
  }
}
