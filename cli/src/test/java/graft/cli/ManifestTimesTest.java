package graft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import graft.source.Manifest;
import graft.testkit.Requires;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// When what manifests list comes. The server has one for each library, `/rings.json`, which lists
/// all and wants `rings.so` at the time that the test says.
final class ManifestTimesTest {
  private static final Path PLUGINS = Requires.root().resolve("examples/plugins/wasm");

  @TempDir private Path folder;
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private String printed = "";

  private int graft(String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    Map<String, String> environment = Map.of("GRAFT_CACHE", folder.resolve("cache").toString());
    Console console =
        new Console(InputStream.nullInputStream(), stream, stream, folder, environment);
    int status = Main.run(console, List.of(words));
    printed = out.toString(StandardCharsets.UTF_8);
    return status;
  }

  /// @param together how many libraries must have been asked for before the first one comes
  private void serve(ServerSocket server, int together, Map<String, Manifest.When> times) {
    CountDownLatch all = new CountDownLatch(together);
    Thread.ofVirtual()
        .start(() -> {
          while (!server.isClosed()) {
            Socket client;
            try {
              client = server.accept();
            } catch (IOException e) {
              return;
            }
            Thread.ofVirtual().start(() -> answer(client, all, times));
          }
        });
  }

  private void answer(Socket client, CountDownLatch all, Map<String, Manifest.When> times) {
    try (client;
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
        OutputStream out = client.getOutputStream()) {
      String path = in.readLine().split(" ", -1)[1];
      while (!in.readLine().isEmpty()) {
        // Headers.
      }
      asked.add(path);
      String name = path.substring(1).replace(".json", ".so");
      byte[] bytes;
      if (path.endsWith(".json")) {
        bytes =
            Manifest.of(PLUGINS)
                .with(name::equals, times.getOrDefault(name, Manifest.When.DEMAND))
                .toJson();
      } else {
        all.countDown();
        boolean here = all.await(20, TimeUnit.SECONDS);
        bytes = here ? Files.readAllBytes(PLUGINS.resolve(name)) : new byte[0];
      }
      String head =
          "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: " + bytes.length + "\r\n\r\n";
      out.write(head.getBytes(StandardCharsets.US_ASCII));
      out.write(bytes);
    } catch (IOException e) {
      asked.add(e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String address(ServerSocket server, String path) {
    return "http://"
        + server.getInetAddress().getHostAddress()
        + ":"
        + server.getLocalPort()
        + path;
  }

  /// Each answer waits until both are asked for: one after the other would not come.
  @Test
  void whatSeveralManifestsWantBeforeTheStartComesAtTheSameTime() throws IOException {
    Files.copy(PLUGINS.resolve("painter.wasm"), folder.resolve("painter.wasm"));
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      serve(
          server, 2, Map.of("libcanvas.so", Manifest.When.START, "rings.so", Manifest.When.START));
      String[] words = {
        "run",
        "--source",
        address(server, "/libcanvas.json"),
        "--source",
        address(server, "/mandelbrot.json"),
        "--source",
        address(server, "/rings.json"),
        "painter.wasm"
      };
      assertThat(graft(words)).as(printed).isZero();
      assertThat(asked).contains("/libcanvas.so", "/rings.so").doesNotContain("/mandelbrot.so");
    }
  }

  @Test
  void whatIsWantedInTheBackgroundComesAfterWhatTheProgramNeeds() throws IOException {
    Files.copy(PLUGINS.resolve("painter.wasm"), folder.resolve("painter.wasm"));
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      serve(server, 0, Map.of("rings.so", Manifest.When.BACKGROUND));
      String[] words = {
        "run", "--source", address(server, "/rings.json"), "painter.wasm", "rings.so"
      };
      assertThat(graft(words)).as(printed).isZero();
      assertThat(asked).containsExactly("/rings.json", "/libcanvas.so", "/rings.so");
    }
  }
}
