package graft.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import graft.format.GlobalType;
import graft.format.ModuleReader;
import graft.format.ValType;
import graft.format.Validator;
import graft.runtime.Extern;
import graft.runtime.Func;
import graft.runtime.GlobalCell;
import graft.runtime.Instance;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// Modules with more globals and imported functions than a Java class can have fields (duckdb-mvp
/// exports 9,843 globals).
final class WideInstanceTest {
  private static final int I32 = 0x7f;
  private static final int COUNT = 30_000;

  @Test
  void thirtyThousandGlobals() {
    Sections module = new Sections();
    module.section(1, 1, type -> put(type, 0x60, 1, I32, 1, I32));
    // Imported: an immutable one, and a mutable one for every other global.
    module.section(
        2,
        COUNT / 2 + 1,
        imports -> {
          put(imports, 1, 'm', 1, 'c', 3, I32, 0);
          for (int i = 0; i < COUNT / 2; i++) {
            put(imports, 1, 'm', 1, 'v', 3, I32, 1);
          }
        });
    module.section(3, 1, functions -> put(functions, 0));
    // Defined: private mutable ones, each with its number.
    module.section(
        6,
        COUNT / 2,
        globals -> {
          for (int i = 0; i < COUNT / 2; i++) {
            put(globals, I32, 1, 0x41);
            signed(globals, i);
            put(globals, 0x0b);
          }
        });
    module.section(
        7,
        2,
        exports -> {
          put(exports, 1, 'f', 0, 0);
          put(exports, 1, 'g', 3);
          unsigned(exports, COUNT);
        });
    int lastImport = COUNT / 2;
    module.section(
        10,
        1,
        bodies -> {
          ByteArrayOutputStream code = new ByteArrayOutputStream();
          put(code, 0);
          // The last imported one is increased, the last defined one gets its value times the
          // constant.
          get(code, lastImport);
          put(code, 0x41, 1, 0x6a);
          set(code, lastImport);
          get(code, lastImport);
          get(code, 0);
          put(code, 0x6c);
          set(code, COUNT);
          get(code, COUNT);
          get(code, COUNT - 1);
          put(code, 0x6a, 0x0b);
          unsigned(bodies, code.size());
          bodies.writeBytes(code.toByteArray());
        });
    GlobalCell constant = GlobalCell.i32(false, 7);
    GlobalCell variable = GlobalCell.i32(true, 41);
    List<Extern> imports = new ArrayList<>(Collections.nCopies(COUNT / 2, variable));
    imports.addFirst(constant);

    Instance instance = module.instantiate(imports);

    assertThat(TranslationTest.call(instance, "f", 0)).isEqualTo(42 * 7 + COUNT / 2 - 2);
    assertThat(variable.get()).isEqualTo(42);
    GlobalCell exported = (GlobalCell) Objects.requireNonNull(instance.export("g"));
    assertThat(exported.get()).isEqualTo(42 * 7);
    assertThat(exported.type()).isEqualTo(new GlobalType(ValType.I32, true));
  }

  @Test
  void thirtyThousandImportedFunctions() {
    Sections provider = new Sections();
    provider.section(1, 1, type -> put(type, 0x60, 1, I32, 1, I32));
    provider.section(3, 2, functions -> put(functions, 0, 0));
    provider.section(7, 2, exports -> put(exports, 1, 'a', 0, 0, 1, 'b', 0, 1));
    provider.section(10, 2, bodies -> put(bodies, 4, 0, 0x41, 5, 0x0b, 4, 0, 0x41, 9, 0x0b));
    Instance provided = provider.instantiate(List.of());
    Sections module = new Sections();
    module.section(1, 1, type -> put(type, 0x60, 1, I32, 1, I32));
    module.section(
        2,
        COUNT,
        imports -> {
          for (int i = 0; i < COUNT; i++) {
            put(imports, 1, 'm', 1, 'f', 0, 0);
          }
        });
    module.section(3, 1, functions -> put(functions, 0));
    module.section(
        7,
        1,
        exports -> {
          put(exports, 1, 'f', 0);
          unsigned(exports, COUNT);
        });
    module.section(
        10,
        1,
        bodies -> {
          ByteArrayOutputStream code = new ByteArrayOutputStream();
          put(code, 0, 0x20, 0, 0x10, 0, 0x20, 0, 0x10);
          unsigned(code, COUNT - 1);
          put(code, 0x6b, 0x0b);
          unsigned(bodies, code.size());
          bodies.writeBytes(code.toByteArray());
        });
    Func five = provided.function("a");
    Func nine = provided.function("b");
    List<Extern> imports = new ArrayList<>(Collections.nCopies(COUNT, five));

    Instance instance = module.instantiate(imports);

    assertThat(TranslationTest.call(instance, "f", 0)).isEqualTo(0);
    instance.bindFunction(COUNT - 1, nine);
    assertThat(TranslationTest.call(instance, "f", 0)).isEqualTo(5 - 9);
  }

  private static void get(ByteArrayOutputStream code, int global) {
    put(code, 0x23);
    unsigned(code, global);
  }

  private static void set(ByteArrayOutputStream code, int global) {
    put(code, 0x24);
    unsigned(code, global);
  }

  private static void put(ByteArrayOutputStream out, int... bytes) {
    for (int each : bytes) {
      out.write(each);
    }
  }

  private static void unsigned(ByteArrayOutputStream out, int value) {
    int rest = value;
    while (rest > 0x7f) {
      out.write((rest & 0x7f) | 0x80);
      rest >>= 7;
    }
    out.write(rest);
  }

  private static void signed(ByteArrayOutputStream out, int value) {
    int rest = value;
    while (rest > 63) {
      out.write((rest & 0x7f) | 0x80);
      rest >>= 7;
    }
    out.write(rest);
  }

  /// A module, section by section.
  private static final class Sections {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Sections() {
      out.writeBytes("\0asm\1\0\0\0".getBytes(StandardCharsets.ISO_8859_1));
    }

    void section(int id, int count, Consumer<ByteArrayOutputStream> items) {
      ByteArrayOutputStream contents = new ByteArrayOutputStream();
      unsigned(contents, count);
      items.accept(contents);
      out.write(id);
      unsigned(out, contents.size());
      out.writeBytes(contents.toByteArray());
    }

    Instance instantiate(List<Extern> imports) {
      return Compiler.compile(Validator.validate(ModuleReader.read("wide.wasm", out.toByteArray())))
          .instantiate(imports);
    }
  }
}
