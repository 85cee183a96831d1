package graft.dl;

import static org.assertj.core.api.Assertions.assertThat;

import graft.format.ModuleReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a program's `_start` leaves to the loader.
@Timeout(60)
final class StartFunctionTest {
  private static final int CALL = 0x10;

  @Test
  void aFunctionThatIsCalledManyTimesIsReadOnce() {
    assertThat(
            StartFunction.leavesOut(
                ModuleReader.read(
                    "main.wasm",
                    new TinyModule()
                        .function("x", ":", TinyModule.bytes())
                        .function("y", ":", calls(0))
                        .function("_start", ":", calls(1))
                        .function("__wasm_call_ctors", ":")
                        .build()),
                "__wasm_call_ctors",
                2))
        .isTrue();
  }

  @Test
  void whatStartCallsIsNotLeftOut() {
    var module =
        ModuleReader.read(
            "main.wasm",
            new TinyModule()
                .function("__wasm_call_ctors", ":")
                .function("y", ":", CALL, 0)
                .function("_start", ":", CALL, 1)
                .build());
    assertThat(StartFunction.leavesOut(module, "__wasm_call_ctors", 2)).isFalse();
    assertThat(StartFunction.leavesOut(module, "__wasm_call_ctors", 1)).isTrue();
    assertThat(StartFunction.leavesOut(module, "absent", 2)).isFalse();
  }

  private static TinyModule.Bytes calls(int function) {
    TinyModule.Bytes code = TinyModule.bytes();
    for (int i = 0; i < 200_000; i++) {
      code.b(CALL, function);
    }
    return code;
  }
}
