package graft.compiler;

import graft.format.ModuleReader;
import graft.format.ValidModule;
import graft.format.Validator;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/// A module made in a test: each function takes an i32 and gives one, and is exported as `f0`,
/// `f1`, ...; tag 0 carries nothing; the memory has a page.
final class TinyModule {
  static final int BLOCK = 0x02;
  static final int LOOP = 0x03;
  static final int TRY = 0x06;
  static final int THROW = 0x08;
  static final int END = 0x0b;
  static final int BR = 0x0c;
  static final int BR_IF = 0x0d;
  static final int BR_TABLE = 0x0e;
  static final int RETURN = 0x0f;
  static final int CALL = 0x10;
  static final int RETURN_CALL = 0x12;
  static final int CATCH_ALL = 0x19;
  static final int LOCAL_GET = 0x20;
  static final int LOCAL_SET = 0x21;
  static final int I32_LOAD = 0x28;
  static final int I32_STORE = 0x36;
  static final int I32_CONST = 0x41;
  static final int I32_ADD = 0x6a;
  static final int I32_DIV_S = 0x6d;
  static final int I32_XOR = 0x73;
  static final int UNREACHABLE = 0x00;

  /// Block types.
  static final int NOTHING = 0x40;

  static final int I32 = 0x7f;

  private final List<byte[]> bodies = new ArrayList<>();

  /// Adds a function; {@link #END} is added to its code. Immediates above 63 are LEB128 already.
  TinyModule function(int... code) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.write(0);
    for (int each : code) {
      body.write(each);
    }
    body.write(END);
    bodies.add(body.toByteArray());
    return this;
  }

  ValidModule valid() {
    return Validator.validate(ModuleReader.read("tiny.wasm", bytes()));
  }

  byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0});
    section(out, 1, 2, new byte[] {0x60, 1, I32, 1, I32, 0x60, 0, 0});
    section(out, 3, bodies.size(), new byte[bodies.size()]);
    section(out, 5, 1, new byte[] {0, 1});
    section(out, 13, 1, new byte[] {0, 1});
    ByteArrayOutputStream exports = new ByteArrayOutputStream();
    ByteArrayOutputStream code = new ByteArrayOutputStream();
    for (int i = 0; i < bodies.size(); i++) {
      exports.writeBytes(new byte[] {2, 'f', (byte) ('0' + i), 0, (byte) i});
      leb(code, bodies.get(i).length);
      code.writeBytes(bodies.get(i));
    }
    section(out, 7, bodies.size(), exports.toByteArray());
    section(out, 10, bodies.size(), code.toByteArray());
    return out.toByteArray();
  }

  private static void section(ByteArrayOutputStream out, int id, int count, byte[] items) {
    out.write(id);
    leb(out, items.length + 1);
    out.write(count);
    out.writeBytes(items);
  }

  private static void leb(ByteArrayOutputStream out, int value) {
    int rest = value;
    while (rest > 0x7f) {
      out.write((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.write(rest);
  }
}
