package graft.ld;

/// LEB128 numbers in byte arrays: short ones, and padded ones that relocations can overwrite.
final class Leb {
  private Leb() {}

  /// Writes an unsigned number and returns the offset behind it.
  static int writeUnsigned(byte[] target, int offset, long value) {
    int at = offset;
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      target[at++] = (byte) ((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    target[at++] = (byte) rest;
    return at;
  }

  /// Writes a signed number and returns the offset behind it.
  static int writeSigned(byte[] target, int offset, long value) {
    int at = offset;
    long rest = value;
    while (rest >= 64 || rest < -64) {
      target[at++] = (byte) ((rest & 0x7f) | 0x80);
      rest >>= 7;
    }
    target[at++] = (byte) (rest & 0x7f);
    return at;
  }

  /// Writes an unsigned number in exactly `length` bytes.
  static void writePaddedUnsigned(byte[] target, int offset, long value, int length) {
    long rest = value;
    for (int i = 0; i < length - 1; i++) {
      target[offset + i] = (byte) ((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    target[offset + length - 1] = (byte) (rest & 0x7f);
  }

  /// Writes a signed number in exactly `length` bytes.
  static void writePaddedSigned(byte[] target, int offset, long value, int length) {
    long rest = value;
    for (int i = 0; i < length - 1; i++) {
      target[offset + i] = (byte) ((rest & 0x7f) | 0x80);
      rest >>= 7;
    }
    target[offset + length - 1] = (byte) (rest & 0x7f);
  }

  /// The lower 32 bits as a signed number.
  static long extend32(long value) {
    return value << 32 >> 32;
  }

  /// How many bytes the number takes.
  static int unsignedSize(long value) {
    return Math.max(1, (70 - Long.numberOfLeadingZeros(value)) / 7);
  }
}
