package graft.format;

import static org.assertj.core.api.Assertions.assertThat;

import graft.testkit.Golden;
import graft.testkit.Requires;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModulePrinterTest {
  /// Not all: with function references wabt gives `ref.func` a type that does not fit `funcref`.
  private static final List<String> FEATURES =
      List.of(
          "exceptions",
          "threads",
          "tail-call",
          "extended-const",
          "multi-memory",
          "memory64",
          "relaxed-simd");

  @Test
  void aModuleWithEverythingIsPrinted() {
    Golden.matches(
        Requires.root().resolve("format/src/test/resources/graft/format/everything.wat"),
        ModulePrinter.print(Samples.everything().read()));
  }

  @Test
  void oneFunctionIsPrinted() {
    assertThat(
            ModulePrinter.printFunction(
                Bytes.function("i32.const 0", "if 0x40", "nop", "end").read(), 0))
        .isEqualTo(
            """
              (func $f0 (;0;) (type 0)
                i32.const 0
                if  ;; label = @1
                  nop
                end
              )
            """);
  }

  @Test
  void floatsArePrintedWithAllTheirBits() {
    WasmModule module =
        Bytes.function(
                "f32.const 0 0 0x80 0x3f",
                "drop",
                "f32.const 1 0 0xa0 0xff",
                "drop",
                "f64.const 0 0 0 0 0 0 0xf0 0xff",
                "drop",
                "f64.const 1 0 0 0 0 0 0 0x80",
                "drop")
            .read();
    assertThat(ModulePrinter.printFunction(module, 0))
        .contains(
            "f32.const 0x1.0p0\n",
            "f32.const -nan:0x200001\n",
            "f64.const -inf\n",
            "f64.const -0x0.0000000000001p-1022\n");
  }

  @Test
  void namesAreMadeUniqueAndFitForTheTextFormat() {
    Bytes names =
        Bytes.empty()
            .section(
                1, Bytes.empty().add(3, 0).name("a(b)").add(1).name("a[b]").add(2).name("a_b_"));
    WasmModule module =
        Bytes.module()
            .section(1, 1, 0x60, 0, 0)
            .section(3, 3, 0, 0, 0)
            .section(10, 3, 2, 0, 0x0b, 2, 0, 0x0b, 2, 0, 0x0b)
            .custom("name", names)
            .read();
    assertThat(ModulePrinter.print(module)).contains("$a_b_ ", "$a_b_#1 ", "$a_b_#2 ");
  }

  @Test
  void wat2wasmMakesTheSameModuleOfIt(@TempDir Path folder) throws Exception {
    Path wat2wasm = Requires.tool("wat2wasm");
    WasmModule sample = Samples.everything().read();
    assertRoundTrip(wat2wasm, folder, sample);
    for (Path file : cases()) {
      assertRoundTrip(
          wat2wasm, folder, ModuleReader.read(file.toString(), Files.readAllBytes(file)));
    }
  }

  private static List<Path> cases() throws IOException {
    try (Stream<Path> files = Files.walk(Requires.shared("cases"))) {
      return files
          .filter(file -> file.toString().endsWith("main.wasm") && file.toFile().length() < 60_000)
          .sorted()
          .toList();
    }
  }

  private static void assertRoundTrip(Path wat2wasm, Path folder, WasmModule module)
      throws IOException, InterruptedException {
    Path text = folder.resolve("printed.wat");
    Path binary = folder.resolve("printed.wasm");
    String printed = ModulePrinter.print(module);
    Files.writeString(text, printed);
    List<String> command = new ArrayList<>(List.of(wat2wasm.toString(), "--debug-names"));
    FEATURES.forEach(feature -> command.add("--enable-" + feature));
    command.addAll(List.of(text.toString(), "-o", binary.toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s: %s", module.file(), output).isZero();
    WasmModule again = ModuleReader.read(module.file(), Files.readAllBytes(binary));
    assertThat(withoutComments(ModulePrinter.print(again))).isEqualTo(withoutComments(printed));
  }

  private static String withoutComments(String printed) {
    return printed.replaceAll("(?m)^  ;;.*\n", "");
  }
}
