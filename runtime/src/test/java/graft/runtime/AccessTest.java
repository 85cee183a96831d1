package graft.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Where accesses end.
final class AccessTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0, 0",
    "5, 7, 12",
    "0x7ffffffe, 1, 0x7fffffff",
    "0x7fffffff, 1, -1",
    "0, 0x80000000, -1",
    "0x100000000, 0, -1",
    "0xfffffff0, 0x20, -1",
    "-16, 32, -1",
    "32, -16, -1",
    "-1, 1, -1",
    "0x7fffffffffffffff, 0x7fffffffffffffff, -1",
  })
  void anAddressBeyondEveryArrayIsNoIndex(String address, String offset, String index) {
    assertThat(Access.index(Long.decode(address), Long.decode(offset)))
        .isEqualTo(Integer.decode(index));
  }

  @ParameterizedTest
  @ValueSource(ints = {-16, -9, -8, -1, 17, 24, 31, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void aStoreAcrossTheEndWritesNothing(int index) {
    byte[] bytes = new byte[32];
    assertThatThrownBy(() -> Access.v128_store(bytes, index, new V128(-1, -1)))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(bytes).containsOnly(0);
    assertThatThrownBy(() -> Access.v128_load(bytes, index))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void vectorsAreLittleEndian() {
    byte[] bytes = new byte[32];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (0x79 + i);
    }
    assertThat(Access.v128_load(bytes, 16))
        .isEqualTo(new V128(0x908f_8e8d_8c8b_8a89L, 0x9897_9695_9493_9291L));
    assertThat(Access.v128_load8x8_s(bytes, 3))
        .isEqualTo(new V128(0x007f_007e_007d_007cL, 0xff83_ff82_ff81_ff80L));
    assertThat(Access.v128_load16x4_u(bytes, 3))
        .isEqualTo(new V128(0x0000_7f7e_0000_7d7cL, 0x0000_8382_0000_8180L));
    assertThat(Access.v128_load32x2_s(bytes, 8))
        .isEqualTo(new V128(0xffff_ffff_8483_8281L, 0xffff_ffff_8887_8685L));
    assertThat(Access.v128_load8_splat(bytes, 7))
        .isEqualTo(new V128(0x8080_8080_8080_8080L, 0x8080_8080_8080_8080L));
    assertThat(Access.v128_load32_zero(bytes, 7)).isEqualTo(new V128(0x8382_8180L, 0));
  }

  @Test
  void aLaneIsReadAndWrittenAlone() {
    byte[] bytes = new byte[16];
    V128 vector = new V128(0x1716_1514_1312_1110L, 0x1f1e_1d1c_1b1a_1918L);
    Access.v128_store16_lane(bytes, 14, vector, 5);
    assertThat(bytes).endsWith(new byte[] {0, 0x1a, 0x1b});
    assertThat(Access.v128_load32_lane(bytes, 12, vector, 2))
        .isEqualTo(new V128(vector.low(), 0x1f1e_1d1c_1b1a_0000L));
    assertThatThrownBy(() -> Access.v128_load32_lane(bytes, 13, vector, 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}
