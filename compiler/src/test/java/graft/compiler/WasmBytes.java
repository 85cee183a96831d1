package graft.compiler;

import graft.format.ModuleReader;
import graft.format.ValidModule;
import graft.format.Validator;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/// Parts of a module that is made in a test, byte by byte.
final class WasmBytes {
  static final int I32 = 0x7f;
  static final int FUNCREF = 0x70;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /// Bytes as they are.
  WasmBytes op(int... all) {
    for (int each : all) {
      bytes.write(each);
    }
    return this;
  }

  /// An unsigned number.
  WasmBytes number(int value) {
    int rest = value;
    while (rest < 0 || rest > 0x7f) {
      bytes.write((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    bytes.write(rest);
    return this;
  }

  /// `i32.const`.
  WasmBytes constant(int value) {
    bytes.write(0x41);
    int rest = value;
    while (rest < -64 || rest > 63) {
      bytes.write((rest & 0x7f) | 0x80);
      rest >>= 7;
    }
    bytes.write(rest & 0x7f);
    return this;
  }

  /// `local.get`.
  WasmBytes get(int local) {
    return op(0x20).number(local);
  }

  /// `local.set`.
  WasmBytes set(int local) {
    return op(0x21).number(local);
  }

  WasmBytes name(String name) {
    number(name.length());
    bytes.writeBytes(name.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  WasmBytes append(WasmBytes other) {
    bytes.writeBytes(other.bytes.toByteArray());
    return this;
  }

  /// A function's body: its locals are i32, its end is added.
  WasmBytes body(int locals, WasmBytes code) {
    WasmBytes body = new WasmBytes();
    if (locals == 0) {
      body.number(0);
    } else {
      body.number(1).number(locals).op(I32);
    }
    body.append(code).op(0x0b);
    return number(body.size()).append(body);
  }

  int size() {
    return bytes.size();
  }

  /// The beginning of a module.
  static WasmBytes module() {
    return new WasmBytes().op(0, 'a', 's', 'm', 1, 0, 0, 0);
  }

  WasmBytes section(int id, int count, Consumer<WasmBytes> items) {
    WasmBytes contents = new WasmBytes().number(count);
    items.accept(contents);
    return op(id).number(contents.size()).append(contents);
  }

  ValidModule valid(String file) {
    return Validator.validate(ModuleReader.read(file, bytes.toByteArray()));
  }
}
