package graft.testing.fuzz;

import graft.format.ValType;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;

/// Collects the bytes of a binary module
/// ([spec](https://webassembly.github.io/spec/core/binary/conventions.html)). All methods return
/// this.
public final class WasmBytes {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /// No bytes yet.
  public WasmBytes() {}

  /// One byte.
  public WasmBytes u8(int value) {
    out.write(value);
    return this;
  }

  /// An unsigned LEB128.
  public WasmBytes u32(long value) {
    long rest = value;
    while (rest >>> 7 != 0) {
      out.write((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
    return this;
  }

  /// A signed LEB128.
  public WasmBytes s64(long value) {
    long rest = value;
    while (rest < -64 || rest > 63) {
      out.write((int) ((rest & 0x7f) | 0x80));
      rest >>= 7;
    }
    out.write((int) (rest & 0x7f));
    return this;
  }

  /// Four bytes.
  public WasmBytes fixed32(int value) {
    for (int i = 0; i < 4; i++) {
      out.write(value >>> (8 * i));
    }
    return this;
  }

  /// Eight bytes.
  public WasmBytes fixed64(long value) {
    return fixed32((int) value).fixed32((int) (value >>> 32));
  }

  /// Bytes as they are.
  public WasmBytes raw(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  /// Bytes with their number in front.
  public WasmBytes vector(byte[] bytes) {
    return u32(bytes.length).raw(bytes);
  }

  /// A name.
  public WasmBytes name(String name) {
    return vector(name.getBytes(StandardCharsets.UTF_8));
  }

  /// Value types with their number in front.
  public WasmBytes types(List<ValType> types) {
    u32(types.size());
    types.forEach(type -> u8(type.code()));
    return this;
  }

  /// A section with one entry for each item; nothing if there are none.
  public <T> WasmBytes section(int id, Collection<T> items, BiConsumer<WasmBytes, T> writer) {
    if (!items.isEmpty()) {
      WasmBytes body = new WasmBytes().u32(items.size());
      items.forEach(item -> writer.accept(body, item));
      u8(id).vector(body.toArray());
    }
    return this;
  }

  /// How many bytes there are.
  public int size() {
    return out.size();
  }

  /// A copy of all bytes.
  public byte[] toArray() {
    return out.toByteArray();
  }
}
