package graft.ld;

import static org.assertj.core.api.Assertions.assertThat;

import graft.format.ModulePrinter;
import graft.format.ModuleReader;
import graft.format.Validator;
import graft.format.WasmModule;
import graft.testkit.Golden;
import graft.testkit.Requires;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Scenarios in assembly: comments at the top of each file say how it is linked, and the file
/// beside it what comes of that. `-Dbless` rewrites those.
final class ScenarioTest {
  private static final Path CASES = Requires.root().resolve("ld/src/test/cases");
  private static final String COMMAND = "# ld: ";

  @TempDir private Path folder;

  static Stream<String> cases() throws IOException {
    try (Stream<Path> files = Files.list(CASES)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".s"))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theOutputIsAsBlessed(String name) throws IOException, InterruptedException {
    Path source = CASES.resolve(name);
    assemble(source, folder.resolve(name.replace(".s", ".o")));
    StringBuilder text = new StringBuilder();
    for (String line : Files.readAllLines(source)) {
      if (line.startsWith(COMMAND)) {
        text.append("$ ld ").append(line.substring(COMMAND.length())).append('\n');
        run(List.of(line.substring(COMMAND.length()).split(" ", -1)), text);
      }
    }
    Golden.matches(CASES.resolve(name.replace(".s", ".out")), text.toString());
  }

  private void assemble(Path source, Path object) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Requires.tool("llvm-mc-22").toString(),
                "-filetype=obj",
                "-triple=wasm32",
                "-o",
                object.toString(),
                source.toString())
            .inheritIO()
            .start();
    assertThat(process.waitFor()).as("assembling %s", source).isZero();
  }

  private void run(List<String> arguments, StringBuilder text) {
    LinkResult result = Linker.link(arguments, List.of(), folder);
    result.report().messages().forEach(message -> text.append(message).append('\n'));
    result
        .output()
        .ifPresent(bytes -> {
          WasmModule module = ModuleReader.readForeign("out.wasm", bytes);
          Validator.validate(module);
          text.append(ModulePrinter.print(module));
        });
    // Once more gives the same.
    assertThat(Linker.link(arguments, List.of(), folder).output().orElse(new byte[0]))
        .isEqualTo(result.output().orElse(new byte[0]));
  }
}
