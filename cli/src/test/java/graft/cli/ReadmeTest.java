package graft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import graft.testkit.Requires;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// What README shows is compiled and run.
final class ReadmeTest {
  @TestFactory
  Stream<DynamicTest> everyCommandSucceeds() throws IOException {
    return lines(Requires.root().resolve("README.md"))
        .filter(line -> line.startsWith("./graft "))
        .map(line -> line.substring("./graft ".length()).replaceAll(" +#.*", ""))
        .map(line -> DynamicTest.dynamicTest(line, () -> succeeds(line.split(" "))));
  }

  private static void succeeds(String... words) {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    int status = Main.run(Console.of(printed, printed, Requires.root()), List.of(words));
    assertThat(status).as(printed.toString(StandardCharsets.UTF_8)).isZero();
  }

  @Test
  void theJavaExampleIsTheOneThatIsCompiled() throws IOException {
    List<String> shown =
        lines(Requires.root().resolve("README.md"))
            .dropWhile(line -> !line.equals("```java"))
            .skip(1)
            .takeWhile(line -> !line.equals("```"))
            .toList();
    List<String> compiled =
        lines(Requires.root().resolve("cli/src/test/java/graft/cli/ReadmeExample.java"))
            .dropWhile(line -> !line.endsWith("// README begins"))
            .skip(1)
            .takeWhile(line -> !line.endsWith("// README ends"))
            .map(line -> line.replaceFirst("^ {4}", ""))
            .toList();
    assertThat(shown).isEqualTo(compiled);
  }

  /// In a JVM of its own, because paths in it start from the project's root.
  @Test
  void theJavaExampleRuns() throws IOException, InterruptedException {
    String classPath =
        String.join(
            File.pathSeparator,
            Requires.root().resolve("cli/target/test-classes").toString(),
            System.getProperty("jdk.module.path", ""),
            System.getProperty("java.class.path", ""));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath,
                "graft.cli.ReadmeExample")
            .directory(Requires.root().toFile())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(printed).isZero();
    assertThat(printed)
        .contains("rings in water, by rings.so:")
        .containsPattern("status 0, an object at [1-9][0-9]+");
  }

  private static Stream<String> lines(Path file) throws IOException {
    return Files.readAllLines(file).stream();
  }
}
