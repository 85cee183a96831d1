package graft.compiler;

import static graft.compiler.WasmBytes.FUNCREF;
import static graft.compiler.WasmBytes.I32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import graft.runtime.Instance;
import graft.runtime.Trap;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Calls through a table whose functions are made when they are called.
final class IndirectCallTest {
  private static final int F32 = 0x7d;
  private static final int I64 = 0x7e;

  /// `f` calls slot 0 with its own parameter; `g` with a type that no function has.
  private static Instance instance() {
    WasmBytes module = WasmBytes.module();
    module.section(
        1,
        2,
        types ->
            types.op(0x60, 1, I32, 1, I32).op(0x60, 7, F32, I64, F32, I64, F32, I64, I32, 1, I64));
    module.section(3, 3, functions -> functions.op(0, 0, 0));
    module.section(4, 1, tables -> tables.op(FUNCREF, 0, 1));
    module.section(7, 2, exports -> exports.op(1, 'f', 0, 0, 1, 'g', 0, 1));
    module.section(9, 1, segments -> segments.op(0).constant(0).op(0x0b, 1, 2));
    WasmBytes called = new WasmBytes().get(0).constant(0).op(0x11, 0, 0);
    WasmBytes wrong = new WasmBytes();
    for (int i = 0; i < 3; i++) {
      wrong.op(0x43, 0, 0, 0, 0, 0x42, 0);
    }
    wrong.get(0).constant(0).op(0x11, 1, 0, 0xa7);
    WasmBytes plusOne = new WasmBytes().get(0).constant(1).op(0x6a);
    module.section(10, 3, bodies -> bodies.body(0, called).body(0, wrong).body(0, plusOne));
    return Compiler.compile(module.valid("indirect.wasm")).instantiate(List.of());
  }

  @Test
  void aFunctionThatNobodyHasMadeIsCalled() {
    Instance instance = instance();
    assertThat(TranslationTest.call(instance, "f", 41)).isEqualTo(42);
    assertThat(TranslationTest.call(instance, "f", 42)).isEqualTo(43);
  }

  @Test
  void aTypeThatNoFunctionHasIsNamedByTheTrap() {
    assertThatThrownBy(() -> TranslationTest.call(instance(), "g", 1))
        .isInstanceOf(Trap.class)
        .hasMessageContaining("indirect call type mismatch")
        .hasMessageContaining("expected (f32, i64, f32, i64, f32, i64, i32) -> i64")
        .hasMessageContaining("found indirect.wasm!");
  }
}
