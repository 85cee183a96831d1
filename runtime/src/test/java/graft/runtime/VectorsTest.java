package graft.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Bytes by number, and floats where NaN, zeros and the ends of ranges matter.
final class VectorsTest {
  private static final V128 COUNT = new V128(0x0706_0504_0302_0100L, 0x0f0e_0d0c_0b0a_0908L);
  private static final V128 UP = new V128(0x1716_1514_1312_1110L, 0x1f1e_1d1c_1b1a_1918L);

  private static V128 floats(float x, float y, float z, float w) {
    V128 vector = F32x4.splat(x);
    vector = F32x4.replace_lane(vector, y, 1);
    vector = F32x4.replace_lane(vector, z, 2);
    return F32x4.replace_lane(vector, w, 3);
  }

  private static V128 doubles(double x, double y) {
    return F64x2.replace_lane(F64x2.splat(x), y, 1);
  }

  private static V128 ints(int x, int y, int z, int w) {
    return new V128(IntegerLanes.join(x, y), IntegerLanes.join(z, w));
  }

  @Test
  void aShuffleTakesFromBothVectors() {
    assertThat(Vectors.shuffle(COUNT, UP, COUNT)).isEqualTo(COUNT);
    assertThat(Vectors.shuffle(COUNT, UP, UP)).isEqualTo(UP);
    V128 mixed = new V128(0x1f00_1008_0f01_1707L, 0x0001_0203_0405_0607L);
    assertThat(Vectors.shuffle(COUNT, UP, mixed)).isEqualTo(mixed);
  }

  @Test
  void aSwizzleGivesZeroForLanesThatAreNotThere() {
    V128 lanes = new V128(0x10_0f_08_07_00_ff_80_7fL, -1);
    assertThat(Vectors.swizzle(UP, lanes)).isEqualTo(new V128(0x00_1f_18_17_10_00_00_00L, 0));
  }

  @Test
  void bitsAreCountedByByte() {
    assertThat(Vectors.popcnt(new V128(0xff_80_01_00_7f_aa_55_f0L, -1)))
        .isEqualTo(new V128(0x08_01_01_00_07_04_04_04L, 0x0808_0808_0808_0808L));
  }

  @Test
  void minimumAndPseudoMinimumDifferInNaNAndZeros() {
    float nan = Float.NaN;
    V128 a = floats(nan, 1, 0.0f, -0.0f);
    V128 b = floats(1, nan, -0.0f, 0.0f);
    assertThat(F32x4.min(a, b)).isEqualTo(floats(nan, nan, -0.0f, -0.0f));
    assertThat(F32x4.max(a, b)).isEqualTo(floats(nan, nan, 0.0f, 0.0f));
    assertThat(F32x4.pmin(a, b)).isEqualTo(a);
    assertThat(F32x4.pmax(a, b)).isEqualTo(a);
    V128 signalling = new V128(0x7ff0_0000_0000_0001L, 0);
    assertThat(F64x2.pmin(signalling, V128.ZERO)).isEqualTo(signalling);
  }

  @Test
  void nothingIsLessThanNaNOrEqualToIt() {
    V128 nan = floats(Float.NaN, 1, Float.NaN, -0.0f);
    V128 one = floats(1, 1, Float.NaN, 0.0f);
    assertThat(F32x4.eq(nan, one)).isEqualTo(ints(0, -1, 0, -1));
    assertThat(F32x4.ne(nan, one)).isEqualTo(ints(-1, 0, -1, 0));
    assertThat(F32x4.le(nan, one)).isEqualTo(ints(0, -1, 0, -1));
    assertThat(F32x4.ge(nan, one)).isEqualTo(ints(0, -1, 0, -1));
    assertThat(F32x4.lt(nan, one)).isEqualTo(V128.ZERO);
    assertThat(F64x2.ge(doubles(Double.NaN, 2), doubles(0, 1))).isEqualTo(new V128(0, -1));
  }

  @Test
  void truncationSaturatesAndNaNIsZero() {
    V128 a = floats(Float.NaN, -1.5f, 3e9f, 1e20f);
    assertThat(F32x4.trunc_sat_f32x4_s(a))
        .isEqualTo(ints(0, -1, Integer.MAX_VALUE, Integer.MAX_VALUE));
    assertThat(F32x4.trunc_sat_f32x4_u(a)).isEqualTo(ints(0, 0, (int) 3_000_000_000L, -1));
    V128 d = doubles(-1e10, 4e9);
    assertThat(F64x2.trunc_sat_f64x2_s_zero(d))
        .isEqualTo(ints(Integer.MIN_VALUE, Integer.MAX_VALUE, 0, 0));
    assertThat(F64x2.trunc_sat_f64x2_u_zero(d)).isEqualTo(ints(0, (int) 4_000_000_000L, 0, 0));
  }

  @Test
  void unsignedIntegersBecomePositiveFloats() {
    V128 a = ints(-1, Integer.MIN_VALUE, 1, 0);
    assertThat(F32x4.convert_i32x4_u(a)).isEqualTo(floats(0x1p32f, 0x1p31f, 1, 0));
    assertThat(F32x4.convert_i32x4_s(a)).isEqualTo(floats(-1, -0x1p31f, 1, 0));
    assertThat(F64x2.convert_low_i32x4_u(a)).isEqualTo(doubles(0x1p32 - 1, 0x1p31));
    assertThat(F64x2.convert_low_i32x4_s(a)).isEqualTo(doubles(-1, -0x1p31));
  }

  @Test
  void relaxedMultiplicationsRoundTwice() {
    float above = Math.nextUp(1.0f);
    float product = above * above;
    assertThat(F32x4.relaxed_madd(F32x4.splat(above), F32x4.splat(above), F32x4.splat(-product)))
        .isEqualTo(V128.ZERO);
    assertThat(F64x2.relaxed_nmadd(doubles(2, 3), doubles(5, 7), doubles(1, 22)))
        .isEqualTo(doubles(-9, 1));
  }
}
