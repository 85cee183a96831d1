package graft.cli;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;

import graft.source.ModuleServer;
import graft.testkit.Requires;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Scanner;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Programs whose libraries come from a server.
final class FetchingTest {
  private static final Path PLUGINS = Requires.root().resolve("examples/plugins/wasm");

  @TempDir private Path folder;
  private final Map<String, String> environment = new HashMap<>();
  private String printed = "";

  private int graft(String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    environment.put("GRAFT_CACHE", folder.resolve("cache").toString());
    Console console =
        new Console(InputStream.nullInputStream(), stream, stream, folder, environment);
    int status = Main.run(console, List.of(words));
    printed = out.toString(StandardCharsets.UTF_8);
    return status;
  }

  /// The main module alone, so that nothing else is found beside it.
  private void copyMain() throws IOException {
    Files.copy(PLUGINS.resolve("painter.wasm"), folder.resolve("painter.wasm"));
  }

  @Test
  void aProgramRunsWithLibrariesOfAServerAndThenWithoutTheServer() throws IOException {
    copyMain();
    URI uri;
    try (ModuleServer server =
        ModuleServer.start(PLUGINS, InetAddress.getLoopbackAddress(), 0, 0)) {
      uri = server.uri();
      assertThat(
              graft(
                  "run", "--trace-fetch", "--lib-path", uri.toString(), "painter.wasm", "rings.so"))
          .as(printed)
          .isZero();
      assertThat(printed)
          .contains("rings in water, by rings.so:")
          .contains("graft: fetch: rings.so: GET " + uri + "rings.so")
          .contains(" bytes from the network")
          .doesNotContain("mandelbrot");
      assertThat(graft("run", "--source", uri + "graft-manifest.json", "painter.wasm", "rings.so"))
          .as(printed)
          .isZero();
      // It has no JavaScript that would have to be fetched.
      assertThat(graft("run", "--trace-fetch", uri + "painter.wasm", "rings.so")).isZero();
      assertThat(printed).contains("GET " + uri + "painter.wasm").doesNotContain("js: GET");
    }
    assertThat(graft("run", "--offline", "--lib-path", uri.toString(), "painter.wasm", "rings.so"))
        .as(printed)
        .isZero();
    assertThat(
            graft(
                "run", "--offline", "--lib-path", uri.toString(), "painter.wasm", "mandelbrot.so"))
        .isNotZero();
    assertThat(printed).contains("offline, and not in the cache");
    assertThat(graft("cache", "ls")).isZero();
    assertThat(printed).contains(uri + "rings.so").doesNotContain("mandelbrot");
    assertThat(graft("cache", "verify")).isZero();
    assertThat(printed).contains(" addresses, ").endsWith(" translated modules, 0 problems\n");
    assertThat(graft("cache", "prune", "--max-size", "1")).isZero();
    assertThat(graft("cache", "ls")).isZero();
    assertThat(printed).startsWith("graft cache: in " + folder.resolve("cache")).hasLineCount(1);
  }

  @Test
  void aManifestDescribesAFolderAndIsAPlace() throws IOException {
    copyMain();
    Path libraries = Files.createDirectories(folder.resolve("libs"));
    try (Stream<Path> files = Files.list(PLUGINS)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".so")).toList()) {
        Files.copy(file, libraries.resolve(file.getFileName()));
      }
    }
    assertThat(graft("manifest", "libs")).isZero();
    assertThat(printed).contains("\"rings.so\"").contains("\"integrity\" : \"sha384-");
    Files.writeString(libraries.resolve("list.json"), printed);
    assertThat(graft("run", "--source", "libs/list.json", "painter.wasm", "rings.so"))
        .as(printed)
        .isZero();
    assertThat(printed).doesNotContain("no integrity");
    String whole = Files.readString(libraries.resolve("list.json"));
    String gap = whole.replaceFirst("\\s*\"integrity\" : \"[^\"]*\",", "");
    assertThat(gap).isNotEqualTo(whole);
    Files.writeString(libraries.resolve("gap.json"), gap);
    assertThat(graft("run", "--source", "libs/gap.json", "painter.wasm", "rings.so"))
        .as(printed)
        .isZero();
    assertThat(printed).contains("gap.json: no integrity, unlike others: ");
    Files.writeString(
        libraries.resolve("typo.json"), whole.replaceFirst("\"integrity\"", "\"integrty\""));
    assertThat(graft("run", "--source", "libs/typo.json", "painter.wasm", "rings.so")).isOne();
    assertThat(printed).contains("unknown field \"integrty\": did you mean \"integrity\"?");
    Files.writeString(libraries.resolve("rings.so"), "changed");
    assertThat(graft("ldd", "--source", "libs/list.json", "painter.wasm")).as(printed).isZero();
    assertThat(graft("run", "--source", "libs/list.json", "painter.wasm", "rings.so")).isNotZero();
    assertThat(printed)
        .contains("rings.so: hash mismatch: expected sha384-")
        .doesNotContain("not in libs/list.json");
  }

  @Test
  void aSignedManifestIsBelievedAndNoOther() throws IOException {
    copyMain();
    Path libraries = Files.createDirectories(folder.resolve("libs"));
    for (String each : List.of("libcanvas.so", "rings.so")) {
      Files.copy(PLUGINS.resolve(each), libraries.resolve(each));
    }
    assertThat(graft("manifest", "--new-key", "my.key", "--sign", "my.key", "libs"))
        .as(printed)
        .isZero();
    assertThat(graft("manifest", "--new-key", "other.key", "libs")).isZero();
    assertThat(graft("manifest", "--new-key", "my.key", "libs")).isEqualTo(2);
    try (ModuleServer server =
        ModuleServer.start(libraries, InetAddress.getLoopbackAddress(), 0, 0)) {
      for (String place :
          List.of("libs/graft-manifest.json", server.uri() + "graft-manifest.json")) {
        String[] words = {
          "run", "--trust", "my.key.pub", "--source", place, "painter.wasm", "rings.so"
        };
        assertThat(graft(words)).as(printed).isZero();
        words[2] = "other.key.pub";
        assertThat(graft(words)).isEqualTo(1);
        assertThat(printed).contains("graft-manifest.json: signed by none of the trusted keys");
        words[2] = "my.key";
        assertThat(graft(words)).isEqualTo(1);
        assertThat(printed).contains("my.key: expected a PEM file with a PUBLIC KEY");
      }
      // A folder stands for the manifest in it.
      for (String place : List.of("libs", server.uri().toString())) {
        String[] words = {
          "run", "--trust", "my.key.pub", "--source", place, "painter.wasm", "rings.so"
        };
        assertThat(graft(words)).as(printed).isZero();
      }
      Files.createDirectories(folder.resolve("bare"));
      assertThat(graft("run", "--trust", "my.key.pub", "--source", "bare", "painter.wasm"))
          .isEqualTo(1);
      assertThat(printed)
          .contains("bare: not signed: no graft-manifest.json there; graft manifest --sign KEY");
      assertThat(graft("run", "--trust", "my.key.pub", "--source", "a.zip", "painter.wasm"))
          .isEqualTo(1);
      assertThat(printed).contains("a.zip: expected a signed manifest");
    }
    Path manifest = libraries.resolve("graft-manifest.json");
    Files.writeString(manifest, Files.readString(manifest).replace("rings.so", "wings.so"));
    String[] words = {
      "run",
      "--trust",
      "my.key.pub",
      "--source",
      "libs/graft-manifest.json",
      "painter.wasm",
      "wings.so"
    };
    assertThat(graft(words)).isEqualTo(1);
    assertThat(printed).contains("or changed since");
    Files.delete(libraries.resolve("graft-manifest.json.sig"));
    assertThat(graft(words)).isEqualTo(1);
    assertThat(printed).contains("graft-manifest.json: not signed");
  }

  @Test
  void withKeysALibraryThatNoManifestListsIsRefused() throws IOException {
    copyMain();
    Path libraries = Files.createDirectories(folder.resolve("libs"));
    for (String each : List.of("libcanvas.so", "rings.so")) {
      Files.copy(PLUGINS.resolve(each), libraries.resolve(each));
    }
    assertThat(graft("manifest", "--new-key", "my.key", "--sign", "my.key", "libs"))
        .as(printed)
        .isZero();
    Files.copy(PLUGINS.resolve("mandelbrot.so"), folder.resolve("mandelbrot.so"));
    String[] words = {
      "run", "--trust", "my.key.pub", "--source", "libs/graft-manifest.json", "painter.wasm", ""
    };
    words[6] = "rings.so";
    assertThat(graft(words)).as(printed).isZero();
    words[6] = "mandelbrot.so";
    assertThat(graft(words)).as(printed).isNotZero();
    assertThat(printed)
        .contains(
            "is refused: libraries come only from " + libraries.resolve("graft-manifest.json"));
  }

  @Test
  void wrongPlacesAreWrongUsage() {
    String main = PLUGINS + "/painter.wasm";
    assertThat(graft("run", "--source", main, main)).isEqualTo(1);
    assertThat(printed).contains(main + ": is a WebAssembly module, expected a folder, a manifest");
    for (String bad : List.of("http://", "http://a b/")) {
      assertThat(graft("run", "--source", bad, main)).isEqualTo(2);
      assertThat(printed).contains("--source: expected http://HOST/PATH", "found " + bad);
    }
    assertThat(graft("serve", "--max-age", "-1", ".")).isEqualTo(2);
    assertThat(printed).contains("--max-age wants a number, 0 or more, not -1");
    assertThat(graft("weigh", "--html", "gone/page.html", "--lib-path", PLUGINS.toString(), main))
        .isEqualTo(2);
    assertThat(printed).contains("--html: gone/page.html: no such directory");
    assertThat(graft("cache", "--cache", "gone", "ls")).isEqualTo(2);
    assertThat(printed).contains("--cache: gone: no such directory");
    assertThat(graft("manifest", "--new-key", "new.key", "--sign", "gone.key", ".")).isEqualTo(1);
    assertThat(folder.resolve("new.key")).doesNotExist();
    assertThat(graft("run", "--source", "nowhere.json", PLUGINS + "/painter.wasm")).isEqualTo(2);
    assertThat(printed).contains("--source: nowhere.json: no such file or directory");
    assertThat(graft("run", "--allow-origin", "x", PLUGINS + "/painter.wasm")).isEqualTo(2);
    assertThat(graft("run", "--allow-origin", "http://a,http://b", PLUGINS + "/painter.wasm"))
        .isEqualTo(2);
    assertThat(printed).contains("--allow-origin: ", "http://a,http://b");
    assertThat(graft("cache", "eat")).isEqualTo(2);
    assertThat(graft("serve", "nowhere")).isEqualTo(2);
    assertThat(graft("manifest", "nowhere")).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--source", "--lib-path", "--cache", "--trust"})
  void anEmptyValueIsWrongUsage(String option) throws IOException {
    copyMain();
    assertThat(graft("run", option, "", "painter.wasm")).isEqualTo(2);
    assertThat(printed).contains(option + " wants a value, found an empty one: " + option);
    assertThat(graft("run", option + "=", "painter.wasm")).isEqualTo(2);
    assertThat(folder.toFile().list()).containsExactly("painter.wasm");
  }

  @Test
  void keysThatWouldCheckNothingAreWrongUsage() throws IOException {
    copyMain();
    Files.createDirectories(folder.resolve("libs"));
    assertThat(graft("manifest", "--new-key", "my.key", "libs")).isZero();
    assertThat(graft("run", "--trust", "my.key.pub", "--lib-path", "libs", "painter.wasm"))
        .isEqualTo(2);
    assertThat(printed).contains("use --source libs, whose graft-manifest.json must be signed");
    assertThat(graft("run", "--trust", "my.key.pub", "painter.wasm")).isEqualTo(2);
    assertThat(printed).contains("--trust wants --source, too");
    assertThat(graft("run", "--trust", "gone.pub", "painter.wasm")).isEqualTo(1);
    assertThat(printed).contains("gone.pub: no such file");
  }

  @Test
  void theManifestInAFolderOfAServerHolds() throws IOException {
    copyMain();
    Path libraries = Files.createDirectories(folder.resolve("libs"));
    for (String each : List.of("libcanvas.so", "rings.so", "mandelbrot.so")) {
      Files.copy(PLUGINS.resolve(each), libraries.resolve(each));
    }
    assertThat(graft("manifest", "--when", "rings.so=start", "libs")).isZero();
    String list = printed;
    assertThat(graft("manifest", "--when", "rings.os=start", "libs")).isEqualTo(2);
    assertThat(printed).contains("rings.os is no library of the folder; did you mean rings.so?");
    assertThat(graft("manifest", "--when", "rings.so=soon", "libs")).isEqualTo(2);
    assertThat(printed).contains("expected when to be start, background or demand, found soon");
    Files.writeString(libraries.resolve("graft-manifest.json"), list);
    Files.copy(PLUGINS.resolve("mandelbrot.so"), libraries.resolve("rings.so"), REPLACE_EXISTING);
    try (ModuleServer server =
        ModuleServer.start(libraries, InetAddress.getLoopbackAddress(), 0, 0)) {
      String place = server.uri().toString();
      String[] words = {"run", "--source", place, "painter.wasm", "mandelbrot.so"};
      assertThat(graft(words)).isEqualTo(127);
      assertThat(printed).contains("rings.so: expected 1271 bytes, found 1540");
      Files.writeString(
          libraries.resolve("graft-manifest.json"), list.replace("\"start\"", "\"demand\""));
      assertThat(graft(words)).as(printed).isZero();
      Files.writeString(
          libraries.resolve("graft-manifest.json"), list.replace("\"start\"", "\"soon\""));
      assertThat(graft(words)).isEqualTo(1);
      assertThat(printed)
          .contains("rings.so: expected when to be start, background or demand, found soon");
    }
  }

  @Test
  void aManifestIsNotSignedWhenTheFolderHasChanged() throws IOException {
    Path libraries = Files.createDirectories(folder.resolve("libs"));
    for (String each : List.of("libcanvas.so", "rings.so")) {
      Files.copy(PLUGINS.resolve(each), libraries.resolve(each));
    }
    String[] sign = {"manifest", "--sign", "my.key", "libs"};
    assertThat(graft("manifest", "--new-key", "my.key", "--sign", "my.key", "libs")).isZero();
    Path signature = libraries.resolve("graft-manifest.json.sig");
    Files.delete(signature);
    assertThat(graft(sign)).as(printed).isZero();
    assertThat(printed).startsWith("signed ");
    // One more is passed over, but not silently.
    Files.copy(PLUGINS.resolve("mandelbrot.so"), libraries.resolve("mandelbrot.so"));
    assertThat(graft(sign)).as(printed).isZero();
    assertThat(printed).contains("does not list mandelbrot.so, which the folder has");
    Files.delete(signature);
    Files.copy(PLUGINS.resolve("mandelbrot.so"), libraries.resolve("rings.so"), REPLACE_EXISTING);
    Files.delete(libraries.resolve("libcanvas.so"));
    assertThat(graft(sign)).isEqualTo(1);
    assertThat(printed)
        .contains("libcanvas.so (there is no libcanvas.so), rings.so (its contents)")
        .contains("delete it, and graft manifest --sign writes it anew");
    assertThat(signature).doesNotExist();
  }

  @Test
  void aManifestWithAnotherSizeIsNotSigned() throws IOException {
    Path libraries = Files.createDirectories(folder.resolve("libs"));
    Files.copy(PLUGINS.resolve("rings.so"), libraries.resolve("rings.so"));
    assertThat(graft("manifest", "--new-key", "my.key", "--sign", "my.key", "libs")).isZero();
    Path manifest = libraries.resolve("graft-manifest.json");
    String text = Files.readString(manifest);
    Files.writeString(manifest, text.replaceAll("\"size\" ?: ?\\d+", "\"size\":7"));
    assertThat(graft("manifest", "--sign", "my.key", "libs")).as(printed).isEqualTo(1);
    assertThat(printed).contains("rings.so (its size)");
  }

  @Test
  void aMainWhoseServerIsNotThereCannotBeLoaded() {
    assertThat(graft("run", "http://127.0.0.1:1/x.wasm")).isEqualTo(127);
    assertThat(printed).contains("http://127.0.0.1:1/x.wasm: ");
  }

  @Test
  void filesThatAreNoModulesAreNamedAndLeftOut() throws IOException {
    Path libraries = Files.createDirectories(folder.resolve("libs"));
    Files.copy(PLUGINS.resolve("rings.so"), libraries.resolve("rings.so"));
    Files.writeString(libraries.resolve("bad.so"), "no module");
    Files.writeString(libraries.resolve("worse.wasm"), "\0asm");
    assertThat(graft("manifest", "--new-key", "my.key", "libs")).isEqualTo(1);
    assertThat(printed)
        .contains("bad.so: magic header not detected", "worse.wasm: ", "\"rings.so\" : {");
    assertThat(graft("manifest", "--sign", "my.key", "libs")).isEqualTo(1);
    assertThat(printed).contains("bad.so: magic header not detected", "nothing is signed");
    assertThat(libraries.resolve("graft-manifest.json")).doesNotExist();
  }

  @Test
  void theManifestInALocalFolderHoldsToo() throws IOException {
    copyMain();
    Path libraries = Files.createDirectories(folder.resolve("libs"));
    for (String each : List.of("libcanvas.so", "rings.so", "mandelbrot.so")) {
      Files.copy(PLUGINS.resolve(each), libraries.resolve(each));
    }
    assertThat(graft("manifest", "libs")).isZero();
    Files.writeString(libraries.resolve("graft-manifest.json"), printed);
    Files.copy(PLUGINS.resolve("mandelbrot.so"), libraries.resolve("rings.so"), REPLACE_EXISTING);
    for (String option : List.of("--source", "--lib-path")) {
      assertThat(graft("run", option, "libs", "painter.wasm", "mandelbrot.so")).isZero();
      assertThat(graft("run", option, "libs", "painter.wasm", "rings.so")).isNotZero();
      assertThat(printed)
          .contains("rings.so: hash mismatch: expected sha384-")
          .contains("it is not the file that " + libraries + "/graft-manifest.json describes");
    }
    Files.delete(libraries.resolve("rings.so"));
    assertThat(graft("run", "--source", "libs", "painter.wasm", "rings.so")).isNotZero();
    assertThat(printed)
        .contains("rings.so: no such file, but " + libraries + "/graft-manifest.json names it");
    // What it does not name is taken as it is.
    Files.copy(PLUGINS.resolve("rings.so"), libraries.resolve("waves.so"));
    assertThat(graft("run", "--source", "libs", "painter.wasm", "waves.so")).as(printed).isZero();
  }

  @Test
  void messagesNameTheOptionThatHelps() throws IOException {
    copyMain();
    Files.writeString(folder.resolve("painter.js"), "");
    assertThat(graft("run", "painter.js")).isEqualTo(2);
    assertThat(printed).contains("graft run painter.wasm runs it");
    assertThat(graft("run", "painter.wasm")).isEqualTo(127);
    assertThat(printed).contains("--lib-path DIR or --source PLACE");
    assertThat(graft("run", "--source", "ftp://here/libs", "painter.wasm")).isEqualTo(2);
    assertThat(printed).contains("expected a path, http:// or https://, found ftp://here/libs");
    assertThat(graft("run", "--source", "http:/here/libs", "painter.wasm")).isEqualTo(2);
    assertThat(graft("run", "--source", "htp://here/libs", "painter.wasm")).isEqualTo(2);
    assertThat(graft("run", "--source", "here.example.org/libs", "painter.wasm")).isEqualTo(2);
    assertThat(printed).contains("an address begins with http:// or https://");
    assertThat(graft("rnu", "painter.wasm")).isEqualTo(2);
    assertThat(printed).contains("no such command: rnu; did you mean run?");
    assertThat(graft("run", "--sorce", "x", "painter.wasm")).isEqualTo(2);
    assertThat(printed).contains("unknown option: --sorce; did you mean --source?");
    assertThat(graft("serve", "nowhere")).isEqualTo(2);
    assertThat(printed).contains("graft serve: nowhere: no such directory");
    try (ModuleServer server =
        ModuleServer.start(PLUGINS, InetAddress.getLoopbackAddress(), 0, 0)) {
      String port = Integer.toString(server.uri().getPort());
      assertThat(graft("serve", "--port", port, PLUGINS.toString())).isEqualTo(1);
      assertThat(printed).contains("cannot listen on port " + port).contains("--port 0 any");
    }
  }

  /// What a server has at a path.
  @FunctionalInterface
  private interface Contents {
    byte[] at(String path) throws Exception;
  }

  /// Answers everything with a status and nothing else, until the server is closed.
  private static Thread answer(ServerSocket server, AtomicInteger status) {
    return serve(
        server,
        _ -> {
          throw new IOException(Integer.toString(status.get()));
        });
  }

  /// Answers until the server is closed; what fails is 500, or the status that the message is.
  private static Thread serve(ServerSocket server, Contents contents) {
    return Thread.ofVirtual()
        .start(() -> {
          while (!server.isClosed()) {
            try {
              Socket socket = server.accept();
              Thread.ofVirtual().start(() -> answer(socket, contents));
            } catch (IOException _) {
              // Closed.
            }
          }
        });
  }

  private static void answer(Socket socket, Contents contents) {
    try (socket;
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
      String path = in.readLine().split(" ", -1)[1];
      while (!in.readLine().isEmpty()) {
        // Headers do not matter.
      }
      byte[] body = {};
      String status = "200";
      try {
        body = contents.at(path);
      } catch (Exception e) {
        status = String.valueOf(e.getMessage()).matches("\\d{3}") ? e.getMessage() : "500";
      }
      String head =
          "HTTP/1.1 "
              + status
              + " x\r\nConnection: close\r\nContent-Length: "
              + body.length
              + "\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().write(body);
    } catch (IOException _) {
      // The client is gone.
    }
  }

  @Test
  void theRemedyFitsTheCause() throws Exception {
    copyMain();
    String elsewhere = "--lib-path DIR or --source PLACE names another place";
    AtomicInteger status = new AtomicInteger(404);
    ServerSocket server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    Thread answering = answer(server, status);
    String origin = "http://127.0.0.1:" + server.getLocalPort();
    String[] words = {"run", "--lib-path", origin + "/", "painter.wasm", "rings.so"};
    try {
      assertThat(graft(words)).isEqualTo(127);
      assertThat(printed).contains("libcanvas.so: 404 Not Found").contains(elsewhere);
      status.set(403);
      assertThat(graft(words)).isEqualTo(127);
      assertThat(printed).contains("FetcherBuilder.authentication does").doesNotContain(elsewhere);
      status.set(500);
      assertThat(graft(words)).isEqualTo(1);
      assertThat(printed)
          .contains(origin + " has a problem of its own; try again later")
          .doesNotContain(elsewhere);
      assertThat(graft("run", "--offline", "--lib-path", origin, "painter.wasm")).isEqualTo(127);
      assertThat(printed)
          .contains("without --offline the server is asked")
          .doesNotContain(elsewhere);
      String[] elsewhereOnly = {
        "run", "--allow-origin", "http://localhost:1", "--source", origin, "painter.wasm"
      };
      assertThat(graft(elsewhereOnly)).isEqualTo(1);
      assertThat(printed)
          .contains("--allow-origin " + origin + " lets that server be asked")
          .doesNotContain(elsewhere);
    } finally {
      server.close();
      answering.join();
    }
    assertThat(graft(words)).isEqualTo(1);
    assertThat(printed)
        .contains("cannot connect")
        .contains("is " + origin + " up, and can it be reached from here?")
        .doesNotContain(elsewhere);
    Path libraries = Files.createDirectories(folder.resolve("libs"));
    Files.copy(PLUGINS.resolve("libcanvas.so"), libraries.resolve("libcanvas.so"));
    assertThat(graft("manifest", "libs")).isZero();
    Files.writeString(
        libraries.resolve("graft-manifest.json"),
        printed.replaceAll("\"size\" : \\d+,", "").replaceAll("sha384-..", "sha384-AA"));
    try (ModuleServer other =
        ModuleServer.start(libraries, InetAddress.getLoopbackAddress(), 0, 0)) {
      words[2] = other.uri().toString();
      assertThat(graft(words)).isEqualTo(127);
      assertThat(printed)
          .contains("hash mismatch")
          .contains("its manifest is out of date")
          .doesNotContain(elsewhere);
    }
  }

  @Test
  void aMainModuleMayBeAtAnAddress() throws IOException {
    Path served = Files.createDirectories(folder.resolve("served"));
    for (String each : List.of("painter.wasm", "libcanvas.so", "rings.so")) {
      Files.copy(PLUGINS.resolve(each), served.resolve(each));
    }
    assertThat(graft("manifest", "--new-key", "my.key", "--sign", "my.key", "served")).isZero();
    try (ModuleServer server = ModuleServer.start(served, InetAddress.getLoopbackAddress(), 0, 0)) {
      String main = server.uri() + "painter.wasm";
      assertThat(graft("run", main, "rings.so")).as(printed).isZero();
      assertThat(printed).contains("rings in water");
      assertThat(graft("run", "--offline", main, "rings.so")).as(printed).isZero();
      String[] trusting = {"run", "--trust", "my.key.pub", main, "rings.so"};
      assertThat(graft(trusting)).as(printed).isZero();
      assertThat(graft("run", "--allow-origin", "http://localhost:1", main)).isEqualTo(127);
      assertThat(printed)
          .contains(
              "--allow-origin " + server.uri().resolve("/").toString().replaceFirst("/$", ""));
      assertThat(graft("run", server.uri() + "none.wasm")).isEqualTo(127);
      assertThat(printed).contains("none.wasm: GET " + server.uri() + "none.wasm: 404 Not Found");
      assertThat(graft("run", main + "?x=1")).isEqualTo(2);
      assertThat(graft("run", server.uri().toString())).isEqualTo(2);
      assertThat(printed).contains("expected the address of a module, found that of a folder");
      assertThat(graft("inspect", main)).isEqualTo(1);
      assertThat(printed).contains("found an address (only graft run takes one)");
      // What the signed manifest says holds for it, too; and what it does not list is not run.
      Files.copy(PLUGINS.resolve("painter.wasm"), served.resolve("other.wasm"));
      trusting[3] = server.uri() + "other.wasm";
      assertThat(graft(trusting)).isEqualTo(127);
      assertThat(printed).contains("other.wasm: not in " + server.uri() + "graft-manifest.json");
      Files.copy(PLUGINS.resolve("gallery.wasm"), served.resolve("painter.wasm"), REPLACE_EXISTING);
      assertThat(graft("run", "--cache", "new", main, "rings.so")).isEqualTo(127);
      assertThat(printed).contains("painter.wasm: expected ");
    }
  }

  /// A bundle with libraries in a folder, as `ending` has it.
  private Path bundle(String ending) throws IOException {
    Path file = folder.resolve("served/libs" + ending);
    Files.createDirectories(folder.resolve("served"));
    if (ending.equals(".zip")) {
      try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
        for (String each : List.of("libcanvas.so", "rings.so")) {
          zip.putNextEntry(new ZipEntry("lib/" + each));
          zip.write(Files.readAllBytes(PLUGINS.resolve(each)));
        }
      }
      return file;
    }
    try (OutputStream tar = new GZIPOutputStream(Files.newOutputStream(file))) {
      for (String each : List.of("libcanvas.so", "rings.so")) {
        byte[] bytes = Files.readAllBytes(PLUGINS.resolve(each));
        tar.write(tarHeader("lib/" + each, bytes.length));
        tar.write(bytes);
        tar.write(new byte[-bytes.length & 511]);
      }
      tar.write(new byte[1024]);
    }
    return file;
  }

  /// The block of POSIX's ustar in front of a file.
  private static byte[] tarHeader(String name, int size) {
    String text =
        String.format(
            Locale.ROOT,
            "%-100s0000644 0000000 0000000 %011o 00000000000         0%-100sustar  ",
            name,
            size,
            "");
    byte[] header = Arrays.copyOf(text.getBytes(StandardCharsets.US_ASCII), 512);
    for (int i = 0; i < 100; i++) {
      header[i] = header[i] == ' ' ? 0 : header[i];
    }
    int sum = 0;
    for (byte each : header) {
      sum += each;
    }
    byte[] digits = String.format(Locale.ROOT, "%06o", sum).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(digits, 0, header, 148, digits.length);
    header[154] = 0;
    return header;
  }

  @ParameterizedTest
  @ValueSource(strings = {".zip", ".tar.gz"})
  void bundlesArePlacesHereAndOverHttp(String ending) throws IOException {
    copyMain();
    Path file = bundle(ending);
    assertThat(graft("run", "--source", "served/libs" + ending, "painter.wasm", "rings.so"))
        .as(printed)
        .isZero();
    assertThat(printed).contains("rings in water");
    try (ModuleServer server =
        ModuleServer.start(file.getParent(), InetAddress.getLoopbackAddress(), 0, 0)) {
      String place = server.uri() + "libs" + ending;
      String[] words = {"run", "--trace-fetch", "--source", place, "painter.wasm", "rings.so"};
      assertThat(graft(words)).as(printed).isZero();
      assertThat(printed)
          .contains("rings in water")
          // One file, once, though two libraries come out of it.
          .containsOnlyOnce(": GET ")
          .contains("graft: fetch: libs" + ending + ": GET " + place + " for painter.wasm");
      words[5] = "none.so";
      graft(words);
      assertThat(printed).contains("none.so").contains("not in " + place);
    }
    Files.writeString(file, "damaged");
    assertThat(graft("run", "--source", "served/libs" + ending, "painter.wasm")).isEqualTo(127);
    assertThat(printed).contains("libs" + ending + ": ");
  }

  @Test
  void traceFetchTellsOfEachQuestionRetryAndAnswer() throws Exception {
    copyMain();
    AtomicInteger status = new AtomicInteger(503);
    ServerSocket broken = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    Thread answering = answer(broken, status);
    String origin = "http://127.0.0.1:" + broken.getLocalPort() + "/";
    try {
      assertThat(graft("run", "--trace-fetch", "--source", origin + "m.json", "painter.wasm"))
          .isEqualTo(1);
      assertThat(printed)
          .contains("graft: fetch: m.json: GET " + origin + "m.json\n")
          .containsPattern("graft: fetch: m.json: 503 Service Unavailable; again in \\d+ ms\n")
          .contains("graft: fetch: m.json: GET " + origin + "m.json, attempt 2\n")
          .contains("503 Service Unavailable (tried 4 times)");
    } finally {
      broken.close();
      answering.join();
    }
    try (ModuleServer server =
        ModuleServer.start(PLUGINS, InetAddress.getLoopbackAddress(), 0, 0)) {
      String place = server.uri().toString();
      String[] words = {"run", "--trace-fetch", "--lib-path", place, "painter.wasm", "rings.so"};
      assertThat(graft(words)).isZero();
      assertThat(printed)
          .contains("libcanvas.so: GET " + place + "libcanvas.so for painter.wasm\n")
          .contains("libcanvas.so: 1,265 bytes from the network\n");
      assertThat(graft(words)).isZero();
      assertThat(printed)
          .containsPattern("libcanvas.so: 1,265 bytes from the cache")
          .doesNotContain("libcanvas.so: 1,265 bytes from the network");
    }
  }

  @Test
  void onATerminalThereIsABar() throws IOException {
    copyMain();
    try (ModuleServer server =
        ModuleServer.start(PLUGINS, InetAddress.getLoopbackAddress(), 0, 0)) {
      environment.put("GRAFT_PROGRESS", "1");
      String place = server.uri().toString();
      String[] words = {"run", "--lib-path", place, "painter.wasm", "rings.so"};
      assertThat(graft(words)).isZero();
      // The bar is drawn and wiped; what the program prints stays whole.
      assertThat(printed)
          .contains("\r\033[Kfetching libcanvas.so ...")
          .contains("fetching libcanvas.so [####################] 100% of 2 KiB")
          .contains("\r\033[Klibcanvas.so: loaded\n");
      environment.put("GRAFT_PROGRESS", "0");
      assertThat(graft("run", "--cache", "other", "--lib-path", place, "painter.wasm", "rings.so"))
          .isZero();
      assertThat(printed).doesNotContain("fetching");
    }
  }

  @Test
  void whatComesInTheBackgroundIsFetchedThoughNobodyOpensIt() throws Exception {
    copyMain();
    Path libraries = Files.createDirectories(folder.resolve("libs"));
    for (String each : List.of("libcanvas.so", "rings.so", "mandelbrot.so")) {
      Files.copy(PLUGINS.resolve(each), libraries.resolve(each));
    }
    assertThat(graft("manifest", "--when", "rings.so=background", "libs")).isZero();
    Files.writeString(libraries.resolve("graft-manifest.json"), printed);
    // What the program opens comes only when what it does not open has been asked for.
    CountDownLatch asked = new CountDownLatch(1);
    ServerSocket server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    Thread answering =
        serve(
            server,
            path -> {
              if (path.equals("/rings.so")) {
                asked.countDown();
              } else if (path.equals("/mandelbrot.so")) {
                asked.await();
              }
              return Files.readAllBytes(libraries.resolve(path.substring(1)));
            });
    String place = "http://127.0.0.1:" + server.getLocalPort() + "/";
    try {
      String[] words = {"run", "--source", place, "painter.wasm", "mandelbrot.so"};
      assertThat(graft(words)).as(printed).isZero();
      assertThat(printed).contains("by mandelbrot.so").doesNotContain("rings");
      // Nobody waits for what is not wanted: that it fails changes nothing.
      Files.delete(libraries.resolve("rings.so"));
      environment.put("GRAFT_CODE_CACHE", "off");
      assertThat(graft("run", "--cache", "new", "--source", place, "painter.wasm", "mandelbrot.so"))
          .as(printed)
          .isZero();
    } finally {
      server.close();
      answering.join();
    }
  }

  @Test
  void theCacheIsPrunedByAgeAndVerified() throws IOException {
    copyMain();
    try (ModuleServer server =
        ModuleServer.start(PLUGINS, InetAddress.getLoopbackAddress(), 0, 0)) {
      String place = server.uri().toString();
      assertThat(graft("run", "--lib-path", place, "painter.wasm", "rings.so")).isZero();
    }
    assertThat(graft("cache", "prune", "--max-age", "1")).isZero();
    assertThat(printed).startsWith("removed 0 addresses and 0 files of 0 bytes");
    assertThat(graft("cache", "ls")).isZero();
    assertThat(printed).contains("rings.so").contains("libcanvas.so");
    Path content;
    try (Stream<Path> files = Files.walk(folder.resolve("cache"))) {
      content =
          files
              .filter(Files::isRegularFile)
              .filter(each -> each.toFile().length() == 1271)
              .findFirst()
              .orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(content);
    bytes[100] ^= 1;
    Files.write(content, bytes);
    assertThat(graft("cache", "verify")).isEqualTo(1);
    assertThat(printed)
        .contains(content.getFileName() + ": ", "/rings.so)")
        .endsWith(" 1 problem\n");
    // Two days ago.
    FileTime then = FileTime.from(Instant.now().minus(Duration.ofDays(2)));
    try (Stream<Path> files = Files.walk(folder.resolve("cache"))) {
      for (Path each : files.filter(Files::isRegularFile).toList()) {
        Files.setLastModifiedTime(each, then);
      }
    }
    assertThat(graft("cache", "prune", "--max-age", "3")).isZero();
    assertThat(printed).startsWith("removed 0 addresses");
    assertThat(graft("cache", "prune", "--max-age", "1")).isZero();
    assertThat(printed).startsWith("removed 3 addresses and 3 files of 3,");
    assertThat(graft("cache", "verify")).isZero();
  }

  @Test
  void aCacheThatKeepsNothingIsNamedOnce() throws IOException {
    copyMain();
    Files.writeString(folder.resolve("file"), "");
    try (ModuleServer server =
        ModuleServer.start(PLUGINS, InetAddress.getLoopbackAddress(), 0, 0)) {
      String place = server.uri().toString();
      String[] words = {
        "run", "--cache", "file/below", "--lib-path", place, "painter.wasm", "rings.so"
      };
      assertThat(graft(words)).as(printed).isZero();
      assertThat(printed).containsOnlyOnce("graft: not kept in the cache: ").contains("file/below");
      words[2] = "file";
      assertThat(graft(words)).isEqualTo(2);
      assertThat(printed).contains("--cache: file: is no directory");
    }
  }

  @Test
  void serversThatAreNotAllowedAreNotAsked() throws IOException {
    copyMain();
    try (ModuleServer server =
        ModuleServer.start(PLUGINS, InetAddress.getLoopbackAddress(), 0, 0)) {
      String place = server.uri().toString();
      String[] words = {
        "run", "--allow-origin", "", "--lib-path", place, "painter.wasm", "rings.so"
      };
      words[2] = "https://example.org";
      assertThat(graft(words)).isNotZero();
      assertThat(printed).contains("is not among those allowed");
      words[2] = place;
      assertThat(graft(words)).as(printed).isZero();
    }
  }

  @Test
  void serveSaysWhereItIsAndEndsWhenInterrupted() throws Exception {
    PipedInputStream said = new PipedInputStream();
    PrintStream out = new PrintStream(new PipedOutputStream(said), true, StandardCharsets.UTF_8);
    Thread thread =
        Thread.ofVirtual()
            .start(() -> Main.run(out, out, "serve", "--port", "0", PLUGINS.toString()));
    try (Scanner lines = new Scanner(said, StandardCharsets.UTF_8)) {
      String line = lines.nextLine();
      assertThat(line).startsWith("serving " + PLUGINS + " at http://");
      copyMain();
      String address = line.substring(line.lastIndexOf(' ') + 1);
      assertThat(graft("run", "--lib-path", address, "painter.wasm", "rings.so")).isZero();
    } finally {
      thread.interrupt();
    }
    thread.join();
  }
}
