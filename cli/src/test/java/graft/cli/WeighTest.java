package graft.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import graft.testkit.Requires;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `graft weigh` against sizes that others measure.
final class WeighTest {
  private static final Path PLUGINS = Requires.root().resolve("examples/plugins/wasm");

  @TempDir private Path folder;
  private String printed = "";

  private int weigh(String path, String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    Console console =
        new Console(InputStream.nullInputStream(), stream, stream, folder, Map.of("PATH", path));
    List<String> all = new java.util.ArrayList<>(List.of("weigh"));
    all.addAll(List.of(words));
    int status = Main.run(console, all);
    printed = out.toString(StandardCharsets.UTF_8);
    return status;
  }

  /// Values of the JSON by their paths: `/programs/0/first/raw`.
  private Map<String, Long> numbers() throws Exception {
    Map<String, Long> numbers = new HashMap<>();
    try (JsonParser json = new JsonFactory().createParser(printed)) {
      while (json.nextToken() != null) {
        if (json.currentToken().isNumeric()) {
          numbers.put(json.getParsingContext().pathAsPointer().toString(), json.getLongValue());
        }
      }
    }
    return numbers;
  }

  private static long size(Path... files) throws Exception {
    long sum = 0;
    for (Path each : files) {
      sum += Files.size(each);
    }
    return sum;
  }

  private static long output(Path file, String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectInput(file.toFile()).start();
    long size = process.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
    assertThat(process.waitFor()).isZero();
    return size;
  }

  @Test
  void twoMainsOfTreeSitterThatShareTwoGrammars() throws Exception {
    Path npm = Requires.npm("web-tree-sitter-0.20.8").getParent();
    Path old = npm.resolve("web-tree-sitter-0.20.8/tree-sitter.wasm");
    Path young = npm.resolve("web-tree-sitter-0.27.1/web-tree-sitter.wasm");
    Path bash = Requires.npm("tree-sitter-bash").resolve("tree-sitter-bash.wasm");
    Path json = Requires.npm("tree-sitter-json").resolve("tree-sitter-json.wasm");
    Path node = Requires.tool("node");
    String path = String.valueOf(node.getParent());
    String[] words = {
      "--json",
      "--html",
      "page.html",
      "--lib",
      bash.toString(),
      "--lib",
      json.toString(),
      old.toString(),
      young.toString()
    };
    assertThat(weigh(path, words)).as(printed).isZero();
    Map<String, Long> numbers = numbers();
    assertThat(numbers)
        .containsEntry("/programs/0/first/raw", size(old))
        .containsEntry("/programs/0/everything/raw", size(old, bash, json))
        .containsEntry("/programs/0/afterOthers/raw", size(old, bash, json))
        .containsEntry("/programs/1/everything/raw", size(young, bash, json))
        // The grammars are there already.
        .containsEntry("/programs/1/afterOthers/raw", size(young))
        .containsEntry("/programs/1/second/raw", 0L)
        .containsEntry("/dynamic/raw", size(old, young, bash, json));
    long gzip = 0;
    long brotli = 0;
    for (Path each : List.of(old, young, bash, json)) {
      gzip += output(each, "gzip", "-9n");
      brotli +=
          output(
              each,
              node.toString(),
              "-e",
              "process.stdout.write(require('zlib').brotliCompressSync(require('fs')"
                  + ".readFileSync(0)))");
    }
    assertThat(numbers).containsEntry("/dynamic/brotli", brotli);
    // Other programs that write gzip choose a little differently.
    assertThat(numbers.get("/dynamic/gzip")).isCloseTo(gzip, within(gzip / 20));
    String page = Files.readString(folder.resolve("page.html"));
    assertThat(page)
        .contains("<svg ")
        .contains("tree-sitter.wasm, dynamically")
        .contains(String.format(Locale.ROOT, "%,d", size(bash)))
        .doesNotContain("src=")
        .doesNotContain("https:");
  }

  @Test
  void neededLibrariesAreFoundAndTheirUsedSymbolsNamed() throws Exception {
    String main = PLUGINS.resolve("painter.wasm").toString();
    assertThat(weigh("", "--lib", PLUGINS + "/rings.so", main)).as(printed).isZero();
    assertThat(printed)
        .contains("libcanvas.so: ")
        .contains("points_plotted by painter.wasm")
        .contains("not measured")
        .contains("second load (all is in the cache)")
        .contains("what painter.wasm looks up with dlsym is not in the files")
        .contains("no advice, as its static link is not known: link it with");
  }

  @Test
  void theAdviceSaysWhenStaticLinkingIsSmallerAndWhenNot() throws Exception {
    Path main = PLUGINS.resolve("painter.wasm");
    Path small = Files.write(folder.resolve("small"), new byte[] {1, 2, 3});
    byte[] noise = new byte[200_000];
    new java.util.Random(1).nextBytes(noise);
    Path large = Files.write(folder.resolve("large"), noise);
    assertThat(weigh("", "--static", small.toString(), main.toString())).isZero();
    assertThat(printed).contains("painter.wasm alone: link it statically: dynamic linking costs");
    assertThat(weigh("", "--static", large.toString(), main.toString())).isZero();
    assertThat(printed).contains("painter.wasm alone: link it dynamically: that saves");
  }

  @Test
  void whatIsMissingIsNamed() throws Exception {
    Path main = Files.copy(PLUGINS.resolve("painter.wasm"), folder.resolve("painter.wasm"));
    assertThat(weigh("", main.toString())).isEqualTo(1);
    assertThat(printed)
        .contains("painter.wasm: needs libcanvas.so: not among --lib, and not in " + folder);
    assertThat(weigh("", "--static", "a", "--static", "b", main.toString())).isEqualTo(2);
    assertThat(weigh("")).isEqualTo(2);
  }
}
