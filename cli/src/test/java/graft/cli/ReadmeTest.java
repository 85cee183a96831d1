package graft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import graft.dl.GuestProcess;
import graft.testkit.Requires;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// What README shows is compiled and run.
final class ReadmeTest {
  private static final Path SOURCES = Requires.root().resolve("cli/src/test/java/graft/cli");

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> everyCommandSucceeds() throws IOException {
    return commands("./graft ")
        .map(line ->
            DynamicTest.dynamicTest(
                line, () -> graft(Requires.root(), line.substring("./graft ".length()))));
  }

  @Test
  void theDriversCommandsMakeAProgramThatRuns() throws IOException {
    needClang();
    for (String source : List.of("a.cpp", "b.cpp")) {
      Files.copy(
          Requires.root().resolve("cli/src/test/emcc").resolve(source), folder.resolve(source));
    }
    List<String> lines = commands("graft ").toList();
    assertThat(lines).hasSize(7).element(2).isEqualTo("graft run project.wasm");
    for (String line : lines) {
      String printed = graft(folder, line.substring("graft ".length()));
      if (line.startsWith("graft run")) {
        assertThat(printed).isEqualTo("2 + 3 = 5\n");
      }
    }
    assertThat(graft(folder, "run small.wasm")).isEqualTo("2 + 3 = 5\n");
    assertThat(Files.size(folder.resolve("small.wasm"))).isLessThan(100_000);
    assertThat(folder.resolve("sizes.html")).content().contains("printf");
  }

  @Test
  void theExitStatusesAndCommandsAreThoseOfTheHelp() throws IOException {
    String readme = Files.readString(Requires.root().resolve("README.md"));
    List<String> rows =
        Stream.of(ExitStatus.values())
            .map(each -> "| " + each.code() + " | " + each.meaning() + " |")
            .toList();
    assertThat(readme).contains(String.join("\n", rows));
    String help = graft(folder, "--help");
    Matcher commands = Pattern.compile("^  ([a-z+]+) ", Pattern.MULTILINE).matcher(help);
    while (commands.find()) {
      assertThat(readme)
          .containsPattern("graft(`)? " + Pattern.quote(commands.group(1)) + "(?![a-z+])");
    }
  }

  @Test
  void theJavaExamplesAreThoseThatAreCompiled() throws IOException {
    assertThat(blocks("java"))
        .containsExactly(
            source(SOURCES.resolve("RunPainter.java")),
            source(SOURCES.resolve("FoldInGuest.java")),
            source(SOURCES.resolve("HostAndGuest.java")),
            // GalleryTest runs it.
            source(Requires.root().resolve("examples/plugins/java/JavaDecides.java")),
            source(SOURCES.resolve("LinkPlugin.java")));
  }

  /// In a JVM of its own, because paths in it start from the project's root.
  @Test
  void theFirstJavaExampleRuns() throws IOException, InterruptedException {
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
                "graft.cli.RunPainter")
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

  @Test
  void theSecondJavaExampleRuns() throws IOException {
    needClang();
    Files.writeString(
        folder.resolve("geo.c"),
        """
        int fold(int (*with)(int, int), int *values, int count) {
          int all = 0;
          for (int i = 0; i < count; i++) all = with(all, values[i]);
          return all;
        }
        """);
    Files.writeString(folder.resolve("main.c"), "int main(void) { return 0; }\n");
    graft(folder, "cc geo.c -sSIDE_MODULE=1 -o libgeo.so");
    graft(folder, "cc main.c -sMAIN_MODULE=1 -o main.wasm");
    try (GuestProcess process =
        Hosts.add(
                GuestProcess.builder().main(folder.resolve("main.wasm")),
                graft.host.HostOptions.builder().build(),
                true)
            .load()) {
      assertThat(FoldInGuest.sum(process, 1, 2, 39)).isEqualTo(42);
    }
  }

  @Test
  void theThirdJavaExampleRuns() throws IOException {
    needClang();
    Files.writeString(
        folder.resolve("geo.cpp"),
        """
        extern "C" { int weigh(int thing); int ask(const char *question); }
        namespace geo {
          double area(double side) { return side * side + weigh(1) + ask("why"); }
        }
        """);
    Files.writeString(
        folder.resolve("main.c"),
        "int weigh(int thing) { return thing + 1; }\nint main(void) { return weigh(1); }\n");
    graft(folder, "c++ geo.cpp -sSIDE_MODULE=1 -o libgeo.so");
    graft(folder, "cc main.c -sMAIN_MODULE=1 -o main.wasm");
    assertThat(HostAndGuest.area(folder.resolve("main.wasm"))).isEqualTo(9 + 2 * 2 + 3);
  }

  @Test
  void theLinkersJavaExampleMakesALibraryThatIsLoaded() throws IOException {
    needClang();
    Files.writeString(
        folder.resolve("plugin.c"), "int half(void);\nint answer(void) { return half() * 2; }\n");
    Files.writeString(
        folder.resolve("main.c"), "int half(void) { return 21; }\nint main(void) { return 0; }\n");
    graft(folder, "cc plugin.c -c -fPIC -o plugin.o");
    graft(folder, "cc main.c -s MAIN_MODULE=1 -o main.wasm");
    Files.write(
        folder.resolve("plugin.so"),
        LinkPlugin.link(Files.readAllBytes(folder.resolve("plugin.o"))));

    try (GuestProcess process =
        Hosts.add(
                GuestProcess.builder().main(folder.resolve("main.wasm")),
                graft.host.HostOptions.builder().build(),
                true)
            .load()) {
      assertThat(process.open("plugin.so").function("answer").invoke()).isEqualTo(42);
    }
  }

  private static void needClang() {
    Requires.tool("clang-22");
    Requires.file("/usr/lib/wasm32-wasi/libc.a", "apt-get install wasi-libc");
    Requires.file("/usr/include/wasm32-wasi/c++/v1", "apt-get install libc++-22-dev-wasm32");
  }

  private String graft(Path where, String words) {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(printed, true, StandardCharsets.UTF_8);
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("XDG_CACHE_HOME", folder.resolve("cache").toString());
    Console console =
        new Console(InputStream.nullInputStream(), stream, stream, where, environment);
    int status = Main.run(console, List.of(words.split(" ")));
    String text = printed.toString(StandardCharsets.UTF_8);
    assertThat(status).as("graft %s: %s", words, text).isZero();
    return text;
  }

  /// README's lines that begin so, without their comments.
  private static Stream<String> commands(String start) throws IOException {
    return blocks("sh").stream()
        .flatMap(String::lines)
        .filter(line -> line.startsWith(start))
        .map(line -> line.replaceAll(" +#.*", ""));
  }

  /// README's blocks of code in a language.
  private static List<String> blocks(String language) throws IOException {
    List<String> blocks = new ArrayList<>();
    StringBuilder block = null;
    for (String line : Files.readAllLines(Requires.root().resolve("README.md"))) {
      if (line.equals("```" + language)) {
        block = new StringBuilder();
      } else if (line.equals("```") && block != null) {
        blocks.add(block.toString());
        block = null;
      } else if (block != null) {
        block.append(line).append('\n');
      }
    }
    return blocks;
  }

  /// A source file from its imports on.
  private static String source(Path file) throws IOException {
    String text = Files.readString(file);
    return text.substring(text.indexOf("import "));
  }
}
