package graft.compiler;

import static graft.testkit.WasmBytes.I32;
import static org.assertj.core.api.Assertions.assertThat;

import graft.format.GlobalType;
import graft.format.ValType;
import graft.runtime.Extern;
import graft.runtime.Func;
import graft.runtime.GlobalCell;
import graft.runtime.Instance;
import graft.testkit.WasmBytes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// Modules with more globals and imported functions than a Java class can have fields (duckdb-mvp
/// exports 9,843 globals).
final class WideInstanceTest {
  private static final int COUNT = 30_000;

  @Test
  void thirtyThousandGlobals() {
    WasmBytes module = WasmBytes.module();
    module.section(1, 1, type -> type.op(0x60, 1, I32, 1, I32));
    // Imported: an immutable one, and a mutable one for every other global.
    module.section(
        2,
        COUNT / 2 + 1,
        imports -> {
          imports.op(1, 'm', 1, 'c', 3, I32, 0);
          for (int i = 0; i < COUNT / 2; i++) {
            imports.op(1, 'm', 1, 'v', 3, I32, 1);
          }
        });
    module.section(3, 1, functions -> functions.op(0));
    // Defined: private mutable ones, each with its number.
    module.section(
        6,
        COUNT / 2,
        globals -> {
          for (int i = 0; i < COUNT / 2; i++) {
            globals.op(I32, 1).constant(i).op(0x0b);
          }
        });
    module.section(
        7,
        2,
        exports -> {
          exports.op(1, 'f', 0, 0);
          exports.op(1, 'g', 3).u32(COUNT);
        });
    int lastImport = COUNT / 2;
    module.section(
        10,
        1,
        bodies -> {
          WasmBytes code = new WasmBytes();
          // The last imported one is increased, the last defined one gets its value times the
          // constant.
          globalGet(code, lastImport).constant(1).op(0x6a);
          globalSet(code, lastImport);
          globalGet(code, lastImport);
          globalGet(code, 0).op(0x6c);
          globalSet(code, COUNT);
          globalGet(code, COUNT);
          globalGet(code, COUNT - 1).op(0x6a);
          bodies.body(0, code);
        });
    GlobalCell constant = GlobalCell.i32(false, 7);
    GlobalCell variable = GlobalCell.i32(true, 41);
    List<Extern> imports = new ArrayList<>(Collections.nCopies(COUNT / 2, variable));
    imports.addFirst(constant);

    Instance instance = instantiate(module, imports);

    assertThat(TranslationTest.call(instance, "f", 0)).isEqualTo(42 * 7 + COUNT / 2 - 2);
    assertThat(variable.get()).isEqualTo(42);
    GlobalCell exported = (GlobalCell) Objects.requireNonNull(instance.export("g"));
    assertThat(exported.get()).isEqualTo(42 * 7);
    assertThat(exported.type()).isEqualTo(new GlobalType(ValType.I32, true));
  }

  @Test
  void thirtyThousandImportedFunctions() {
    WasmBytes provider = WasmBytes.module();
    provider.section(1, 1, type -> type.op(0x60, 1, I32, 1, I32));
    provider.section(3, 2, functions -> functions.op(0, 0));
    provider.section(7, 2, exports -> exports.op(1, 'a', 0, 0, 1, 'b', 0, 1));
    provider.section(
        10,
        2,
        bodies -> bodies.body(0, new WasmBytes().constant(5)).body(0, new WasmBytes().constant(9)));
    Instance provided = instantiate(provider, List.of());
    WasmBytes module = WasmBytes.module();
    module.section(1, 1, type -> type.op(0x60, 1, I32, 1, I32));
    module.section(
        2,
        COUNT,
        imports -> {
          for (int i = 0; i < COUNT; i++) {
            imports.op(1, 'm', 1, 'f', 0, 0);
          }
        });
    module.section(3, 1, functions -> functions.op(0));
    module.section(
        7,
        1,
        exports -> {
          exports.op(1, 'f', 0).u32(COUNT);
        });
    module.section(
        10,
        1,
        bodies -> {
          WasmBytes code = new WasmBytes();
          code.get(0).op(0x10).u32(0).get(0).op(0x10).u32(COUNT - 1).op(0x6b);
          bodies.body(0, code);
        });
    Func five = provided.function("a");
    Func nine = provided.function("b");
    List<Extern> imports = new ArrayList<>(Collections.nCopies(COUNT, five));

    Instance instance = instantiate(module, imports);

    assertThat(TranslationTest.call(instance, "f", 0)).isEqualTo(0);
    instance.bindFunction(COUNT - 1, nine);
    assertThat(TranslationTest.call(instance, "f", 0)).isEqualTo(5 - 9);
  }

  private static WasmBytes globalGet(WasmBytes code, int global) {
    return code.op(0x23).u32(global);
  }

  private static WasmBytes globalSet(WasmBytes code, int global) {
    return code.op(0x24).u32(global);
  }

  private static Instance instantiate(WasmBytes module, List<Extern> imports) {
    return Compiler.compile(TinyModule.valid(module, "wide.wasm")).instantiate(imports);
  }
}
