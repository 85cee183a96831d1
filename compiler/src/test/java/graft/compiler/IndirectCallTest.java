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
    return Compiler.compile(TinyModule.valid(module, "indirect.wasm")).instantiate(List.of());
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

  /// `few` calls a slot at one place, with an operand below; `many` at five.
  private static Instance placesThatCall() {
    WasmBytes module = WasmBytes.module();
    module.section(1, 2, types -> types.op(0x60, 2, I32, I32, 1, I32).op(0x60, 1, I32, 1, I32));
    module.section(3, 5, functions -> functions.op(0, 0, 1, 1, 1));
    module.section(4, 1, tables -> tables.op(FUNCREF, 0, 3));
    module.section(
        7, 2, exports -> exports.op(3, 'f', 'e', 'w', 0, 0).op(4, 'm', 'a', 'n', 'y', 0, 1));
    module.section(9, 1, segments -> segments.op(0).constant(0).op(0x0b, 3, 2, 3, 4));
    WasmBytes few = new WasmBytes().get(0).get(0).get(1).op(0x11, 1, 0, 0x6a);
    WasmBytes many = new WasmBytes().get(0);
    for (int i = 0; i < 5; i++) {
      many.get(1).op(0x11, 1, 0);
    }
    module.section(
        10,
        5,
        bodies ->
            bodies
                .body(0, few)
                .body(0, many)
                .body(0, new WasmBytes().get(0).constant(1).op(0x6a))
                .body(0, new WasmBytes().get(0).constant(20).op(0x6a))
                .body(0, new WasmBytes().get(0).constant(30).op(0x6a)));
    return Compiler.compile(TinyModule.valid(module, "places.wasm")).instantiate(List.of());
  }

  @Test
  void functionsOfEvenAndOddIndexAreCalledAtOnePlace() {
    Instance instance = placesThatCall();
    assertThat(instance.function("few").invoke(4, 0)).isEqualTo(9);
    assertThat(instance.function("few").invoke(4, 1)).isEqualTo(28);
    assertThat(instance.function("few").invoke(4, 2)).isEqualTo(38);
  }

  @Test
  void functionsOfEvenAndOddIndexAreCalledAtManyPlaces() {
    Instance instance = placesThatCall();
    assertThat(instance.function("many").invoke(4, 0)).isEqualTo(9);
    assertThat(instance.function("many").invoke(4, 1)).isEqualTo(104);
    assertThat(instance.function("many").invoke(4, 2)).isEqualTo(154);
  }
}
