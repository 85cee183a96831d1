package graft.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import graft.format.FunctionType;
import graft.format.ModuleReader;
import graft.format.ValType;
import graft.format.Validator;
import graft.runtime.Func;
import graft.runtime.Instance;
import graft.runtime.Memory;
import graft.runtime.Signature;
import graft.runtime.Trap;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A guest that calls the host, which calls the guest, without end: on threads of all kinds that is
/// a trap, and the instance works afterwards.
@Timeout(120)
final class StackExhaustionTest {
  /// `(import "e" "f" (func $f)) (func (export "go") (call $f))`.
  private static final byte[] CALLS_HOST =
      HexFormat.of()
          .parseHex(
              "0061736d01000000"
                  + "010401600000"
                  + "02070101650166"
                  + "0000"
                  + "03020100"
                  + "070601"
                  + "02676f0001"
                  + "0a0601040010000b");

  /// `rec(n)` calls itself n times, and then grows the memory by a page; `put` stores at 0.
  private static final byte[] GROWS =
      HexFormat.of()
          .parseHex(
              "0061736d0100000001060160017f017f0303020000050301000107110301"
                  + "6d02000372656300000370757400010a25021700200045047f4101400005"
                  + "200041016b100041016a0b0b0b004100200036020041000b");

  private final Instance instance;
  private boolean again = true;
  private int attempts;
  private int calls;

  StackExhaustionTest() throws ReflectiveOperationException {
    MethodHandle host =
        MethodHandles.lookup()
            .findVirtual(StackExhaustionTest.class, "host", MethodType.methodType(void.class))
            .bindTo(this);
    Func function = Func.host("f", new FunctionType(List.of(), List.of()), host);
    instance =
        Compiler.compile(Validator.validate(ModuleReader.read("calls.wasm", CALLS_HOST)))
            .instantiate(List.of(function));
  }

  void host() {
    calls++;
    if (again) {
      instance.function("go").invoke();
    }
  }

  private void exhaustAndGoOn() {
    again = true;
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> instance.function("go").invoke())
          .isInstanceOf(Trap.class)
          .hasMessage("call stack exhausted");
    }
    again = false;
    calls = 0;
    instance.function("go").invoke();
    assertThat(calls).isEqualTo(1);
  }

  @Test
  void onThisThread() {
    exhaustAndGoOn();
  }

  @Test
  void onAVirtualThread() {
    CompletableFuture.runAsync(this::exhaustAndGoOn, Thread::startVirtualThread).join();
  }

  @Test
  void onAThreadWithLittleStack() {
    onSmallStack(this::exhaustAndGoOn);
  }

  private static void onSmallStack(Runnable work) {
    CompletableFuture.runAsync(work, each -> new Thread(null, each, "small", 256 << 10).start())
        .join();
  }

  /// Whatever the depth at which the stack ends while the memory grows, the guest and the host have
  /// the same memory afterwards.
  @Test
  void whileTheMemoryGrows() {
    CompiledModule grows =
        Compiler.compile(Validator.validate(ModuleReader.read("grows.wasm", GROWS)));
    onSmallStack(() -> {
      Instance growing = grows.instantiate(List.of());
      for (int depth = 200; depth < 8_000; depth += 31) {
        Memory memory = (Memory) Objects.requireNonNull(growing.export("m"));
        if (memory.sizeInPages() > 1_000) {
          growing = grows.instantiate(List.of());
          continue;
        }
        try {
          growing.function("rec").invoke(depth);
        } catch (Trap trap) {
          assertThat(trap).hasMessage("call stack exhausted");
        }
        growing.function("put").invoke(depth);
        assertThat(memory.i32(0)).isEqualTo(depth);
      }
    });
  }

  /// What an instruction needs when it is first executed is not spoiled if the stack ends there.
  @ParameterizedTest
  @CsvSource({
    "atomic, array",
    "notify, array",
    "load, mapped",
    "copy, mapped",
    "vector, mapped",
    "call_indirect, array",
    "ref.func, array",
    "memory.grow, array"
  })
  void whereAnInstructionIsFirstExecuted(String instruction, String memory)
      throws IOException, InterruptedException {
    ForkedJvm.run(StackEnd.class, List.of("-Xint", "-Xmx600m"), instruction, memory);
  }

  /// A type that is first needed where the stack ends can be had later.
  @Test
  void whereATypeIsFirstNeeded() {
    onSmallStack(() -> {
      for (int round = 1; round <= 20; round++) {
        FunctionType fresh =
            new FunctionType(
                Collections.nCopies(90 + round, ValType.F32),
                Collections.nCopies(20 + round, ValType.I64));
        assertThatThrownBy(() -> atTheEndOfTheStack(() -> Signature.of(fresh)))
            .isInstanceOf(StackOverflowError.class);

        assertThat(Signature.of(fresh).type()).isEqualTo(fresh);
      }
    });
  }

  @SuppressWarnings("InfiniteRecursion") // It is meant to end with the stack.
  private void atTheEndOfTheStack(Runnable work) {
    try {
      atTheEndOfTheStack(work);
    } catch (StackOverflowError e) {
      // At several levels on the way back: the first ones have hardly any stack.
      if (attempts-- > 0) {
        work.run();
      }
      throw e;
    }
  }
}
