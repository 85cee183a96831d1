package graft.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BinaryOperator;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What is computed for all lanes at once, against each lane computed alone.
final class IntegerLanesTest {
  private static final int SEED = 4711;

  enum Shape {
    I8X16(8, IntegerLanes.I8X16),
    I16X8(16, IntegerLanes.I16X8),
    I32X4(32, IntegerLanes.I32X4),
    I64X2(64, IntegerLanes.I64X2);

    final int width;
    final long signs;

    Shape(int width, long signs) {
      this.width = width;
      this.signs = signs;
    }

    long least() {
      return -1L << (width - 1);
    }

    long most() {
      return ~least();
    }

    long unsigned(long value) {
      return value & -1L >>> (64 - width);
    }

    long signed(long value) {
      return value << (64 - width) >> (64 - width);
    }

    boolean isBelow(long a, long b) {
      return Long.compareUnsigned(unsigned(a), unsigned(b)) < 0;
    }

    /// The lanes, with their signs.
    long[] lanes(V128 vector) {
      long[] lanes = new long[128 / width];
      for (int i = 0; i < lanes.length; i++) {
        long half = i * width < 64 ? vector.low() : vector.high();
        lanes[i] = signed(half >>> (i * width));
      }
      return lanes;
    }

    V128 vector(long[] lanes) {
      long[] halves = new long[2];
      for (int i = 0; i < lanes.length; i++) {
        halves[i * width / 64] |= unsigned(lanes[i]) << (i * width);
      }
      return new V128(halves[0], halves[1]);
    }

    V128 eachLane(V128 a, LongUnaryOperator operator) {
      long[] lanes = lanes(a);
      for (int i = 0; i < lanes.length; i++) {
        lanes[i] = operator.applyAsLong(lanes[i]);
      }
      return vector(lanes);
    }

    V128 eachLane(V128 a, V128 b, LongBinaryOperator operator) {
      long[] lanes = lanes(a);
      long[] others = lanes(b);
      for (int i = 0; i < lanes.length; i++) {
        lanes[i] = operator.applyAsLong(lanes[i], others[i]);
      }
      return vector(lanes);
    }

    /// Vectors whose lanes are random, small, or at the ends of the range.
    V128 random(Random random) {
      long[] lanes = new long[128 / width];
      for (int i = 0; i < lanes.length; i++) {
        lanes[i] =
            switch (random.nextInt(5)) {
              case 0 -> random.nextInt(-2, 3);
              case 1 -> least() + random.nextInt(3);
              case 2 -> most() - random.nextInt(3);
              default -> random.nextLong();
            };
      }
      return vector(lanes);
    }
  }

  private final Random random = new Random(SEED);

  private void check(
      Shape shape, String name, BinaryOperator<V128> found, LongBinaryOperator expected) {
    for (int i = 0; i < 500; i++) {
      V128 a = shape.random(random);
      V128 b = i % 7 == 0 ? a : shape.random(random);
      assertThat(found.apply(a, b))
          .as("%s.%s %s %s", shape, name, a, b)
          .isEqualTo(shape.eachLane(a, b, expected));
    }
  }

  private void check(
      Shape shape, String name, UnaryOperator<V128> found, LongUnaryOperator expected) {
    check(shape, name, (a, _) -> found.apply(a), (a, _) -> expected.applyAsLong(a));
  }

  @ParameterizedTest
  @EnumSource
  void arithmeticStaysInItsLane(Shape shape) {
    long s = shape.signs;
    check(shape, "add", (a, b) -> IntegerLanes.add(a, b, s), Long::sum);
    check(shape, "sub", (a, b) -> IntegerLanes.sub(a, b, s), (a, b) -> a - b);
    check(shape, "mul", (a, b) -> IntegerLanes.mul(a, b, s), (a, b) -> a * b);
    check(shape, "neg", a -> IntegerLanes.neg(a, s), a -> -a);
    check(shape, "abs", a -> IntegerLanes.abs(a, s), Math::abs);
  }

  @ParameterizedTest
  @EnumSource(names = {"I8X16", "I16X8", "I32X4"})
  void saturatedResultsAreTheEndsOfTheRange(Shape shape) {
    long s = shape.signs;
    long all = shape.unsigned(-1);
    check(
        shape,
        "add_sat_s",
        (a, b) -> IntegerLanes.add_sat_s(a, b, s),
        (a, b) -> clamp(a + b, shape));
    check(
        shape,
        "sub_sat_s",
        (a, b) -> IntegerLanes.sub_sat_s(a, b, s),
        (a, b) -> clamp(a - b, shape));
    check(
        shape,
        "add_sat_u",
        (a, b) -> IntegerLanes.add_sat_u(a, b, s),
        (a, b) -> Math.min(shape.unsigned(a) + shape.unsigned(b), all));
    check(
        shape,
        "sub_sat_u",
        (a, b) -> IntegerLanes.sub_sat_u(a, b, s),
        (a, b) -> Math.max(shape.unsigned(a) - shape.unsigned(b), 0));
    check(
        shape,
        "avgr_u",
        (a, b) -> IntegerLanes.avgr_u(a, b, s),
        (a, b) -> (shape.unsigned(a) + shape.unsigned(b) + 1) / 2);
  }

  private static long clamp(long value, Shape shape) {
    return Math.clamp(value, shape.least(), shape.most());
  }

  @ParameterizedTest
  @EnumSource
  void comparisonsFillWholeLanes(Shape shape) {
    long s = shape.signs;
    check(shape, "eq", (a, b) -> IntegerLanes.eq(a, b, s), (a, b) -> a == b ? -1 : 0);
    check(shape, "ne", (a, b) -> IntegerLanes.ne(a, b, s), (a, b) -> a != b ? -1 : 0);
    check(shape, "lt_s", (a, b) -> IntegerLanes.lt_s(a, b, s), (a, b) -> a < b ? -1 : 0);
    check(shape, "gt_s", (a, b) -> IntegerLanes.gt_s(a, b, s), (a, b) -> a > b ? -1 : 0);
    check(shape, "le_s", (a, b) -> IntegerLanes.le_s(a, b, s), (a, b) -> a <= b ? -1 : 0);
    check(shape, "ge_s", (a, b) -> IntegerLanes.ge_s(a, b, s), (a, b) -> a >= b ? -1 : 0);
    check(
        shape,
        "lt_u",
        (a, b) -> IntegerLanes.lt_u(a, b, s),
        (a, b) -> shape.isBelow(a, b) ? -1 : 0);
    check(
        shape,
        "gt_u",
        (a, b) -> IntegerLanes.gt_u(a, b, s),
        (a, b) -> shape.isBelow(b, a) ? -1 : 0);
    check(
        shape,
        "le_u",
        (a, b) -> IntegerLanes.le_u(a, b, s),
        (a, b) -> shape.isBelow(b, a) ? 0 : -1);
    check(
        shape,
        "ge_u",
        (a, b) -> IntegerLanes.ge_u(a, b, s),
        (a, b) -> shape.isBelow(a, b) ? 0 : -1);
    check(shape, "min_s", (a, b) -> IntegerLanes.min_s(a, b, s), Math::min);
    check(shape, "max_s", (a, b) -> IntegerLanes.max_s(a, b, s), Math::max);
    check(
        shape,
        "min_u",
        (a, b) -> IntegerLanes.min_u(a, b, s),
        (a, b) -> shape.isBelow(a, b) ? a : b);
    check(
        shape,
        "max_u",
        (a, b) -> IntegerLanes.max_u(a, b, s),
        (a, b) -> shape.isBelow(a, b) ? b : a);
  }

  @ParameterizedTest
  @EnumSource
  void shiftsTakeTheirCountModuloTheWidth(Shape shape) {
    long s = shape.signs;
    for (int count = -shape.width; count <= 2 * shape.width; count++) {
      int by = count;
      int n = Math.floorMod(count, shape.width);
      V128 a = shape.random(random);
      assertThat(IntegerLanes.shl(a, by, s)).isEqualTo(shape.eachLane(a, x -> x << n));
      assertThat(IntegerLanes.shr_s(a, by, s)).isEqualTo(shape.eachLane(a, x -> x >> n));
      assertThat(IntegerLanes.shr_u(a, by, s))
          .isEqualTo(shape.eachLane(a, x -> shape.unsigned(x) >>> n));
    }
  }

  @ParameterizedTest
  @EnumSource
  void lanesAreNumberedFromTheLowest(Shape shape) {
    V128 a = shape.random(random);
    long[] lanes = shape.lanes(a);
    int mask = 0;
    for (int i = 0; i < lanes.length; i++) {
      assertThat(IntegerLanes.extract_lane(a, i, shape.signs)).isEqualTo(shape.unsigned(lanes[i]));
      assertThat(IntegerLanes.extract_lane_s(a, i, shape.signs)).isEqualTo((int) lanes[i]);
      long[] changed = lanes.clone();
      changed[i] = -2;
      assertThat(IntegerLanes.replace_lane(a, -2L, i, shape.signs))
          .isEqualTo(shape.vector(changed));
      mask |= lanes[i] < 0 ? 1 << i : 0;
    }
    assertThat(IntegerLanes.bitmask(a, shape.signs)).isEqualTo(mask);
    assertThat(shape.lanes(IntegerLanes.splat(-3L, shape.signs))).containsOnly(-3);
  }

  @ParameterizedTest
  @EnumSource
  void oneZeroLaneMakesAllTrueFalse(Shape shape) {
    V128 ones = IntegerLanes.splat(1L, shape.signs);
    V128 signs = new V128(shape.signs, shape.signs);
    assertThat(IntegerLanes.all_true(ones, shape.signs)).isEqualTo(1);
    assertThat(IntegerLanes.all_true(signs, shape.signs)).isEqualTo(1);
    for (int i = 0; i < 128 / shape.width; i++) {
      assertThat(
              IntegerLanes.all_true(
                  IntegerLanes.replace_lane(ones, 0L, i, shape.signs), shape.signs))
          .isZero();
      assertThat(
              IntegerLanes.all_true(
                  IntegerLanes.replace_lane(signs, 0L, i, shape.signs), shape.signs))
          .isZero();
    }
  }

  /// The lanes of half the width in a wider shape.
  private static Shape half(Shape shape) {
    return Shape.values()[shape.ordinal() - 1];
  }

  @ParameterizedTest
  @EnumSource(names = {"I16X8", "I32X4", "I64X2"})
  void wideLanesComeFromNarrowOnes(Shape shape) {
    Shape narrow = half(shape);
    long s = shape.signs;
    for (int round = 0; round < 200; round++) {
      V128 a = narrow.random(random);
      V128 b = narrow.random(random);
      List<V128> found =
          List.of(
              IntegerLanes.extend_low_s(a, s),
              IntegerLanes.extend_high_s(a, s),
              IntegerLanes.extend_low_u(a, s),
              IntegerLanes.extend_high_u(a, s),
              IntegerLanes.extmul_low_s(a, b, s),
              IntegerLanes.extmul_high_s(a, b, s),
              IntegerLanes.extmul_low_u(a, b, s),
              IntegerLanes.extmul_high_u(a, b, s),
              IntegerLanes.extadd_pairwise_s(a, s),
              IntegerLanes.extadd_pairwise_u(a, s),
              IntegerLanes.dot_s(a, b, s));
      long[] x = narrow.lanes(a);
      long[] y = narrow.lanes(b);
      int count = x.length / 2;
      List<long[]> expected = new ArrayList<>();
      for (int k = 0; k < found.size(); k++) {
        expected.add(new long[count]);
      }
      for (int i = 0; i < count; i++) {
        int j = i + count;
        expected.get(0)[i] = x[i];
        expected.get(1)[i] = x[j];
        expected.get(2)[i] = narrow.unsigned(x[i]);
        expected.get(3)[i] = narrow.unsigned(x[j]);
        expected.get(4)[i] = x[i] * y[i];
        expected.get(5)[i] = x[j] * y[j];
        expected.get(6)[i] = narrow.unsigned(x[i]) * narrow.unsigned(y[i]);
        expected.get(7)[i] = narrow.unsigned(x[j]) * narrow.unsigned(y[j]);
        expected.get(8)[i] = x[2 * i] + x[2 * i + 1];
        expected.get(9)[i] = narrow.unsigned(x[2 * i]) + narrow.unsigned(x[2 * i + 1]);
        expected.get(10)[i] = x[2 * i] * y[2 * i] + x[2 * i + 1] * y[2 * i + 1];
      }
      assertThat(found).isEqualTo(expected.stream().map(shape::vector).toList());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"I16X8", "I32X4"})
  void narrowedLanesAreCutToTheirRange(Shape wide) {
    Shape narrow = half(wide);
    for (int round = 0; round < 200; round++) {
      V128 a = wide.random(random);
      V128 b = narrow.random(random);
      long[] signed = new long[128 / narrow.width];
      long[] unsigned = new long[signed.length];
      int count = signed.length / 2;
      for (int i = 0; i < signed.length; i++) {
        long lane = wide.lanes(i < count ? a : b)[i % count];
        signed[i] = clamp(lane, narrow);
        unsigned[i] = Math.clamp(lane, 0, narrow.unsigned(-1));
      }
      assertThat(IntegerLanes.narrow_s(a, b, narrow.signs)).isEqualTo(narrow.vector(signed));
      assertThat(IntegerLanes.narrow_u(a, b, narrow.signs)).isEqualTo(narrow.vector(unsigned));
    }
  }

  @Test
  void theProductOfTwoFractionsIsRoundedAndBelowOne() {
    check(
        Shape.I16X8,
        "q15mulr_sat_s",
        (a, b) -> IntegerLanes.q15mulr_sat_s(a, b, IntegerLanes.I16X8),
        (a, b) -> Math.min((a * b + 0x4000) >> 15, 0x7fff));
  }

  @Test
  void relaxedDotProductsAreSignedAndSaturate() {
    V128 least = IntegerLanes.splat(-128L, IntegerLanes.I8X16);
    assertThat(IntegerLanes.relaxed_dot_s(least, least, IntegerLanes.I16X8))
        .isEqualTo(IntegerLanes.splat(0x7fffL, IntegerLanes.I16X8));
    V128 most = IntegerLanes.splat(127L, IntegerLanes.I8X16);
    V128 five = IntegerLanes.splat(5L, IntegerLanes.I32X4);
    assertThat(IntegerLanes.relaxed_dot_add_s(least, most, five, IntegerLanes.I32X4))
        .isEqualTo(IntegerLanes.splat(4 * -128 * 127 + 5L, IntegerLanes.I32X4));
  }
}
