package graft.compiler;

import graft.testkit.WasmBytes;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a module wants and the heap cannot give is named, with the remedy.
final class SmallHeapTest {
  @ParameterizedTest
  @CsvSource({
    "memory, large.wasm: a memory of 1000 MiB: more than is left of the Java heap of",
    "table, large.wasm: a table of 10000000 elements: more than is left of the Java heap of"
  })
  void whatDoesNotFitIsNamed(String what, String message) throws IOException, InterruptedException {
    String heap = what.equals("memory") ? "-Xmx64m" : "-Xmx32m";
    ForkedJvm.run(Large.class, List.of(heap, "-XX:+UseSerialGC"), what, message);
  }

  /// Instantiates a module that wants much, in a JVM of its own.
  static final class Large {
    private Large() {}

    public static void main(String[] arguments) {
      WasmBytes module = WasmBytes.module();
      if (arguments[0].equals("memory")) {
        module.section(5, 1, memories -> memories.op(0).u32(16_000));
      } else {
        module.section(4, 1, tables -> tables.op(WasmBytes.FUNCREF, 0).u32(10_000_000));
      }
      try {
        Compiler.compile(TinyModule.valid(module, "large.wasm")).instantiate(List.of());
      } catch (LinkException e) {
        String told = String.valueOf(e.getMessage());
        if (!told.startsWith(arguments[1]) || !told.endsWith(" MiB (-Xmx)")) {
          throw e;
        }
        return;
      }
      throw new IllegalStateException("there was room");
    }
  }
}
