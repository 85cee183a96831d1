package graft.source;

import graft.testkit.WasmBytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Puts small modules together: libraries with one function that gives a constant, and a program
/// that imports functions of type `() -> i32` and passes them on.
final class TinyLibrary {
  private static final byte[] HEADER = {0, 'a', 's', 'm', 1, 0, 0, 0};
  private static final byte[] TYPE = {1, 5, 1, 0x60, 0, 1, 0x7f};

  private TinyLibrary() {}

  /// A library whose `function` gives `value` (0 to 63).
  static byte[] of(String function, int value, String... needed) {
    ByteArrayOutputStream out = start(needed);
    out.writeBytes(section(2, new byte[0], imports(List.of())));
    out.writeBytes(new byte[] {3, 2, 1, 0});
    out.writeBytes(section(7, new byte[] {1}, name(function), new byte[] {0, 0}));
    out.writeBytes(new byte[] {10, 6, 1, 4, 0, 0x41, (byte) value, 0x0b});
    return out.toByteArray();
  }

  /// A program that imports functions and exports each under its own name, to be called from Java.
  static byte[] program(List<String> functions, String... needed) {
    ByteArrayOutputStream out = start(needed);
    out.writeBytes(section(2, new byte[0], imports(functions)));
    ByteArrayOutputStream types = new ByteArrayOutputStream();
    ByteArrayOutputStream exports = new ByteArrayOutputStream();
    ByteArrayOutputStream bodies = new ByteArrayOutputStream();
    types.write(functions.size());
    exports.write(functions.size());
    bodies.write(functions.size());
    for (int i = 0; i < functions.size(); i++) {
      types.write(0);
      exports.writeBytes(name("call_" + functions.get(i)));
      exports.writeBytes(new byte[] {0, (byte) (functions.size() + i)});
      bodies.writeBytes(new byte[] {4, 0, 0x10, (byte) i, 0x0b});
    }
    out.writeBytes(section(3, types.toByteArray()));
    out.writeBytes(section(7, exports.toByteArray()));
    out.writeBytes(section(10, bodies.toByteArray()));
    return out.toByteArray();
  }

  private static ByteArrayOutputStream start(String... needed) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(HEADER);
    ByteArrayOutputStream names = new ByteArrayOutputStream();
    names.writeBytes(unsigned(needed.length));
    for (String each : needed) {
      names.writeBytes(name(each));
    }
    byte[] memoryInfo = {1, 4, 0, 2, 0, 0};
    out.writeBytes(section(0, name("dylink.0"), memoryInfo, section(2, names.toByteArray())));
    out.writeBytes(TYPE);
    return out;
  }

  private static byte[] imports(List<String> functions) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(functions.size() + 1);
    out.writeBytes(name("env"));
    out.writeBytes(name("memory"));
    out.writeBytes(new byte[] {2, 0, 0});
    for (String each : functions) {
      out.writeBytes(name("env"));
      out.writeBytes(name(each));
      out.writeBytes(new byte[] {0, 0});
    }
    return out.toByteArray();
  }

  private static byte[] section(int id, byte[]... parts) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      body.writeBytes(part);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(id);
    out.writeBytes(unsigned(body.size()));
    out.writeBytes(body.toByteArray());
    return out.toByteArray();
  }

  private static byte[] name(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(unsigned(bytes.length));
    out.writeBytes(bytes);
    return out.toByteArray();
  }

  private static byte[] unsigned(int value) {
    return new WasmBytes().u32(value).toArray();
  }
}
