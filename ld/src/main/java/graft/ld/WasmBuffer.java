package graft.ld;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Bytes that grow, and the binary format's primitive values
/// ([spec](https://webassembly.github.io/spec/core/binary/values.html)).
final class WasmBuffer {
  private byte[] bytes;
  private int size;

  WasmBuffer() {
    this(64);
  }

  WasmBuffer(int capacity) {
    this.bytes = new byte[capacity];
  }

  int size() {
    return size;
  }

  byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  /// Copies `length` bytes into `target` at `offset`.
  void copyTo(int from, int length, byte[] target, int offset) {
    System.arraycopy(bytes, from, target, offset, length);
  }

  WasmBuffer u8(int value) {
    room(1);
    bytes[size++] = (byte) value;
    return this;
  }

  WasmBuffer fixed32(int value) {
    return u8(value).u8(value >>> 8).u8(value >>> 16).u8(value >>> 24);
  }

  /// An unsigned LEB128, as short as it gets.
  WasmBuffer uleb(long value) {
    room(10);
    size = Leb.writeUnsigned(bytes, size, value);
    return this;
  }

  /// A signed LEB128, as short as it gets.
  WasmBuffer sleb(long value) {
    room(10);
    size = Leb.writeSigned(bytes, size, value);
    return this;
  }

  WasmBuffer bytes(byte[] source) {
    return bytes(source, 0, source.length);
  }

  WasmBuffer bytes(byte[] source, int offset, int length) {
    room(length);
    System.arraycopy(source, offset, bytes, size, length);
    size += length;
    return this;
  }

  WasmBuffer bytes(WasmBuffer source) {
    return bytes(source.bytes, 0, source.size);
  }

  /// A name: length and UTF-8.
  WasmBuffer name(String name) {
    byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
    return uleb(utf8.length).bytes(utf8);
  }

  /// A subsection: id, size, contents.
  WasmBuffer subsection(int id, WasmBuffer contents) {
    return u8(id).uleb(contents.size).bytes(contents);
  }

  private void room(int count) {
    if (bytes.length - size < count) {
      bytes = Arrays.copyOf(bytes, Math.max(size + count, bytes.length * 2));
    }
  }
}
