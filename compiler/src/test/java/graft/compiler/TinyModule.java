package graft.compiler;

import graft.format.ModuleReader;
import graft.format.ValidModule;
import graft.format.Validator;
import graft.testkit.WasmBytes;
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

  private final List<WasmBytes> bodies = new ArrayList<>();

  /// Adds a function; its end is added. Immediates above 63 are LEB128 already.
  TinyModule function(int... code) {
    bodies.add(new WasmBytes().op(code));
    return this;
  }

  ValidModule valid() {
    return Validator.validate(ModuleReader.read("tiny.wasm", bytes()));
  }

  /// What other modules are that tests make.
  static ValidModule valid(WasmBytes module, String file) {
    return Validator.validate(ModuleReader.read(file, module.toArray()));
  }

  byte[] bytes() {
    int count = bodies.size();
    WasmBytes module = WasmBytes.module();
    module.section(1, 2, types -> types.op(0x60, 1, I32, 1, I32, 0x60, 0, 0));
    module.section(3, count, functions -> functions.raw(new byte[count]));
    module.section(5, 1, memories -> memories.op(0, 1));
    module.section(13, 1, tags -> tags.op(0, 1));
    module.section(
        7,
        count,
        exports -> {
          for (int i = 0; i < count; i++) {
            exports.name("f" + i).op(0, i);
          }
        });
    module.section(10, bodies, (to, code) -> to.body(0, code));
    return module.toArray();
  }
}
