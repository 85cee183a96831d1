package graft.compiler;

import static graft.compiler.TinyModule.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import graft.runtime.Budget;
import graft.runtime.Instance;
import graft.runtime.Trap;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What translation promises, on modules of a few functions.
final class TranslationTest {
  /// `x = (x + 1) ^ 63`, over and over.
  private static int[] longCode(int times) {
    int[] step = {LOCAL_GET, 0, I32_CONST, 1, I32_ADD, I32_CONST, 63, I32_XOR, LOCAL_SET, 0};
    int[] code = repeat(step, times);
    return join(code, new int[] {LOCAL_GET, 0});
  }

  private static int afterLongCode(int x, int times) {
    int result = x;
    for (int i = 0; i < times; i++) {
      result = (result + 1) ^ 63;
    }
    return result;
  }

  private static int[] repeat(int[] code, int times) {
    return IntStream.range(0, times).flatMap(_ -> Arrays.stream(code)).toArray();
  }

  private static int[] join(int[]... parts) {
    return Arrays.stream(parts).flatMapToInt(Arrays::stream).toArray();
  }

  private static Instance instance(TinyModule module, CompilerOptions options) {
    return Compiler.compile(module.valid(), options).instantiate(List.of());
  }

  private static Instance instance(TinyModule module) {
    return instance(module, CompilerOptions.DEFAULT);
  }

  private static Object call(Instance instance, String name, int argument) {
    Object result = instance.function(name).invoke(argument);
    assertThat(result).isNotNull();
    return result;
  }

  @Test
  void onlyChunksThatRunAreTranslated() {
    Instance instance =
        instance(new TinyModule().function(longCode(2_000)).function(longCode(2_000)));
    ModuleLoader loader = (ModuleLoader) instance.getClass().getClassLoader();

    call(instance, "f1", 0);

    assertThat(loader.isTranslated(1)).isTrue();
    assertThat(loader.isTranslated(0)).isFalse();
  }

  @Test
  void translatingTwiceGivesTheSameBytes() {
    TinyModule module = new TinyModule().function(longCode(3_000)).function(LOCAL_GET, 0);

    Map<String, byte[]> once = chunkZero(module);
    Map<String, byte[]> again = chunkZero(module);

    assertThat(once.keySet()).containsExactlyElementsOf(again.keySet());
    once.forEach((name, bytes) -> assertThat(again.get(name)).as(name).isEqualTo(bytes));
  }

  private static Map<String, byte[]> chunkZero(TinyModule module) {
    ModuleNames names = new ModuleNames(module.valid().module());
    return new ChunkTranslator(names, CompilerOptions.DEFAULT, 0).translate();
  }

  @Test
  void aLargeFunctionBecomesMethodsThatHotSpotCompiles() {
    TinyModule module = new TinyModule().function(longCode(3_000));

    TranslationReport report = Compiler.compile(module.valid()).translateAll(true);

    assertThat(report.largeMethods()).isEmpty();
    assertThat(report.methods()).isGreaterThan(1);
  }

  @Test
  void aLargeFunctionGivesWhatItGaveInOnePiece() {
    assertThat(call(instance(new TinyModule().function(longCode(3_000))), "f0", 17))
        .isEqualTo(afterLongCode(17, 3_000));
  }

  @Test
  void aHandlerSeesTheLocalsThatAPartChangedBeforeItThrew() {
    TinyModule module =
        new TinyModule()
            .function(
                join(
                    new int[] {TRY, NOTHING},
                    longCodeWithoutResult(100),
                    new int[] {BLOCK, NOTHING, LOCAL_GET, 0, BR_IF, 0, THROW, 0, END},
                    longCodeWithoutResult(100),
                    new int[] {THROW, 0, CATCH_ALL, END, LOCAL_GET, 0}));
    CompilerOptions small = CompilerOptions.DEFAULT.withMethodLimit(300);

    assertThat(call(instance(module, small), "f0", 5)).isEqualTo(afterLongCode(5, 200));
    assertThat(Compiler.compile(module.valid(), small).translateAll(true).methods())
        .isGreaterThan(1);
  }

  private static int[] longCodeWithoutResult(int times) {
    int[] code = longCode(times);
    return Arrays.copyOf(code, code.length - 2);
  }

  @Test
  void aPartThatLeavesForALabelWithAValueTakesItAlong() {
    // f(x) = 7 + (block: if x leave with x; ...; x) where 7 waits on the stack below
    TinyModule module =
        new TinyModule()
            .function(
                join(
                    new int[] {I32_CONST, 7, BLOCK, I32, I32_CONST, 9, BLOCK, NOTHING},
                    longCodeWithoutResult(100),
                    new int[] {LOCAL_GET, 0, LOCAL_GET, 0, BR_IF, 1, LOCAL_SET, 0},
                    longCodeWithoutResult(100),
                    new int[] {END, LOCAL_GET, 0, I32_ADD, END, I32_ADD}));

    assertThat(call(instance(module, CompilerOptions.DEFAULT.withMethodLimit(300)), "f0", 5))
        .isEqualTo(7 + afterLongCode(5, 100));
  }

  @Test
  void aTrapNamesModuleAndFunctionOnce() {
    Instance instance =
        instance(new TinyModule().function(UNREACHABLE).function(LOCAL_GET, 0, CALL, 0));

    assertThatThrownBy(() -> call(instance, "f1", 0))
        .isInstanceOfSatisfying(
            Trap.class,
            trap -> {
              assertThat(trap.getMessage()).startsWith("unreachable");
              assertThat(trap.wasmStack()).hasSize(2);
              assertThat(trap.wasmStack().get(0).module()).contains("tiny.wasm");
              assertThat(trap.wasmStack().get(0).index()).isZero();
              assertThat(trap.wasmStack().get(1).index()).isEqualTo(1);
            });
  }

  @Test
  void aStackOverflowIsATrapAndLeavesTheInstanceUsable() {
    Instance instance =
        instance(new TinyModule().function(LOCAL_GET, 0, CALL, 0).function(LOCAL_GET, 0));

    assertThatThrownBy(() -> call(instance, "f0", 0))
        .isInstanceOf(Trap.class)
        .hasMessageStartingWith("call stack exhausted");

    assertThat(call(instance, "f1", 3)).isEqualTo(3);
  }

  /// f0 counts down to 0 by calling f1, which calls f0 back.
  @Test
  void aMillionTailCallsTakeNoStack() {
    int[] countDown = {
      BLOCK,
      NOTHING,
      LOCAL_GET,
      0,
      BR_IF,
      0,
      I32_CONST,
      42,
      0x0f,
      END,
      LOCAL_GET,
      0,
      I32_CONST,
      0x7f,
      I32_ADD,
      RETURN_CALL
    };
    TinyModule module =
        new TinyModule()
            .function(join(countDown, new int[] {1}))
            .function(join(countDown, new int[] {0}));

    assertThat(call(instance(module), "f0", 1_000_000)).isEqualTo(42);
  }

  private static TinyModule endless() {
    return new TinyModule().function(LOOP, NOTHING, BR, 0, END, UNREACHABLE);
  }

  @Test
  void anEndlessLoopEndsWithItsBudget() {
    Instance instance = instance(endless(), CompilerOptions.INTERRUPTIBLE);
    instance.budget = new Budget(100_000);

    assertThatThrownBy(() -> call(instance, "f0", 0))
        .isInstanceOf(Trap.class)
        .hasMessageStartingWith("budget exhausted");
  }

  @Test
  void anEndlessLoopEndsWhenItsThreadIsInterrupted() {
    Instance instance = instance(endless(), CompilerOptions.INTERRUPTIBLE);
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> call(instance, "f0", 0))
          .isInstanceOf(Trap.class)
          .hasMessageStartingWith("interrupted");
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }
}
