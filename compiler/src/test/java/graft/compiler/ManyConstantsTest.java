package graft.compiler;

import static graft.testkit.WasmBytes.FUNCREF;
import static graft.testkit.WasmBytes.I32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import graft.runtime.Instance;
import graft.runtime.Trap;
import graft.testkit.WasmBytes;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A class has 65,535 constants at most: functions and chunks that need more take several classes.
final class ManyConstantsTest {
  private static final int TYPES = 400;
  private static final int RESULTS = 200;

  /// Function `k` calls slot 0 of the table for 200 results, as a type of its own has them: 200
  /// constants. All of these functions are in one chunk.
  private static CompiledModule manyTypes() {
    WasmBytes module = WasmBytes.module();
    module.section(
        1,
        TYPES + 1,
        types -> {
          types.op(0x60, 1, I32, 1, I32);
          for (int k = 0; k < TYPES; k++) {
            types.op(0x60, 0).u32(RESULTS);
            for (int r = 0; r < RESULTS; r++) {
              types.op(isLong(k, r) ? 0x7e : I32);
            }
          }
        });
    // f, those with many constants, one with a tail call, and one that gives the results.
    module.section(
        3,
        TYPES + 3,
        functions -> {
          functions.u32(0);
          for (int k = 0; k < TYPES; k++) {
            functions.u32(k + 1);
          }
          functions.u32(TYPES).u32(TYPES);
        });
    module.section(4, 1, tables -> tables.op(FUNCREF, 0, 1));
    module.section(
        7,
        4,
        exports ->
            exports
                .name("f")
                .op(0, 0)
                .name("first")
                .op(0, 1)
                .name("last")
                .op(0)
                .u32(TYPES)
                .name("tail")
                .op(0)
                .u32(TYPES + 1));
    module.section(9, 1, elements -> elements.op(0, 0x41, 0, 0x0b, 1).u32(TYPES + 2));
    module.section(
        10,
        TYPES + 3,
        bodies -> {
          bodies.body(0, new WasmBytes().op(0x20, 0));
          for (int k = 0; k < TYPES; k++) {
            bodies.body(0, new WasmBytes().constant(0).op(0x11).u32(k + 1).op(0));
          }
          bodies.body(0, new WasmBytes().constant(0).op(0x13).u32(TYPES).op(0));
          WasmBytes results = new WasmBytes();
          for (int r = 0; r < RESULTS; r++) {
            results.constant(r);
            if (isLong(TYPES - 1, r)) {
              results.op(0xac);
            }
          }
          bodies.body(0, results);
        });
    return Compiler.compile(TinyModule.valid(module, "types.wasm"));
  }

  private static boolean isLong(int type, int result) {
    return result < 10 && (type >> result & 1) != 0;
  }

  @Test
  void functionsOfAChunkWithTooManyConstantsAreInFurtherClasses() {
    CompiledModule module = manyTypes();
    TranslationReport report = module.translateAll(true);
    assertThat(report.largeMethods()).isEmpty();

    Instance instance = module.instantiate(List.of());

    assertThat(TranslationTest.call(instance, "f", 7)).isEqualTo(7);
    for (String name : List.of("last", "tail")) {
      Object[] results = (Object[]) instance.function(name).invoke();
      assertThat(results).hasSize(RESULTS);
      assertThat(results[RESULTS - 1]).isEqualTo(RESULTS - 1);
      assertThat(results[8]).isEqualTo(8L);
    }
    assertThatThrownBy(() -> instance.function("first").invoke())
        .isInstanceOf(Trap.class)
        .hasMessageContaining("indirect call type mismatch");
  }

  /// One function without structure to cut it by, in which the ways that are tried first fail on
  /// constants.
  @Test
  void aFunctionWithAHundredThousandConstants() {
    int count = 120_000;
    int locals = 300;
    WasmBytes code = new WasmBytes();
    for (int k = 0; k < count; k++) {
      // if (x == K) local = x + local
      int local = 1 + k % locals;
      code.op(0x20, 0).constant(100_000 + 3 * k).op(0x46, 0x04, 0x40).op(0x20, 0).op(0x20);
      code.u32(local).op(0x6a, 0x21).u32(local).op(0x0b);
    }
    code.op(0x20).u32(1);
    for (int local = 2; local <= locals; local++) {
      code.op(0x20).u32(local).op(0x6a);
    }
    WasmBytes module = WasmBytes.module();
    module.section(1, 1, types -> types.op(0x60, 1, I32, 1, I32));
    module.section(3, 2, functions -> functions.op(0, 0));
    module.section(7, 2, exports -> exports.name("f").op(0, 0).name("g").op(0, 1));
    module.section(10, 2, bodies -> bodies.body(0, new WasmBytes().op(0x20, 0)).body(locals, code));
    CompiledModule compiled = Compiler.compile(TinyModule.valid(module, "constants.wasm"));
    TranslationReport report = compiled.translateAll(true);
    assertThat(report.largeMethods()).isEmpty();

    Instance instance = compiled.instantiate(List.of());

    assertThat(TranslationTest.call(instance, "f", 5)).isEqualTo(5);
    assertThat(TranslationTest.call(instance, "g", 100_000)).isEqualTo(100_000);
    assertThat(TranslationTest.call(instance, "g", 459_997)).isEqualTo(459_997);
    assertThat(TranslationTest.call(instance, "g", 459_998)).isEqualTo(0);
  }
}
