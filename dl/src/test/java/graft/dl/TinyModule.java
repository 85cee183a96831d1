package graft.dl;

import graft.testkit.WasmBytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Puts small modules together, byte by byte. Function types are written in letters: `ii:i` takes
/// two i32 and gives one.
final class TinyModule {
  static final int END = 0x0b;
  private final Bytes types = new Bytes();
  private final List<String> typeKeys = new ArrayList<>();
  private final List<byte[]> imports = new ArrayList<>();
  private final List<byte[]> functions = new ArrayList<>();
  private final List<byte[]> bodies = new ArrayList<>();
  private final List<byte[]> globals = new ArrayList<>();
  private final List<byte[]> exports = new ArrayList<>();
  private final List<byte[]> elements = new ArrayList<>();
  private final List<byte[]> data = new ArrayList<>();
  private final List<byte[]> memories = new ArrayList<>();
  private final List<byte[]> tables = new ArrayList<>();
  private final Bytes dylink = new Bytes();
  private int importedFunctions;
  private int importedGlobals;
  private int start = -1;
  private byte @Nullable [] legacyDylink;

  /// A growing array.
  static final class Bytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Bytes b(int... values) {
      for (int value : values) {
        out.write(value);
      }
      return this;
    }

    Bytes raw(byte[] bytes) {
      out.writeBytes(bytes);
      return this;
    }

    Bytes u(long value) {
      return raw(new WasmBytes().u32(value).toArray());
    }

    Bytes s(int value) {
      return raw(new WasmBytes().s64(value).toArray());
    }

    Bytes name(String text) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return u(bytes.length).raw(bytes);
    }

    Bytes sized(byte[] bytes) {
      return u(bytes.length).raw(bytes);
    }

    byte[] bytes() {
      return out.toByteArray();
    }
  }

  static Bytes bytes() {
    return new Bytes();
  }

  /// A side module with a memory and a table import and both bases: globals 0 and 1.
  static TinyModule side(int memorySize, int tableSize) {
    return new TinyModule()
        .memoryInfo(memorySize, 2, tableSize, 0)
        .importMemory(0)
        .importTable(0)
        .importGlobal("env", "__memory_base", false)
        .importGlobal("env", "__table_base", false);
  }

  TinyModule memoryInfo(int memory, int alignment, int table, int tableAlignment) {
    byte[] body = bytes().u(memory).u(alignment).u(table).u(tableAlignment).bytes();
    dylink.b(1).sized(body);
    return this;
  }

  TinyModule needed(String... names) {
    dylink.b(2).sized(names(names));
    return this;
  }

  TinyModule runPath(String... entries) {
    dylink.b(5).sized(names(entries));
    return this;
  }

  TinyModule weakImport(String module, String name) {
    dylink.b(4).sized(bytes().u(1).name(module).name(name).u(0x11).bytes());
    return this;
  }

  TinyModule unknownSubsection() {
    dylink.b(77).sized(new byte[] {1, 2, 3});
    return this;
  }

  /// The section of 2019 instead of `dylink.0`.
  TinyModule legacy(int memory, int alignment, int table, String... needed) {
    legacyDylink = bytes().u(memory).u(alignment).u(table).u(0).raw(names(needed)).bytes();
    return this;
  }

  private static byte[] names(String... names) {
    Bytes list = bytes().u(names.length);
    for (String name : names) {
      list.name(name);
    }
    return list.bytes();
  }

  private int type(String letters) {
    int known = typeKeys.indexOf(letters);
    if (known >= 0) {
      return known;
    }
    typeKeys.add(letters);
    String[] halves = letters.split(":", -1);
    types.b(0x60).raw(valueTypes(halves[0])).raw(valueTypes(halves[1]));
    return typeKeys.size() - 1;
  }

  private static byte[] valueTypes(String letters) {
    Bytes list = bytes().u(letters.length());
    for (int i = 0; i < letters.length(); i++) {
      list.b(
          switch (letters.charAt(i)) {
            case 'i' -> 0x7f;
            case 'j' -> 0x7e;
            case 'd' -> 0x7c;
            default -> throw new IllegalArgumentException(letters);
          });
    }
    return list.bytes();
  }

  TinyModule importMemory(int minimum) {
    imports.add(bytes().name("env").name("memory").b(2, 0).u(minimum).bytes());
    return this;
  }

  TinyModule importSharedMemory(int minimum, int maximum) {
    imports.add(bytes().name("env").name("memory").b(2, 3).u(minimum).u(maximum).bytes());
    return this;
  }

  TinyModule importTable(int minimum) {
    imports.add(
        bytes().name("env").name("__indirect_function_table").b(1, 0x70, 0).u(minimum).bytes());
    return this;
  }

  TinyModule importGlobal(String module, String name, boolean mutable) {
    imports.add(bytes().name(module).name(name).b(3, 0x7f, mutable ? 1 : 0).bytes());
    importedGlobals++;
    return this;
  }

  /// The import's function index is the number of those before.
  TinyModule importFunction(String module, String name, String type) {
    imports.add(bytes().name(module).name(name).b(0).u(type(type)).bytes());
    importedFunctions++;
    return this;
  }

  TinyModule importTag(String module, String name, String type) {
    imports.add(bytes().name(module).name(name).b(4, 0).u(type(type)).bytes());
    return this;
  }

  TinyModule memory(int minimum) {
    memories.add(bytes().b(0).u(minimum).bytes());
    return this;
  }

  TinyModule table(int minimum, int maximum) {
    tables.add(
        maximum < 0
            ? bytes().b(0x70, 0).u(minimum).bytes()
            : bytes().b(0x70, 1).u(minimum).u(maximum).bytes());
    return this;
  }

  /// Adds a function and exports it; its index is the number of functions before.
  TinyModule function(String name, String type, int... code) {
    return function(name, type, bytes().b(code));
  }

  TinyModule function(String name, String type, Bytes code) {
    int index = importedFunctions + bodies.size();
    functions.add(bytes().u(type(type)).bytes());
    bodies.add(bytes().u(0).raw(code.bytes()).b(END).bytes());
    exports.add(bytes().name(name).b(0).u(index).bytes());
    return this;
  }

  /// A function that gives a constant.
  TinyModule constant(String name, int value) {
    return function(name, ":i", bytes().b(0x41).s(value));
  }

  /// Adds a global of i32 and exports it.
  TinyModule global(String name, boolean mutable, int value) {
    int index = importedGlobals + globals.size();
    globals.add(bytes().b(0x7f, mutable ? 1 : 0, 0x41).s(value).b(END).bytes());
    exports.add(bytes().name(name).b(3).u(index).bytes());
    return this;
  }

  TinyModule export(String name, int kind, int index) {
    exports.add(bytes().name(name).b(kind).u(index).bytes());
    return this;
  }

  /// Puts functions into the table, from the table base (global 1) on.
  TinyModule elements(int... indices) {
    Bytes segment = bytes().u(0).b(0x23, 1, END).u(indices.length);
    for (int index : indices) {
      segment.u(index);
    }
    elements.add(segment.bytes());
    return this;
  }

  /// Puts bytes into memory, from the memory base (global 0) on.
  TinyModule data(byte... content) {
    data.add(bytes().u(0).b(0x23, 0, END).sized(content).bytes());
    return this;
  }

  TinyModule start(int function) {
    start = function;
    return this;
  }

  byte[] build() {
    Bytes out = bytes().b(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
    if (legacyDylink != null) {
      out.b(0).sized(bytes().name("dylink").raw(legacyDylink).bytes());
    } else if (dylink.bytes().length > 0) {
      out.b(0).sized(bytes().name("dylink.0").raw(dylink.bytes()).bytes());
    }
    out.b(1).sized(bytes().u(typeKeys.size()).raw(types.bytes()).bytes());
    section(out, 2, imports);
    section(out, 3, functions);
    section(out, 4, tables);
    section(out, 5, memories);
    section(out, 6, globals);
    section(out, 7, exports);
    if (start >= 0) {
      out.b(8).sized(bytes().u(start).bytes());
    }
    section(out, 9, elements);
    if (!bodies.isEmpty()) {
      Bytes code = bytes().u(bodies.size());
      bodies.forEach(code::sized);
      out.b(10).sized(code.bytes());
    }
    section(out, 11, data);
    return out.bytes();
  }

  private static void section(Bytes out, int id, List<byte[]> entries) {
    if (!entries.isEmpty()) {
      Bytes body = bytes().u(entries.size());
      entries.forEach(body::raw);
      out.b(id).sized(body.bytes());
    }
  }
}
