package graft.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import graft.testkit.Golden;
import graft.testkit.Requires;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Programs of `src/test/emcc-cases`: built here by emcc, run by `graft run` and by Node.
final class EmscriptenCasesTest {
  private static final Path CASES = Requires.root().resolve("cli/src/test/emcc-cases");

  /// In a case's folder, why Node cannot run it.
  private static final String NOT_UNDER_NODE = "not-under-node.txt";

  @TestFactory
  Stream<DynamicTest> programsPrintWhatTheyPrintUnderNode() throws IOException {
    try (Stream<Path> folders = Files.list(CASES)) {
      return folders.sorted().toList().stream()
          .map(folder -> dynamicTest(folder.getFileName().toString(), () -> check(folder)));
    }
  }

  private static void check(Path folder) throws Exception {
    Path built = build(folder);
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    int status = Main.run(Console.of(printed, printed, built), List.of("run", "main.wasm"));
    String text = printed.toString(StandardCharsets.UTF_8);
    assertThat(status).as(text).isZero();
    Golden.matches(folder.resolve("expected.txt"), text);
    if (Files.exists(folder.resolve(NOT_UNDER_NODE))) {
      return;
    }
    String node =
        EmscriptenProgramTest.command(
            built,
            Requires.tool("node").toString(),
            // Emscripten 3.1.6 takes Node's fetch for a browser's.
            "-e",
            "delete globalThis.fetch; require('./main.js')");
    assertThat(text).isEqualTo(node);
  }

  /// Runs `build.sh` in a copy of the folder; once for the same sources and compiler.
  ///
  /// @return the copy
  private static Path build(Path sources) throws Exception {
    Path emcc = Requires.tool("emcc");
    Path copies = Requires.root().resolve("cli/target/emcc-cases");
    Path built = copies.resolve(sources.getFileName() + "-" + hash(sources, emcc));
    if (Files.exists(built.resolve("done"))) {
      return built;
    }
    Files.createDirectories(built);
    for (Path file : files(sources)) {
      Files.write(built.resolve(file.getFileName()), Files.readAllBytes(file));
    }
    EmscriptenProgramTest.command(built, "sh", "-e", "build.sh");
    Files.writeString(built.resolve("done"), "");
    return built;
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  private static String hash(Path sources, Path emcc) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (Path file : files(sources)) {
      digest.update(Files.readAllBytes(file));
    }
    digest.update(
        EmscriptenProgramTest.command(sources, emcc.toString(), "--version")
            .getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest.digest(), 0, 8);
  }
}
