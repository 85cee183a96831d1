package graft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import graft.testkit.Requires;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A program of two files, linked dynamically: built here by emcc, run by `graft run` and by Node.
final class EmscriptenProgramTest {
  private static final List<String> SOURCES = List.of("a.cpp", "b.cpp");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"MAIN_MODULE=1", "MAIN_MODULE=2"})
  void twoFilesLinkedDynamicallyPrintWhatNodePrints(String kind) throws Exception {
    Path built = build(kind);
    String node =
        command(
            built,
            Requires.tool("node").toString(),
            // Emscripten 3.1.6 takes Node's fetch for a browser's.
            "-e",
            "delete globalThis.fetch; require('./project.js')");

    Run run = run(built, "run", "project.wasm");

    assertThat(run.printed()).isEqualTo(node).isEqualTo("2 + 3 = 5\n");
    assertThat(run.status()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"MAIN_MODULE=1", "MAIN_MODULE=2"})
  void withoutTheSecondFileTheLoadFailsAndNamesItAndEveryPlaceSearched(String kind)
      throws Exception {
    Files.copy(build(kind).resolve("project.wasm"), folder.resolve("project.wasm"));
    Path first = Files.createDirectory(folder.resolve("first"));
    Path second = Files.createDirectory(folder.resolve("second"));

    Run run =
        run(
            folder,
            "run",
            "--lib-path",
            first.toString(),
            "--lib-path",
            second.toString(),
            "project.wasm");

    assertThat(run.printed())
        .isEqualTo(
            """
            project.wasm: cannot load needed library b.wasm: not in %s, %s, the program's files, %s
            graft: --lib-path DIR or --source PLACE names another place to look in
            """
                .formatted(first, second, folder));
    assertThat(run.status()).isEqualTo(127);
  }

  private record Run(int status, String printed) {}

  private static Run run(Path folder, String... words) {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    int status = Main.run(Console.of(printed, printed, folder), List.of(words));
    return new Run(status, printed.toString(StandardCharsets.UTF_8));
  }

  /// Builds `project.wasm`, `project.js` and `b.wasm`; once for the same sources, options and
  /// compiler.
  ///
  /// @return the folder with them
  private static Path build(String kind) throws Exception {
    String emcc = Requires.tool("emcc").toString();
    Path sources = Requires.root().resolve("cli/src/test/emcc");
    Path built =
        Requires.root().resolve("cli/target/emcc").resolve(kind + "-" + hash(sources, emcc));
    if (Files.exists(built.resolve("done"))) {
      return built;
    }
    Files.createDirectories(built);
    for (String source : SOURCES) {
      Files.write(built.resolve(source), Files.readAllBytes(sources.resolve(source)));
    }
    command(built, emcc, "b.cpp", "-s", "SIDE_MODULE=1", "-o", "b.wasm");
    command(built, emcc, "a.cpp", "b.wasm", "-s", kind, "-o", "project.js");
    Files.writeString(built.resolve("done"), "");
    return built;
  }

  private static String hash(Path sources, String emcc)
      throws IOException, InterruptedException, NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (String source : SOURCES) {
      digest.update(Files.readAllBytes(sources.resolve(source)));
    }
    digest.update(command(sources, emcc, "--version").getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest.digest(), 0, 8);
  }

  /// Runs a program.
  ///
  /// @return its standard output
  static String command(Path folder, String... words) throws IOException, InterruptedException {
    Path errors = Files.createTempFile("graft", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(words).directory(folder.toFile()).redirectError(errors.toFile());
    // Where Debian's Emscripten finds its JavaScript tools.
    builder.environment().putIfAbsent("NODE_PATH", "/usr/share/nodejs");
    Process process = builder.start();
    process.getOutputStream().close();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    boolean ended = process.waitFor(5, TimeUnit.MINUTES);
    assertThat(ended && process.exitValue() == 0)
        .as("%s: %s%s", String.join(" ", words), printed, Files.readString(errors))
        .isTrue();
    Files.delete(errors);
    return printed;
  }
}
