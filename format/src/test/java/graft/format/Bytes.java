package graft.format;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Writes the bytes of small modules for tests.
final class Bytes {
  private static final Map<String, Opcode> OPCODES =
      Arrays.stream(Opcode.values())
          .filter(opcode -> opcode != Opcode.SELECT_T)
          .collect(Collectors.toMap(Opcode::toString, Function.identity()));

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private Bytes() {}

  /// The header of a module.
  static Bytes module() {
    return new Bytes().add(0, 'a', 's', 'm', 1, 0, 0, 0);
  }

  static Bytes empty() {
    return new Bytes();
  }

  Bytes add(int... bytes) {
    for (int b : bytes) {
      out.write(b);
    }
    return this;
  }

  Bytes add(Bytes bytes) {
    out.writeBytes(bytes.toArray());
    return this;
  }

  /// A size, and what has that size.
  Bytes sized(Bytes bytes) {
    return u32(bytes.toArray().length).add(bytes);
  }

  /// A LEB128 without sign.
  Bytes u32(long value) {
    long rest = value;
    for (; rest >= 0x80; rest >>>= 7) {
      out.write((int) (rest | 0x80));
    }
    out.write((int) rest);
    return this;
  }

  Bytes name(String name) {
    byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
    u32(utf8.length);
    out.writeBytes(utf8);
    return this;
  }

  Bytes section(int id, Bytes contents) {
    return add(id).sized(contents);
  }

  Bytes section(int id, int... contents) {
    return section(id, empty().add(contents));
  }

  Bytes custom(String name, Bytes contents) {
    return section(0, empty().name(name).add(contents));
  }

  /// An instruction: its name and its immediates as bytes in decimal or hexadecimal, such as
  /// `i32.const 1` and `block 0x40`.
  Bytes instruction(String text) {
    String[] words = text.split(" ", -1);
    int code = OPCODES.get(words[0]).code();
    if (code >= 0xfd0000) {
      add(0xfd).u32(code & 0xffff);
    } else if (code >= 0x100) {
      add(code >> 8, code & 0xff);
    } else {
      add(code);
    }
    for (int i = 1; i < words.length; i++) {
      add(Integer.decode(words[i]));
    }
    return this;
  }

  Bytes instructions(String... texts) {
    for (String text : texts) {
      instruction(text);
    }
    return this;
  }

  /// A module with one function of type `() -> ()` and this code, without the closing `end`.
  static Bytes function(String... instructions) {
    Bytes body = empty().add(0).instructions(instructions).instruction("end");
    return module()
        .section(1, 1, 0x60, 0, 0)
        .section(3, 1, 0)
        .section(10, empty().add(1).sized(body));
  }

  WasmModule read() {
    return ModuleReader.read("test.wasm", toArray());
  }

  byte[] toArray() {
    return out.toByteArray();
  }
}
