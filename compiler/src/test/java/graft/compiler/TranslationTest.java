package graft.compiler;

import static graft.compiler.TinyModule.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import graft.runtime.Budget;
import graft.runtime.Instance;
import graft.runtime.Trap;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.attribute.StackMapFrameInfo;
import java.lang.classfile.instruction.BranchInstruction;
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

  static Object call(Instance instance, String name, int argument) {
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

  @Test
  void theAddressOfAStoreTrapsOnlyAfterItsValueIsComputed() {
    int[] address = {LOCAL_GET, 0};
    int[] quotient = {I32_CONST, 1, LOCAL_GET, 0, I32_CONST, 8, I32_ADD, I32_DIV_S};
    int[] quiet = {LOCAL_GET, 0, I32_LOAD, 2, 4};
    int[] store = {I32_STORE, 2, 4};
    int[] rest = longCode(100);
    TinyModule module =
        new TinyModule()
            .function(join(address, quotient, store, rest))
            .function(join(address, quiet, store, rest));
    Instance instance = instance(module, CompilerOptions.DEFAULT.withMethodLimit(300));

    assertThat(call(instance, "f0", 16)).isEqualTo(afterLongCode(16, 100));
    assertThat(call(instance, "f1", 16)).isEqualTo(afterLongCode(16, 100));
    assertThatThrownBy(() -> call(instance, "f0", -8)).hasMessage("integer divide by zero");
    assertThatThrownBy(() -> call(instance, "f0", -9)).hasMessage("out of bounds memory access");
    assertThatThrownBy(() -> call(instance, "f1", -8)).hasMessage("out of bounds memory access");
    assertThatThrownBy(() -> call(instance, "f1", Integer.MAX_VALUE))
        .hasMessage("out of bounds memory access");
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

  /// f(x) = 7 + (block: 9 + (loop: until --x is 0; leave the block with 20 if x ^ `leave`; 20))
  private static int[] loopOnOperands(int leave) {
    int[] countDown = {
      LOCAL_GET, 0, I32_CONST, 0x7f, I32_ADD, LOCAL_SET, 0, LOCAL_GET, 0, BR_IF, 0
    };
    return join(
        new int[] {I32_CONST, 7, BLOCK, I32, I32_CONST, 9, LOOP, I32},
        countDown,
        new int[] {I32_CONST, 20, LOCAL_GET, 0, I32_CONST, leave, I32_XOR, BR_IF, 1, END},
        new int[] {I32_ADD, END, I32_ADD});
  }

  @Test
  void aLoopAmongOperandsGivesItsValueToThem() {
    Instance instance =
        instance(new TinyModule().function(loopOnOperands(0)).function(loopOnOperands(1)));

    assertThat(call(instance, "f0", 5)).isEqualTo(7 + 9 + 20);
    assertThat(call(instance, "f1", 5)).isEqualTo(7 + 20);
  }

  /// With operands below a loop HotSpot cannot go over to compiled code in it ("OSR starts with
  /// non-empty stack").
  @Test
  void aLoopFindsTheStackEmpty() {
    byte[] chunk =
        chunkZero(new TinyModule().function(loopOnOperands(0))).values().iterator().next();
    int loops = 0;
    for (MethodModel method : ClassFile.of().parse(chunk).methods()) {
      CodeAttribute code = method.findAttribute(Attributes.code()).orElseThrow();
      List<CodeElement> elements = code.elementList();
      for (int i = 0; i < elements.size(); i++) {
        if (elements.get(i) instanceof BranchInstruction branch
            && elements.indexOf(branch.target()) < i) {
          loops++;
          assertThat(frameAt(code, branch.target()).stack()).isEmpty();
        }
      }
    }
    assertThat(loops).isEqualTo(1);
  }

  private static StackMapFrameInfo frameAt(CodeAttribute code, Label label) {
    return code.findAttribute(Attributes.stackMapTable()).orElseThrow().entries().stream()
        .filter(frame -> code.labelToBci(frame.target()) == code.labelToBci(label))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aSwitchOfWhichMostKeysLeadToTheSamePlaceFindsTheOthers() {
    TinyModule module =
        new TinyModule()
            .function(
                join(
                    new int[] {BLOCK, NOTHING, BLOCK, NOTHING, LOCAL_GET, 0},
                    new int[] {BR_TABLE, 8, 1, 1, 1, 0, 1, 1, 1, 1, 1, END, I32_CONST, 7, RETURN},
                    new int[] {END, I32_CONST, 3}));

    Instance instance = instance(module);

    assertThat(IntStream.of(-1, 0, 2, 3, 4, 7, 8, 100).map(x -> (int) call(instance, "f0", x)))
        .containsExactly(3, 3, 3, 7, 3, 3, 3, 3);
  }

  @Test
  void aSwitchWithOnePlaceToGoToMayEndAMethod() {
    TinyModule module =
        new TinyModule()
            .function(LOOP, NOTHING, LOCAL_GET, 0, BR_TABLE, 4, 0, 0, 0, 0, 0, END, UNREACHABLE);

    assertThat(Compiler.compile(module.valid()).translateAll(true).methods()).isEqualTo(1);
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
