package graft.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// Bytes of a binary module that is made in a test, or of a part of one
/// ([spec](https://webassembly.github.io/spec/core/binary/conventions.html)). All methods but the
/// last ones return this.
public final class WasmBytes {
  /// Code of the type i32.
  public static final int I32 = 0x7f;

  /// Code of the type funcref.
  public static final int FUNCREF = 0x70;

  private static final int END = 0x0b;
  private static final int LOCAL_GET = 0x20;
  private static final int LOCAL_SET = 0x21;
  private static final int I32_CONST = 0x41;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /// No bytes yet.
  public WasmBytes() {}

  /// The beginning of a module.
  public static WasmBytes module() {
    return new WasmBytes().op(0, 'a', 's', 'm', 1, 0, 0, 0);
  }

  /// One byte.
  public WasmBytes u8(int value) {
    out.write(value);
    return this;
  }

  /// Bytes as they are, of opcodes and immediates that take one.
  public WasmBytes op(int... all) {
    for (int each : all) {
      out.write(each);
    }
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

  /// What another one has.
  public WasmBytes append(WasmBytes other) {
    return raw(other.toArray());
  }

  /// Bytes with their number in front.
  public WasmBytes vector(byte[] bytes) {
    return u32(bytes.length).raw(bytes);
  }

  /// A name.
  public WasmBytes name(String name) {
    return vector(name.getBytes(StandardCharsets.UTF_8));
  }

  /// A section with one entry for each item; nothing if there are none.
  public <T> WasmBytes section(int id, Collection<T> items, BiConsumer<WasmBytes, T> writer) {
    return items.isEmpty()
        ? this
        : section(id, items.size(), all -> items.forEach(item -> writer.accept(all, item)));
  }

  /// A section with its entries.
  public WasmBytes section(int id, int count, Consumer<WasmBytes> items) {
    WasmBytes contents = new WasmBytes().u32(count);
    items.accept(contents);
    return u8(id).vector(contents.toArray());
  }

  /// A function's body: its locals are i32, its end is added.
  public WasmBytes body(int locals, WasmBytes code) {
    WasmBytes body = new WasmBytes();
    if (locals == 0) {
      body.u32(0);
    } else {
      body.u32(1).u32(locals).u8(I32);
    }
    return vector(body.append(code).u8(END).toArray());
  }

  /// `i32.const`.
  public WasmBytes constant(int value) {
    return u8(I32_CONST).s64(value);
  }

  /// `local.get`.
  public WasmBytes get(int local) {
    return u8(LOCAL_GET).u32(local);
  }

  /// `local.set`.
  public WasmBytes set(int local) {
    return u8(LOCAL_SET).u32(local);
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
