package graft.dl;

import static org.assertj.core.api.Assertions.assertThat;

import graft.format.ModuleReader;
import graft.format.WasmModule;
import org.junit.jupiter.api.Test;

/// What is not read as a table of words is run.
final class DataRelocationsTest {
  private static final int END_OF_LEVELS = 8;

  @Test
  void aFunctionThatSetsGlobalsIsRun() {
    byte[] bytes =
        TinyModule.side(0, 0)
            .global("g", true, 0)
            .function("__wasm_apply_data_relocs", ":", 0x41, 42, 0x24, 2)
            .function("read", ":i", 0x23, 2)
            .build();
    try (GuestProcess process =
        GuestProcess.builder().main("main.wasm", TinyModule.side(0, 0).build()).load()) {
      assertThat(process.open("x.so", bytes).function("read").invoke()).isEqualTo(42);
    }
  }

  @Test
  void callsWithinCallsAreNotFollowedForEver() {
    TinyModule module = TinyModule.side(0, 0);
    for (int level = END_OF_LEVELS; level >= 1; level--) {
      TinyModule.Bytes code = TinyModule.bytes();
      if (level == END_OF_LEVELS) {
        code.b(1);
      } else {
        for (int i = 0; i < 60; i++) {
          code.b(0x10).u(END_OF_LEVELS - level - 1);
        }
      }
      module.function("f" + level, ":", code);
    }
    WasmModule parsed = ModuleReader.read("x.so", module.build());
    assertThat(DataRelocations.read(parsed, END_OF_LEVELS - 1)).isNull();
  }
}
