package graft.compiler;

import static graft.testkit.WasmBytes.I32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import graft.format.InvalidModuleException;
import graft.runtime.Instance;
import graft.runtime.Trap;
import graft.testkit.WasmBytes;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Functions that no compiler makes, or hardly any: each is translated to methods that HotSpot
/// compiles, and gives what it should.
final class ExtremeFunctionTest {
  /// A module with one function that takes an i32 and gives one, a memory of a page and a tag
  /// without values. The function's other locals are i32.
  private static WasmBytes module(int locals, WasmBytes code) {
    return WasmBytes.module()
        .section(1, 2, types -> types.op(0x60, 1, I32, 1, I32, 0x60, 0, 0))
        .section(3, 1, functions -> functions.op(0))
        .section(5, 1, memories -> memories.op(0, 1))
        .section(13, 1, tags -> tags.op(0, 1))
        .section(7, 1, exports -> exports.op(1, 'f', 0, 0))
        .section(10, 1, bodies -> bodies.body(locals, code));
  }

  private static CompiledModule compiled(int locals, WasmBytes code) {
    CompiledModule module =
        Compiler.compile(TinyModule.valid(module(locals, code), "extreme.wasm"));
    TranslationReport report = module.translateAll(true);
    assertThat(report.largeMethods()).isEmpty();
    assertThat(report.methods()).isGreaterThan(1);
    return module;
  }

  private static int call(CompiledModule module, int argument) {
    return (Integer) TranslationTest.call(module.instantiate(List.of()), "f", argument);
  }

  @Test
  void twoThousandLocalsLiveAcrossBranches() {
    int count = 2_000;
    WasmBytes code = new WasmBytes();
    for (int k = 1; k <= count; k++) {
      code.get(0).constant(k).op(0x6a).set(k);
    }
    for (int round = 0; round < 3; round++) {
      for (int k = 1; k <= count; k++) {
        // Block: where the local is even, the next one is added.
        code.op(0x02, 0x40).get(k).constant(1).op(0x71, 0x0d, 0);
        code.get(k).get(k % count + 1).op(0x6a).set(k).op(0x0b);
      }
    }
    code.get(1);
    for (int k = 2; k <= count; k++) {
      code.get(k).op(0x73);
    }
    int[] locals = new int[count + 1];
    for (int k = 1; k <= count; k++) {
      locals[k] = 5 + k;
    }
    for (int round = 0; round < 3; round++) {
      for (int k = 1; k <= count; k++) {
        locals[k] += (locals[k] & 1) == 0 ? locals[k % count + 1] : 0;
      }
    }
    int expected = 0;
    for (int local : locals) {
      expected ^= local;
    }

    assertThat(call(compiled(count, code), 5)).isEqualTo(expected);
  }

  @Test
  void aSwitchWithTenThousandArms() {
    int arms = 10_000;
    WasmBytes code = new WasmBytes();
    for (int k = 0; k <= arms; k++) {
      code.op(0x02, 0x40);
    }
    code.get(0).op(0x0e).u32(arms);
    for (int k = 0; k <= arms; k++) {
      code.u32(k);
    }
    for (int k = 0; k < arms; k++) {
      code.op(0x0b).constant(3 * k + 1).set(1).op(0x0c).u32(arms - k - 1);
    }
    code.op(0x0b).get(1);
    CompiledModule module = compiled(1, code);

    assertThat(call(module, 0)).isEqualTo(1);
    assertThat(call(module, 9_999)).isEqualTo(29_998);
    assertThat(call(module, 10_001)).isEqualTo(0);
    assertThat(call(module, -1)).isEqualTo(0);
  }

  @Test
  void oneExpressionOfAMegabyte() {
    int times = 300_000;
    WasmBytes code = new WasmBytes().get(0);
    int expected = 11;
    for (int k = 0; k < times; k++) {
      code.constant(k & 63).op((k & 1) == 0 ? 0x6a : 0x73);
      expected = (k & 1) == 0 ? expected + (k & 63) : expected ^ (k & 63);
    }

    assertThat(call(compiled(0, code), 11)).isEqualTo(expected);
  }

  @Test
  void twentyThousandOperandsWait() {
    int count = 20_000;
    WasmBytes code = new WasmBytes();
    for (int k = 0; k < count; k++) {
      code.get(0);
    }
    for (int k = 1; k < count; k++) {
      code.op(0x6a);
    }

    assertThat(call(compiled(0, code), 3)).isEqualTo(60_000);
  }

  @Test
  void fiveThousandConstructsWithinEachOther() {
    int depth = 5_000;
    WasmBytes code = new WasmBytes();
    for (int k = 0; k < depth; k++) {
      // Every other one is an if that is taken.
      code.get(0).op(0x04, 0x40).get(1).constant(1).op(0x6a).set(1);
    }
    for (int k = 0; k < depth; k++) {
      code.get(1).constant(2).op(0x6a).set(1).op(0x0b);
    }
    code.get(1);

    assertThat(call(compiled(1, code), 3)).isEqualTo(3 * depth);
  }

  /// Nothing may go down into constructs by recursion: not the reader, the validator, the planner
  /// or the emitters.
  @Test
  void constructsWithinEachOtherNeedNoStack() throws InterruptedException {
    for (int depth : new int[] {2_990, 30_000}) {
      WasmBytes code = new WasmBytes();
      for (int k = 0; k < depth; k++) {
        switch (k % 3) {
          case 0 -> code.op(0x02, 0x40);
          case 1 -> code.op(0x03, 0x40);
          default -> code.get(0).op(0x04, 0x40);
        }
        code.get(1).constant(1).op(0x6a).set(1);
      }
      for (int k = 0; k < depth; k++) {
        code.op(0x0b);
      }
      code.get(1);
      int[] result = new int[1];
      Throwable[] thrown = new Throwable[1];
      Thread small =
          new Thread(
              null,
              () -> {
                result[0] = call(compiled(1, code), 3);
              },
              "small",
              256 << 10);
      small.setUncaughtExceptionHandler((_, e) -> thrown[0] = e);
      small.start();
      small.join();
      assertThat(thrown[0]).isNull();
      assertThat(result[0]).isEqualTo(depth);
    }
  }

  @Test
  void aLoopWithFiveThousandCalls() {
    int calls = 5_000;
    // f(0) = 1; f(x) = the sum of 5,000 f(0), x times
    WasmBytes code = new WasmBytes().get(0).op(0x45, 0x04, 0x40).constant(1).op(0x0f, 0x0b);
    code.op(0x03, 0x40);
    for (int k = 0; k < calls; k++) {
      code.constant(0).op(0x10, 0).get(1).op(0x6a).set(1);
    }
    code.get(0).constant(-1).op(0x6a, 0x22, 0, 0x0d, 0, 0x0b).get(1);

    assertThat(call(compiled(1, code), 3)).isEqualTo(3 * calls);
  }

  @Test
  void handlersWithinHandlersOfALargeFunction() {
    int depth = 300;
    WasmBytes code = new WasmBytes();
    for (int k = 0; k < depth; k++) {
      code.op(0x06, 0x40);
      for (int n = 0; n < 20; n++) {
        code.get(1).constant(1).op(0x6a).set(1);
      }
    }
    code.op(0x08, 0);
    for (int k = 0; k < depth; k++) {
      // catch: count by 1,000; throw again, but for the outermost
      code.op(0x07, 0).get(1).constant(1_000).op(0x6a).set(1);
      if (k < depth - 1) {
        code.op(0x09, 0);
      }
      code.op(0x0b);
    }
    code.get(1);

    assertThat(call(compiled(1, code), 0)).isEqualTo(20 * depth + 1_000 * depth);
  }

  /// An access at 16 proved that the local is a small address by now; the value that was pushed
  /// before is none.
  @Test
  void anAddressThatWasPushedEarlierIsStillChecked() {
    WasmBytes code = new WasmBytes().get(0).constant(0).op(0x40, 0, 0x1a).constant(16).set(0);
    code.get(0).op(0x28, 2, 0, 0x1a).op(0x28, 2, 8);
    CompiledModule module = Compiler.compile(TinyModule.valid(module(0, code), "early.wasm"));

    assertThat(call(module, 4)).isEqualTo(0);
    assertThatThrownBy(() -> call(module, -4))
        .isInstanceOf(Trap.class)
        .hasMessageContaining("out of bounds memory access");
  }

  /// Type 0 is `(i32) -> i32`, type 1 has 300 parameters.
  private static WasmBytes withWideType() {
    return WasmBytes.module()
        .section(
            1,
            2,
            types -> {
              types.op(0x60, 1, I32, 1, I32, 0x60).u32(300);
              for (int k = 0; k < 300; k++) {
                types.op(I32);
              }
              types.op(1, I32);
            });
  }

  /// Pushes 300 numbers.
  private static WasmBytes wideArguments() {
    WasmBytes code = new WasmBytes();
    for (int k = 0; k < 300; k++) {
      code.constant(k);
    }
    return code;
  }

  @Test
  void typesThatTheJvmCannotHaveDoNoHarmWhereNoFunctionHasThem() {
    WasmBytes module = withWideType();
    module.section(3, 1, functions -> functions.op(0));
    module.section(7, 1, exports -> exports.op(1, 'f', 0, 0));
    // A block of that type.
    WasmBytes code = wideArguments().op(0x02, 1);
    for (int k = 1; k < 300; k++) {
      code.op(0x6a);
    }
    module.section(10, 1, bodies -> bodies.body(0, code.op(0x0b)));

    Instance instance = Compiler.compile(TinyModule.valid(module, "w")).instantiate(List.of());

    assertThat(TranslationTest.call(instance, "f", 0)).isEqualTo(300 * 299 / 2);
  }

  @Test
  void onlyWhoCallsAFunctionOfMoreParametersThanTheJvmAllowsTraps() {
    WasmBytes module = withWideType();
    module.section(3, 4, functions -> functions.op(0, 0, 0, 1));
    module.section(4, 1, tables -> tables.op(0x70, 0, 1));
    module.section(
        7, 4, exports -> exports.op(1, 'f', 0, 0, 1, 'c', 0, 1, 1, 'i', 0, 2, 1, 'w', 0, 3));
    module.section(9, 1, segments -> segments.op(0).constant(0).op(0x0b, 1, 3));
    module.section(
        10,
        4,
        bodies ->
            bodies
                .body(0, new WasmBytes().get(0))
                .body(0, wideArguments().op(0x10, 3))
                .body(0, wideArguments().constant(0).op(0x11, 1, 0))
                .body(0, new WasmBytes().get(299)));

    CompiledModule compiled = Compiler.compile(TinyModule.valid(module, "w"));
    Instance instance = compiled.instantiate(List.of());

    assertThat(TranslationTest.call(instance, "f", 5)).isEqualTo(5);
    for (String each : List.of("c", "i")) {
      assertThatThrownBy(() -> TranslationTest.call(instance, each, 5))
          .isInstanceOf(Trap.class)
          .hasMessageContaining("calls one that has more parameters or results than a method")
          .hasMessageContaining("300 and 1, at most 250")
          .hasMessageContaining("at offset 0x");
    }
    Object[] arguments = Collections.nCopies(300, 1).toArray();
    assertThatThrownBy(() -> instance.function("w").invoke(arguments))
        .isInstanceOf(Trap.class)
        .hasMessageContaining("function w has more parameters or results than a method");
    assertThat(instance.exports()).hasSize(4);
    assertThat(compiled.translateAll(true).refused()).hasSize(1);
    assertThat(TranslationTest.call(instance, "f", 6)).isEqualTo(6);
  }

  @Test
  void aFunctionOfMoreParametersThanTheJvmAllowsMayBeLookedAt() {
    WasmBytes module = withWideType();
    module.section(3, 2, functions -> functions.op(0, 1));
    module.section(4, 1, tables -> tables.op(0x70, 0, 4));
    // A global, and a segment of expressions, each with the reference.
    module.section(6, 1, globals -> globals.op(0x70, 0, 0xd2, 1, 0x0b));
    module.section(7, 1, exports -> exports.op(1, 'f', 0, 0));
    module.section(9, 1, segments -> segments.op(4).constant(0).op(0x0b, 1, 0xd2, 1, 0x0b));
    // table.copy 1 0 1; what table.get 1 gives, the function itself and the global are not null.
    WasmBytes code = new WasmBytes().constant(1).constant(0).constant(1).op(0xfc, 14, 0, 0);
    code.constant(1).op(0x25, 0, 0xd1, 0xd2, 1, 0xd1, 0x6a, 0x23, 0, 0xd1, 0x6a);
    module.section(10, 2, bodies -> bodies.body(0, code).body(0, new WasmBytes().get(299)));

    Instance instance = Compiler.compile(TinyModule.valid(module, "w")).instantiate(List.of());

    assertThat(TranslationTest.call(instance, "f", 0)).isEqualTo(0);
  }

  @Test
  void anImportOfMoreParametersThanTheJvmAllowsIsRefused() {
    WasmBytes module = withWideType();
    module.section(2, 1, imports -> imports.op(1, 'e', 1, 'f', 0, 1));

    assertThatThrownBy(() -> Compiler.compile(TinyModule.valid(module, "w")))
        .isInstanceOf(InvalidModuleException.class)
        .hasMessageContaining("w: cannot be run here: the import e.f of type 1 has more parameters")
        .hasMessageContaining("(function 0 $f, at offset 0x");
  }
}
