package graft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import graft.source.ModuleServer;
import graft.testkit.Requires;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The example that fetches a plugin in each of the ways there are.
final class GalleryTest {
  private static final Path PLUGINS = Requires.root().resolve("examples/plugins/wasm");
  private static final String LOADED = "libcanvas.so: loaded\n";
  private static final String RETURNED = "gallery: main has returned\n";

  @TempDir private Path folder;
  private ModuleServer server;
  private String picture;

  @BeforeEach
  void start() throws Exception {
    Path served = Files.createDirectories(folder.resolve("served"));
    for (String each : List.of("libcanvas.so", "rings.so", "mandelbrot.so")) {
      Files.copy(PLUGINS.resolve(each), served.resolve(each));
    }
    Files.copy(PLUGINS.resolve("gallery.wasm"), folder.resolve("gallery.wasm"));
    server = ModuleServer.start(served, InetAddress.getLoopbackAddress(), 0, 0);
    Run painter = graft("run", PLUGINS.resolve("painter.wasm").toString(), "rings.so");
    assertThat(painter.out).startsWith(LOADED);
    picture =
        painter
            .out
            .substring(LOADED.length(), painter.out.indexOf("painter: "))
            .replace(", by rings.so", "");
    assertThat(picture).startsWith("rings in water:\n").contains("@@@");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private record Run(int status, String out, String err) {}

  private Run graft(String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console =
        new Console(
            InputStream.nullInputStream(),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            folder,
            Map.of("GRAFT_CACHE", folder.resolve("cache").toString()));
    int status = Main.run(console, List.of(words));
    return new Run(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private Run gallery(String place, String... words) {
    String origin = server.uri().toString();
    List<String> all =
        new ArrayList<>(
            List.of(
                "run",
                "--trace-fetch",
                "--source",
                place,
                "--allow-origin",
                origin,
                "--base-url",
                origin,
                "gallery.wasm"));
    all.addAll(List.of(words));
    return graft(all.toArray(String[]::new));
  }

  @ParameterizedTest
  @ValueSource(strings = {"dlopen", "sync", "wget"})
  void waysThatWaitShowThePictureBeforeMainReturns(String way) {
    Run run = gallery(server.uri().toString(), way, "rings.so");
    assertThat(run.out).as(run.err).isEqualTo(LOADED + picture + RETURNED);
    assertThat(run.status).isZero();
    assertThat(run.err).contains("GET " + server.uri() + "rings.so").doesNotContain("mandelbrot");
  }

  @ParameterizedTest
  @ValueSource(strings = {"async", "later"})
  void waysWithCallbacksShowItAfterwards(String way) {
    Run run = gallery(server.uri().toString(), way, "rings.so");
    assertThat(run.out).as(run.err).isEqualTo(LOADED + RETURNED + picture);
    assertThat(run.status).isZero();
    assertThat(run.err).contains("GET " + server.uri() + "rings.so").doesNotContain("mandelbrot");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dlopen", "async", "sync", "wget", "later"})
  void aPluginThatIsNotThereIsNamed(String way) {
    Run run = gallery(server.uri().toString(), way, "none.so");
    assertThat(run.out).as(run.err).contains("gallery: ").doesNotContain("rings in water");
    assertThat(run.err).contains("GET " + server.uri() + "none.so: 404 Not Found");
  }

  @Test
  void aWayThatThereIsNotEndsWithTheWaysThereAre() {
    Run run = gallery(server.uri().toString(), "asnyc", "rings.so");
    assertThat(run.status).isEqualTo(2);
    assertThat(run.err).contains("no such way: asnyc").contains("nothing|preloaded|dlopen");
  }

  @ParameterizedTest
  @ValueSource(strings = {"async", "sync"})
  void aFetchThatFailsSaysWhy(String way) {
    Run run = gallery(server.uri().toString(), way, "none.so");
    assertThat(run.out).contains("none.so: 404 Not Found");
    // Without --trace-fetch, too.
    Run untraced =
        graft(
            "run",
            "--source",
            "served",
            "--allow-origin",
            server.uri().toString(),
            "--base-url",
            server.uri().toString(),
            "gallery.wasm",
            way,
            "none.so");
    assertThat(untraced.err)
        .isEqualTo("graft: fetch: GET " + server.uri() + "none.so: 404 Not Found\n");
  }

  @Test
  void aPreloadedPluginIsHereBeforeTheProgram() throws Exception {
    Run list = graft("manifest", "--when", "rings.so=start", "served");
    Files.writeString(folder.resolve("served/graft-manifest.json"), list.out);
    Run run = gallery(server.uri() + "graft-manifest.json", "nothing");
    assertThat(run.out).isEqualTo(LOADED + "gallery: no plugin wanted\n");
    assertThat(run.err).contains("GET " + server.uri() + "rings.so").doesNotContain("mandelbrot");
    Run shown = gallery(server.uri() + "graft-manifest.json", "preloaded", "rings.so");
    assertThat(shown.out).as(shown.err).isEqualTo(LOADED + picture + RETURNED);
  }

  @Test
  void aPluginThatNobodyWantsIsNotFetched() {
    Run run = gallery(server.uri().toString(), "nothing");
    assertThat(run.out).isEqualTo(LOADED + "gallery: no plugin wanted\n");
    assertThat(run.err).contains("libcanvas.so").doesNotContain("rings").doesNotContain("mandel");
  }

  @ParameterizedTest
  @ValueSource(strings = {"server", "folder", "archive"})
  void javaDecides(String kind) throws Exception {
    String place =
        switch (kind) {
          case "server" -> server.uri().toString();
          case "folder" -> folder.resolve("served").toString();
          default -> archive().toString();
        };
    ProcessBuilder java =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                String.join(
                    File.pathSeparator,
                    System.getProperty("jdk.module.path", ""),
                    System.getProperty("java.class.path", "")),
                "examples/plugins/java/JavaDecides.java",
                place)
            .directory(Requires.root().toFile())
            .redirectErrorStream(true);
    java.environment().put("GRAFT_CACHE", folder.resolve("cache").toString());
    Process process = java.start();
    process.getOutputStream().close();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(printed).isEqualTo(LOADED + "gallery: no plugin wanted\n" + picture);
    assertThat(process.waitFor()).isZero();
  }

  private Path archive() throws IOException {
    Path archive = folder.resolve("plugins.zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
      for (String each : List.of("libcanvas.so", "rings.so")) {
        zip.putNextEntry(new ZipEntry(each));
        zip.write(Files.readAllBytes(PLUGINS.resolve(each)));
      }
    }
    return archive;
  }

  @Test
  void theLinesOfEachWayAreThoseThatItsReadmeSays() throws Exception {
    Path example = Requires.root().resolve("examples/plugins");
    Map<String, Integer> counted = new HashMap<>(Map.of("nothing", 0));
    for (String source : List.of("gallery.cpp", "javascript/fetching.cpp")) {
      String way = "";
      for (String line : Files.readAllLines(example.resolve(source))) {
        if (line.startsWith("// way: ")) {
          way = line.substring("// way: ".length());
        } else if (line.equals("// end")) {
          way = "";
        } else if (!way.isEmpty() && !line.isBlank() && !line.strip().startsWith("//")) {
          counted.merge(way, 1, Integer::sum);
        }
      }
    }
    Map<String, Integer> said = new HashMap<>();
    Matcher rows =
        Pattern.compile("^\\| `(\\w+)` \\| (\\d+) \\|", Pattern.MULTILINE)
            .matcher(Files.readString(example.resolve("README.md")));
    while (rows.find()) {
      said.put(rows.group(1), Integer.valueOf(rows.group(2)));
    }
    assertThat(said).isEqualTo(counted).hasSize(9);
  }

  @ParameterizedTest
  @ValueSource(strings = {"async", "sync", "wget"})
  void aProgramThatMayNotFetchLeavesATrace(String way) {
    String address = server.uri() + "rings.so";
    String[] words = {"run", "--source", server.uri().toString(), "gallery.wasm", way, address};
    Run run = graft(words);
    assertThat(run.err)
        .isEqualTo(
            "graft: fetch: "
                + address
                + ": the program may not fetch; --allow-origin URL lets it\n");
    assertThat(run.out).contains("gallery: cannot have " + address);
    if (!way.equals("wget")) {
      // All of it, in the 63 bytes that there are.
      assertThat(run.out).contains("the program may not fetch; --allow-origin URL lets it\n");
    }
    words[5] = "rings.so";
    assertThat(graft(words).err)
        .contains("rings.so: the program may not fetch", "--base-url URL says to what");
  }

  @Test
  void whatAProgramFetchesFromAnotherServerNamesTheOptionForThat() {
    Run run =
        graft(
            "run",
            "--allow-origin",
            server.uri().toString(),
            "--source",
            server.uri().toString(),
            "gallery.wasm",
            "async",
            "http://example.org/rings.so");
    assertThat(run.err)
        .contains("origin http://example.org:80 is not among those allowed")
        .contains("graft: --allow-origin http://example.org lets that server be asked");
    assertThat(run.out).contains("origin http://example.org:80 is not among those allowed");
  }
}
