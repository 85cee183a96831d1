package graft.classfile;

import java.util.Arrays;

/// A growing array of bytes, big-endian.
final class ByteBuilder {
  private byte[] bytes = new byte[256];
  private int length;

  int length() {
    return length;
  }

  byte[] bytes() {
    return bytes;
  }

  byte[] toByteArray() {
    return Arrays.copyOf(bytes, length);
  }

  void clear() {
    length = 0;
  }

  void truncate(int newLength) {
    length = newLength;
  }

  void u1(int value) {
    if (length == bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * length);
    }
    bytes[length++] = (byte) value;
  }

  void u2(int value) {
    u1(value >> 8);
    u1(value);
  }

  void u4(int value) {
    u2(value >> 16);
    u2(value);
  }

  void u8(long value) {
    u4((int) (value >> 32));
    u4((int) value);
  }

  void append(byte[] source, int count) {
    if (length + count > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + count));
    }
    System.arraycopy(source, 0, bytes, length, count);
    length += count;
  }

  void putU2(int at, int value) {
    bytes[at] = (byte) (value >> 8);
    bytes[at + 1] = (byte) value;
  }

  void putU4(int at, int value) {
    putU2(at, value >> 16);
    putU2(at + 2, value);
  }
}
