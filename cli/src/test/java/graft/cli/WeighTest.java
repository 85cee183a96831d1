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
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `graft weigh` against sizes that others measure.
final class WeighTest {
  private static final byte[] HEADER = {0, 'a', 's', 'm', 1, 0, 0, 0};
  private static final Path PLUGINS = Requires.root().resolve("examples/plugins/wasm");

  @TempDir private Path folder;
  private String printed = "";

  private int weigh(String path, String... words) {
    List<String> all = new java.util.ArrayList<>(List.of("weigh"));
    all.addAll(List.of(words));
    return graft(Map.of("PATH", path), all);
  }

  private int graft(String... words) {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("XDG_CACHE_HOME", folder.resolve("cache").toString());
    environment.put("GRAFT_CODE_CACHE", "off");
    return graft(environment, List.of(words));
  }

  private int graft(Map<String, String> environment, List<String> words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    Console console =
        new Console(InputStream.nullInputStream(), stream, stream, folder, environment);
    int status = Main.run(console, words);
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

  /// Two programs that need a grammar of tree-sitter's and another library, linked by graft cc.
  @Test
  void twoProgramsThatNeedTreeSittersLibraryAndAnother() throws Exception {
    Path grammar = Requires.npm("tree-sitter-json").resolve("tree-sitter-json.wasm");
    programs(grammar);
    // Without brotli, so that gzip is what is sent.
    assertThat(weigh("", "--json", "a.wasm", "b.wasm")).as(printed).isZero();
    Map<String, Long> numbers = numbers();
    Path a = folder.resolve("a.wasm");
    Path b = folder.resolve("b.wasm");
    Path[] shared = {folder.resolve("libjson.so"), folder.resolve("libwords.so")};
    assertThat(numbers)
        .containsEntry("/programs/0/first/raw", size(a) + size(shared))
        .containsEntry("/programs/0/afterOthers/raw", size(a) + size(shared))
        .containsEntry("/programs/1/first/raw", size(b) + size(shared))
        .containsEntry("/programs/1/afterOthers/raw", size(b))
        .containsEntry("/programs/1/afterOthers/gzip", gzip(b))
        .containsEntry("/dynamic/raw", size(a, b) + size(shared))
        .containsEntry("/dynamic/gzip", gzip(a, b) + gzip(shared));
    // 400 kbit/s and 400 ms for each round: one for the program, one for all that it needs.
    long bytes = gzip(a) + gzip(shared);
    assertThat(numbers)
        .containsEntry("/programs/0/milliseconds/slow 3G/dynamic", 800 + bytes / 50)
        // The grammar needs nothing, so that all of the second level is one round, too.
        .containsEntry("/programs/0/milliseconds/slow 3G/fileByFile", 800 + bytes / 50)
        .containsEntry("/programs/0/milliseconds/slow 3G/second", 400L)
        // 1.6, 9 and 50 Mbit/s.
        .containsEntry("/programs/0/milliseconds/3G/dynamic", 300 + bytes / 200)
        .containsEntry("/programs/0/milliseconds/4G/dynamic", 170 + bytes * 8 / 9000)
        .containsEntry("/programs/0/milliseconds/cable/dynamic", 40 + bytes * 8 / 50_000)
        .doesNotContainKey("/programs/0/milliseconds/cable/static");
    assertThat(weigh("", "a.wasm", "b.wasm")).isZero();
    assertThat(printed)
        .contains("shared with them: libjson.so, libwords.so")
        .contains("comes with it:    nothing")
        .contains("libjson.so: 1 of 1 symbols are imported by others")
        .contains("  tree_sitter_json by a.wasm, b.wasm");
  }

  /// The same, with programs linked statically from the same sources next to them.
  @Test
  void theAdviceIsWhatTheSizesOfRealLinksSay() throws Exception {
    programs(null);
    String[] words = {
      "--json", "--static", "a-static.wasm", "--static", "b-static.wasm", "a.wasm", "b.wasm"
    };
    assertThat(weigh("", words)).as(printed).isZero();
    Map<String, Long> numbers = numbers();
    Path[] shared = {folder.resolve("libjson.so"), folder.resolve("libwords.so")};
    long dynamic = gzip(folder.resolve("a.wasm")) + gzip(shared);
    long linked = gzip(folder.resolve("a-static.wasm"));
    assertThat(numbers)
        .containsEntry("/programs/0/static/gzip", linked)
        .containsEntry("/programs/0/milliseconds/slow 3G/static", 400 + linked / 50)
        .containsEntry("/static/gzip", linked + gzip(folder.resolve("b-static.wasm")));
    // Both have the C library, so that a library of some bytes is not worth its own file.
    assertThat(dynamic).isGreaterThan(linked);
    assertThat(printed)
        .contains(
            String.format(
                Locale.ROOT,
                "a.wasm alone: link it statically: dynamic linking costs %,d bytes more to start"
                    + " (%d%%)",
                dynamic - linked,
                Math.round(100.0 * (dynamic - linked) / linked)));
  }

  /// Makes `a.wasm` and `b.wasm`, which need `libjson.so` and `libwords.so`.
  ///
  /// @param grammar what `libjson.so` is; if it is null, a small library, with which the programs
  ///   are linked statically, too
  private void programs(@Nullable Path grammar) throws Exception {
    Requires.tool("clang-22");
    Requires.file("/usr/lib/wasm32-wasi/libc.a", "apt-get install wasi-libc");
    source("words.c", "int words(int n) { return 3 * n; }");
    source("json.c", "const void *tree_sitter_json(void) { return \"json\"; }");
    String main =
        """
        #include <stdio.h>
        int words(int);
        const void *tree_sitter_json(void);
        int main(void) { printf("%s %%d\\n", words(7) + (tree_sitter_json() != 0)); }
        """;
    cc("words.c", "-sSIDE_MODULE=1", "-o", "libwords.so");
    if (grammar == null) {
      cc("json.c", "-sSIDE_MODULE=1", "-o", "libjson.so");
    } else {
      Files.copy(grammar, folder.resolve("libjson.so"));
    }
    for (String name : List.of("a", "b")) {
      source(name + ".c", main.replace("%s", name).replace("%%", "%"));
      cc(name + ".c", "libjson.so", "libwords.so", "-sMAIN_MODULE=2", "-o", name + ".wasm");
      if (grammar == null) {
        cc(name + ".c", "json.c", "words.c", "-o", name + "-static.wasm");
      }
      assertThat(graft("run", name + ".wasm")).as(printed).isZero();
      assertThat(printed).isEqualTo(name + " 22\n");
    }
  }

  private void source(String name, String text) throws Exception {
    Files.writeString(folder.resolve(name), text);
  }

  private void cc(String... words) {
    List<String> all = new java.util.ArrayList<>(List.of("cc"));
    all.addAll(List.of(words));
    assertThat(graft(all.toArray(String[]::new))).as(printed).isZero();
  }

  private static long gzip(Path... files) throws Exception {
    long sum = 0;
    for (Path each : files) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (DeflaterOutputStream packed =
          new DeflaterOutputStream(out, new Deflater(Deflater.BEST_COMPRESSION, true))) {
        packed.write(Files.readAllBytes(each));
      }
      // The header and the trailer of the format, around what the JDK has compressed.
      sum += 10 + out.size() + 8;
    }
    return sum;
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
    Path small = Files.write(folder.resolve("small"), HEADER);
    byte[] noise = new byte[200_000];
    new java.util.Random(1).nextBytes(noise);
    // A custom section of 200,000 bytes, 2 of which are its name.
    byte[] section = {0, (byte) 0xc0, (byte) 0x9a, 12, 1, 'x'};
    System.arraycopy(section, 0, noise, 0, 6);
    noise = Arrays.copyOf(noise, 200_004);
    byte[] module = Arrays.copyOf(HEADER, HEADER.length + noise.length);
    System.arraycopy(noise, 0, module, HEADER.length, noise.length);
    Path large = Files.write(folder.resolve("large"), module);
    assertThat(weigh("", "--static", small.toString(), main.toString())).isZero();
    assertThat(printed).contains("painter.wasm alone: link it statically: dynamic linking costs");
    assertThat(weigh("", "--static", large.toString(), main.toString())).isZero();
    assertThat(printed).contains("painter.wasm alone: link it dynamically: that saves");
    assertThat(weigh("", "--static", main.toString(), main.toString())).isEqualTo(1);
    assertThat(printed)
        .startsWith("--static: " + main + " is not linked statically: it needs libcanvas.so");
    Files.writeString(small, "no module");
    assertThat(weigh("", "--static", small.toString(), main.toString())).isEqualTo(1);
    assertThat(printed).startsWith(small + ": magic header not detected");
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
