package graft.format;

/// Modules for tests.
final class Samples {
  private Samples() {}

  /// A valid module with all sections, all kinds of segments, two of everything, and names.
  static Bytes everything() {
    return Bytes.module()
        .custom("dylink.0", dylink())
        .section(1, types())
        .section(2, imports())
        .section(3, 2, 0, 1)
        .section(4, 1, 0x6f, 0, 3)
        .section(5, 1, 5, 0, 16)
        .section(13, 1, 0, 2)
        .section(6, globals())
        .section(7, exports())
        .section(8, 1)
        .section(9, elements())
        .section(12, 3)
        .section(10, code())
        .section(11, data())
        .custom("name", names())
        .custom("producers", producers())
        .custom("target_features", Bytes.empty().add(2, '+').name("simd128").add('-').name("a"));
  }

  static Bytes dylink() {
    return Bytes.empty()
        .section(1, Bytes.empty().u32(1000).add(4).u32(200).add(0))
        .section(2, Bytes.empty().add(2).name("liba.so").name("libb.so"))
        .section(3, Bytes.empty().add(1).name("run").u32(0x100))
        .section(4, Bytes.empty().add(1).name("env").name("f").add(1))
        .section(5, Bytes.empty().add(1).name("$ORIGIN/lib"))
        .section(6, Bytes.empty().name("wasm32"))
        .section(99, 1, 2, 3);
  }

  private static Bytes types() {
    return Bytes.empty()
        .add(4)
        .add(0x60, 0, 0)
        .add(0x60, 2, 0x7f, 0x7e, 1, 0x7d)
        .add(0x60, 1, 0x7f, 0)
        .add(0x60, 0, 2, 0x7f, 0x7f);
  }

  private static Bytes imports() {
    return Bytes.empty()
        .add(6)
        .add(named("env", "f", 0, 2))
        .add(named("env", "t", 1, 0x70, 1, 1, 2))
        .add(named("env", "m", 2, 3, 1, 2))
        .add(named("env", "g", 3, 0x7f, 1))
        .add(named("env", "e", 4, 0, 2))
        .add(named("GOT.mem", "x", 3, 0x7f, 1));
  }

  private static Bytes named(String module, String name, int... type) {
    return Bytes.empty().name(module).name(name).add(type);
  }

  private static Bytes globals() {
    return Bytes.empty()
        .add(2)
        .add(0x7f, 0)
        .instructions("i32.const 20", "i32.const 22", "i32.add", "end")
        .add(0x70, 1)
        .instructions("ref.func 1", "end");
  }

  private static Bytes exports() {
    return Bytes.empty()
        .add(3)
        .add(Bytes.empty().name("run").add(0, 1))
        .add(Bytes.empty().name("memory").add(2, 0))
        .add(Bytes.empty().name("größe").add(3, 2));
  }

  private static Bytes elements() {
    return Bytes.empty()
        .add(8)
        .add(0)
        .instructions("i32.const 0", "end")
        .add(2, 0, 1)
        .add(1, 0, 1, 2)
        .add(2, 0)
        .instructions("i32.const 0", "end")
        .add(0, 1, 2)
        .add(3, 0, 1, 2)
        .add(4)
        .instructions("i32.const 0", "end")
        .add(2)
        .instructions("ref.func 2", "end", "ref.null 0x70", "end")
        .add(5, 0x70, 1)
        .instructions("ref.null 0x70", "end")
        .add(6, 1)
        .instructions("i32.const 0", "end")
        .add(0x6f, 1)
        .instructions("ref.null 0x6f", "end")
        .add(7, 0x70, 1)
        .instructions("ref.null 0x70", "end");
  }

  private static Bytes code() {
    Bytes first =
        Bytes.empty()
            .add(0)
            .instructions(
                "try 0x40",
                "i32.const 7",
                "throw 1",
                "catch 0",
                "call 0",
                "catch_all",
                "rethrow 0",
                "end",
                "i32.const 0",
                "v128.load 4 0",
                "i32.const 1",
                "i8x16.splat",
                "i8x16.shuffle 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 31",
                "drop",
                "end");
    Bytes second =
        Bytes.empty()
            .add(2, 2, 0x7f, 3, 0x7e)
            .instructions(
                "block 0x40",
                "loop 0x40",
                "local.get 0",
                "br_table 2 0 1 0",
                "end",
                "end",
                "i64.const 8",
                "i64.load 0x43 1 16",
                "local.set 4",
                "local.get 0",
                "if 0x7d",
                "f32.const 0 0 0xc0 0x7f",
                "else",
                "f32.const 0 0 0x80 0x3f",
                "end",
                "end");
    return Bytes.empty().add(2).sized(first).sized(second);
  }

  private static Bytes data() {
    return Bytes.empty()
        .add(3)
        .add(0)
        .instructions("i32.const 16", "end")
        .name("hello")
        .add(1)
        .name("passive")
        .add(2, 1)
        .instructions("i64.const 0", "end")
        .name("\"quoted\"\n");
  }

  private static Bytes names() {
    return Bytes.empty()
        .section(0, Bytes.empty().name("sample"))
        .section(1, Bytes.empty().add(1, 2).name("named two"))
        .section(2, Bytes.empty().add(1, 2, 1, 1).name("count"))
        .section(7, Bytes.empty().add(1, 2).name("answer"));
  }

  private static Bytes producers() {
    return Bytes.empty()
        .add(2)
        .name("language")
        .add(1)
        .name("C11")
        .name("")
        .name("processed-by")
        .add(2)
        .name("clang")
        .name("22.1")
        .name("graft")
        .name("0.1");
  }
}
