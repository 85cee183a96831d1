package graft.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import graft.format.FunctionType;
import graft.format.ModuleReader;
import graft.format.Validator;
import graft.runtime.Func;
import graft.runtime.Instance;
import graft.runtime.Trap;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

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

  private final Instance instance;
  private boolean again = true;
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
    CompletableFuture.runAsync(
            this::exhaustAndGoOn, work -> new Thread(null, work, "small", 256 << 10).start())
        .join();
  }
}
