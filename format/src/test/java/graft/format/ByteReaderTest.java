package graft.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import graft.testkit.WasmBytes;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ByteReaderTest {
  @Test
  void anUnsignedNumberIsReadWithAllItsBits() {
    assertThat(reader(0x05).u32()).isEqualTo(5);
    assertThat(reader(0xe5, 0x8e, 0x26).u32()).isEqualTo(624485);
    assertThat(reader(0xff, 0xff, 0xff, 0xff, 0x0f).u32()).isEqualTo(-1);
    assertThat(reader(0xff, 0xff, 0xff, 0xff, 0x0f).u32AsLong()).isEqualTo(0xffff_ffffL);
    assertThat(reader(0x80, 0x80, 0x80, 0x80, 0x00).u32()).isEqualTo(0);
  }

  @Test
  void aSignedNumberIsReadWithItsSign() {
    assertThat(reader(0x7f).s32()).isEqualTo(-1);
    assertThat(reader(0x80, 0x7f).s32()).isEqualTo(-128);
    assertThat(reader(0xff, 0x00).s32()).isEqualTo(127);
    assertThat(reader(0x80, 0x80, 0x80, 0x80, 0x78).s32()).isEqualTo(Integer.MIN_VALUE);
    assertThat(reader(0x40).s33()).isEqualTo(-64);
    assertThat(reader(0xff, 0xff, 0xff, 0xff, 0x0f).s33()).isEqualTo(0xffff_ffffL);
  }

  @Test
  void aNumberOfTooManyBytesIsRefused() {
    assertMalformed("integer representation too long", r -> r.u32(), 128, 128, 128, 128, 128, 0);
    assertMalformed("integer representation too long", r -> r.s32(), 128, 128, 128, 128, 128, 0);
    assertMalformed(
        "integer representation too long",
        r -> r.u64(),
        128,
        128,
        128,
        128,
        128,
        128,
        128,
        128,
        128,
        128,
        0);
  }

  @Test
  void aNumberWithUnusedBitsIsRefused() {
    assertMalformed("integer too large", r -> r.u32(), 0xff, 0xff, 0xff, 0xff, 0x1f);
    assertMalformed("integer too large", r -> r.s32(), 0xff, 0xff, 0xff, 0xff, 0x0f);
    assertMalformed("integer too large", r -> r.s32(), 0x80, 0x80, 0x80, 0x80, 0x70);
    assertMalformed("integer too large", r -> r.s33(), 0x80, 0x80, 0x80, 0x80, 0x20);
    assertMalformed(
        "integer too large", r -> r.s64(), 128, 128, 128, 128, 128, 128, 128, 128, 128, 0x7e);
  }

  @Test
  void aNumberThatGoesOnBeyondTheEndIsRefusedThere() {
    assertMalformed("unexpected end (at offset 0x1)", r -> r.u32(), 0x80);
    assertMalformed("unexpected end (at offset 0x0)", r -> r.s64());
  }

  @Test
  void aNumberThatGoesOnBehindTheReadersPartIsRefused() {
    byte[] bytes = {(byte) 0x80, 0x01};
    assertThatThrownBy(() -> new ByteReader("t", bytes, 0, 1).u32())
        .hasMessage("t: unexpected end (at offset 0x1)");
  }

  @Test
  void everyNumberThatIsWrittenIsReadAgain() {
    Random random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      long value = random.nextLong() >> random.nextInt(64);
      assertThat(signed(value).s64()).as("seed 1, number %d", i).isEqualTo(value);
      assertThat(signed(value >> 32).s32())
          .as("seed 1, number %d", i)
          .isEqualTo((int) (value >> 32));
      long unsigned = value & 0xffff_ffffL;
      ByteReader reader = of(Bytes.empty().u32(unsigned));
      assertThat(reader.u32AsLong()).as("seed 1, number %d", i).isEqualTo(unsigned);
      assertThat(reader.isAtEnd()).isTrue();
    }
  }

  private static ByteReader signed(long value) {
    byte[] bytes = new WasmBytes().s64(value).toArray();
    return new ByteReader("test.wasm", bytes, 0, bytes.length);
  }

  @Test
  void aNameMustBeUtf8() {
    assertThat(of(Bytes.empty().name("größe €")).name()).isEqualTo("größe €");
    assertMalformed("malformed UTF-8 encoding", r -> r.name(), 1, 0xff);
    assertMalformed("malformed UTF-8 encoding", r -> r.name(), 3, 0xed, 0xa0, 0x80);
    assertMalformed("malformed UTF-8 encoding", r -> r.name(), 2, 0xc0, 0x80);
  }

  @Test
  void aCountThatCannotBeTrueIsRefused() {
    assertMalformed(
        "unexpected end: 4294967295 things", r -> r.count("things"), 255, 255, 255, 255, 15);
    assertMalformed("length out of bounds", r -> r.name(), 2, 'a');
  }

  private static void assertMalformed(
      String message, java.util.function.Consumer<ByteReader> read, int... bytes) {
    assertThatThrownBy(() -> read.accept(reader(bytes)))
        .isInstanceOf(MalformedModuleException.class)
        .hasMessageStartingWith("test: " + message);
  }

  private static ByteReader reader(int... bytes) {
    return of(Bytes.empty().add(bytes));
  }

  private static ByteReader of(Bytes bytes) {
    byte[] array = bytes.toArray();
    return new ByteReader("test", array, 0, array.length);
  }
}
