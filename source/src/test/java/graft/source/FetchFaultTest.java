package graft.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// What servers and networks do wrong, over a real connection.
final class FetchFaultTest {
  private static final byte[] MODULE = TinyLibrary.of("one", 1);

  @TempDir private Path folder;
  private ScriptedServer server;
  private final List<Duration> pauses = new CopyOnWriteArrayList<>();

  @BeforeEach
  void start() throws IOException {
    server = new ScriptedServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private FetcherBuilder fetcher() {
    return Fetcher.builder().pause(pauses::add).cache(DiskCache.in(folder.resolve("cache")));
  }

  private FetchException failure(FetcherBuilder builder, FetchRequest request) throws IOException {
    try (Fetcher fetcher = builder.build()) {
      FetchException problem =
          catchThrowableOfType(FetchException.class, () -> fetcher.fetch(request));
      assertThat(problem).isNotNull();
      // Nothing of it stays.
      assertThat(DiskCache.in(folder.resolve("cache")).entries()).isEmpty();
      return problem;
    }
  }

  @Test
  void aServerThatFailsTwiceIsAskedThreeTimesWithGrowingPauses() throws IOException {
    server.on(
        "/a.so",
        (exchange, number) ->
            ScriptedServer.send(
                exchange, number < 3 ? 500 : 200, number < 3 ? new byte[0] : MODULE));
    try (Fetcher fetcher = fetcher().build()) {
      assertThat(fetcher.fetch(server.request("/a.so")).bytes()).isEqualTo(MODULE);
    }
    assertThat(pauses).containsExactly(Duration.ofMillis(200), Duration.ofMillis(400));
  }

  @Test
  void aServerThatAlwaysFailsIsNamedWithItsStatus() throws IOException {
    server.on("/a.so", (exchange, _) -> exchange.sendResponseHeaders(503, -1));
    FetchException problem = failure(fetcher(), server.request("/a.so"));
    assertThat(problem)
        .hasMessage("GET " + server.uri("/a.so") + ": 503 Service Unavailable (tried 4 times)");
    assertThat(problem.status()).isEqualTo(503);
    assertThat(problem.library()).isEqualTo("a.so");
    assertThat(problem.requester()).isEqualTo("app.wasm");
    assertThat(server.count("/a.so")).isEqualTo(4);
  }

  @Test
  void theServersOwnPauseCounts() throws IOException {
    server.on(
        "/a.so",
        (exchange, number) -> {
          if (number == 1) {
            ScriptedServer.send(exchange, 429, new byte[0], "Retry-After", "7");
          } else {
            ScriptedServer.send(exchange, 200, MODULE);
          }
        });
    try (Fetcher fetcher = fetcher().build()) {
      fetcher.fetch(server.request("/a.so"));
    }
    assertThat(pauses).containsExactly(Duration.ofSeconds(7));
  }

  @Test
  void whatWasMissingIsFoundTheNextTime() throws IOException {
    server.on(
        "/a.so",
        (exchange, number) ->
            ScriptedServer.send(
                exchange, number == 1 ? 404 : 200, number == 1 ? new byte[0] : MODULE));
    try (Fetcher fetcher = fetcher().build()) {
      assertThatThrownBy(() -> fetcher.fetch(server.request("/a.so")))
          .hasMessage("GET " + server.uri("/a.so") + ": 404 Not Found");
      assertThat(fetcher.fetch(server.request("/a.so")).bytes()).isEqualTo(MODULE);
    }
    assertThat(pauses).isEmpty();
  }

  @Test
  void anAnswerThatIsCutOffIsAskedForAgain() throws IOException {
    server.on(
        "/a.so",
        (exchange, number) -> {
          exchange.sendResponseHeaders(200, MODULE.length);
          exchange.getResponseBody().write(MODULE, 0, number == 1 ? 20 : MODULE.length);
          exchange.getResponseBody().flush();
        });
    try (Fetcher fetcher = fetcher().build()) {
      assertThat(fetcher.fetch(server.request("/a.so")).bytes()).isEqualTo(MODULE);
    }
    server.on(
        "/b.so",
        (exchange, _) -> {
          exchange.sendResponseHeaders(200, MODULE.length);
          exchange.getResponseBody().write(MODULE, 0, 20);
          exchange.getResponseBody().flush();
        });
    try (Fetcher fetcher = fetcher().build()) {
      assertThatThrownBy(() -> fetcher.fetch(server.request("/b.so")))
          .hasMessageContaining("cut off after 20 bytes of " + MODULE.length)
          .hasMessageEndingWith(" (tried 4 times)");
    }
  }

  @Test
  void contentsThatAreNotThoseNamedAreRefused() throws IOException {
    server.on("/a.so", MODULE);
    Integrity other = Integrity.of(Integrity.Algorithm.SHA384, new byte[] {1});
    FetchRequest plain = server.request("/a.so");
    FetchRequest request =
        new FetchRequest(plain.uri(), plain.kind(), "a.so", null, other, MODULE.length);
    assertThat(failure(fetcher(), request))
        .hasMessage(
            "GET "
                + plain.uri()
                + ": hash mismatch: expected "
                + other
                + ", found "
                + Integrity.of(Integrity.Algorithm.SHA384, MODULE));
    assertThat(server.count("/a.so")).isEqualTo(1);
  }

  @Test
  void aPageInsteadOfAModuleIsNamed() throws IOException {
    byte[] page = "<!DOCTYPE html><title>Welcome</title>".getBytes(StandardCharsets.UTF_8);
    server.on("/a.so", page, "Content-Type", "text/html");
    assertThat(failure(fetcher(), server.request("/a.so")))
        .hasMessageEndingWith(
            ": expected a WebAssembly module, found text/html that begins with \"<!DOCTYPE ht\"");
  }

  @Test
  void redirectionsAreFollowedButNotInACircleAndNotForEver() throws IOException {
    server.on("/a.so", MODULE);
    server.on("/once", (exchange, _) -> redirect(exchange, "/a.so"));
    server.on("/round", (exchange, _) -> redirect(exchange, "/about"));
    server.on("/about", (exchange, _) -> redirect(exchange, "/round"));
    for (int i = 0; i < 9; i++) {
      int next = i + 1;
      server.on("/far" + i, (exchange, _) -> redirect(exchange, "/far" + next));
    }
    assertThat(failure(fetcher(), server.request("/round")))
        .hasMessageEndingWith("redirection in a circle, to " + server.uri("/round"));
    assertThat(failure(fetcher(), server.request("/far0")))
        .hasMessageContaining("more than 5 redirections, the last to " + server.uri("/far6"));
    try (Fetcher fetcher = fetcher().build()) {
      assertThat(fetcher.fetch(server.request("/once")).bytes()).isEqualTo(MODULE);
    }
  }

  private static void redirect(HttpExchange exchange, String to) throws IOException {
    ScriptedServer.send(exchange, 302, new byte[0], "Location", to);
  }

  @Test
  void anEndlessBodyEndsAtTheLimit() throws IOException {
    server.on(
        "/a.so",
        (exchange, _) -> {
          exchange.sendResponseHeaders(200, 0);
          byte[] block = new byte[1 << 16];
          try (OutputStream out = exchange.getResponseBody()) {
            while (true) {
              out.write(block);
            }
          }
        });
    FetchLimits limits = FetchLimits.DEFAULT.withMaxBytes(1 << 20);
    assertThat(failure(fetcher().limits(limits), server.request("/a.so")))
        .hasMessageEndingWith(": expected at most 1048576 bytes, found more");
    assertThat(server.count("/a.so")).isEqualTo(1);
  }

  @Test
  void aSmallAnswerThatUnpacksIntoALargeOneEndsAtTheLimit() throws IOException {
    byte[] bomb = Archives.gzip(new byte[2 << 20]);
    server.on("/a.so", bomb, "Content-Encoding", "gzip");
    FetchLimits limits = FetchLimits.DEFAULT.withMaxBytes(1 << 20);
    assertThat(bomb.length).isLessThan(1 << 14);
    assertThat(failure(fetcher().limits(limits), server.request("/a.so")))
        .hasMessageContaining("expected at most 1048576 bytes");
  }

  @Test
  void aCompressedAnswerIsUnpackedAndADamagedOneRefused() throws IOException {
    byte[] packed = Archives.gzip(MODULE);
    byte[] damaged = packed.clone();
    Arrays.fill(damaged, 10, 20, (byte) 0xff);
    server.on("/a.so", packed, "Content-Encoding", "gzip");
    server.on("/b.so", damaged, "Content-Encoding", "gzip");
    assertThat(failure(fetcher(), server.request("/b.so"))).hasMessageContaining("gzip");
    try (Fetcher fetcher = fetcher().build()) {
      assertThat(fetcher.fetch(server.request("/a.so")).bytes()).isEqualTo(MODULE);
    }
  }

  @Test
  void aServerThatStopsInTheMiddleIsGivenUp() throws IOException {
    CountDownLatch over = new CountDownLatch(1);
    server.on(
        "/a.so",
        (exchange, _) -> {
          exchange.sendResponseHeaders(200, MODULE.length);
          exchange.getResponseBody().write(MODULE, 0, 10);
          exchange.getResponseBody().flush();
          await(over);
        });
    FetchLimits limits = FetchLimits.DEFAULT.withStall(Duration.ofMillis(150)).withAttempts(2);
    assertThat(failure(fetcher().limits(limits), server.request("/a.so")))
        .hasMessage(
            "GET "
                + server.uri("/a.so")
                + ": nothing came for 0.15 s after 10 bytes of "
                + MODULE.length
                + " (tried 2 times)");
    // All of it takes too long: the next attempt would, too.
    limits = FetchLimits.DEFAULT.withTimeout(Duration.ofMillis(150)).withAttempts(2);
    assertThat(failure(fetcher().limits(limits), server.request("/a.so")))
        .hasMessageEndingWith(": not complete within 0.15 s, after 10 bytes of " + MODULE.length);
    over.countDown();
  }

  @Test
  void noAttemptBeginsOnceTheTimeForOneIsOver() throws IOException {
    server.on("/a.so", (exchange, _) -> exchange.sendResponseHeaders(503, -1));
    Instant[] now = {Instant.EPOCH};
    FetcherBuilder slow =
        fetcher()
            .clock(() -> now[0])
            .limits(FetchLimits.DEFAULT.withAttempts(100))
            .pause(_ -> now[0] = now[0].plusSeconds(50));
    assertThat(failure(slow, server.request("/a.so"))).hasMessageEndingWith("(tried 4 times)");
  }

  @Test
  void aServerThatNeverAnswersIsGivenUp() throws IOException {
    CountDownLatch over = new CountDownLatch(1);
    server.on("/a.so", (_, _) -> await(over));
    for (FetchLimits limits :
        List.of(
            FetchLimits.DEFAULT.withTimeout(Duration.ofMillis(150)),
            FetchLimits.DEFAULT.withAttempts(1).withStall(Duration.ofMillis(150)))) {
      assertThat(failure(fetcher().limits(limits), server.request("/a.so")))
          .hasMessageEndingWith(": no answer within 0.15 s");
    }
    over.countDown();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aPortWhereNobodyListensIsNamed() throws IOException {
    URI uri;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      uri = URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/a.so");
    }
    assertThat(failure(fetcher(), FetchRequest.module(uri, "a.so", null)))
        .hasMessage("GET " + uri + ": cannot connect: connection refused (tried 4 times)");
  }

  @Test
  void aHostThatDoesNotExistIsNamed() throws IOException {
    URI uri = URI.create("http://no.such.host.invalid/a.so");
    assertThat(failure(fetcher(), FetchRequest.module(uri, "a.so", null)))
        .hasMessage("GET " + uri + ": cannot connect: no such host (tried 4 times)");
  }

  /// A server that is so busy that the system drops what would be one more connection.
  private static final class Busy implements AutoCloseable {
    private final ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final List<SocketChannel> waiting = new ArrayList<>();

    Busy() throws IOException {
      for (int i = 0; i < 4; i++) {
        SocketChannel channel = SocketChannel.open();
        waiting.add(channel);
        channel.configureBlocking(false);
        channel.connect(socket.getLocalSocketAddress());
        while (i < 2 && !channel.finishConnect()) {
          Thread.onSpinWait();
        }
      }
    }

    URI uri(String path) {
      return URI.create("http://127.0.0.1:" + socket.getLocalPort() + path);
    }

    @Override
    public void close() throws IOException {
      for (SocketChannel each : waiting) {
        each.close();
      }
      socket.close();
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aConnectionThatIsNotMadeInTimeIsToldAsThatAndNotTriedByOthersAtOnce() throws IOException {
    FetchLimits limits =
        new FetchLimits(
            1 << 20,
            5,
            Duration.ofMillis(200),
            Duration.ofSeconds(30),
            Duration.ofMinutes(2),
            2,
            Duration.ofMillis(1));
    List<URI> asked = new CopyOnWriteArrayList<>();
    FetchListener listener =
        new FetchListener() {
          @Override
          public void asking(FetchRequest request, URI uri, int attempt) {
            asked.add(uri);
          }
        };
    try (Busy busy = new Busy();
        Fetcher fetcher = fetcher().limits(limits).listener(listener).build()) {
      for (String path : List.of("/a.so", "/a.so", "/b.so")) {
        assertThatThrownBy(() -> fetcher.fetch(FetchRequest.module(busy.uri(path), "a.so", null)))
            .hasMessage("GET " + busy.uri(path) + ": cannot connect within 0.2 s (tried 2 times)");
      }
      assertThat(asked).containsExactly(busy.uri("/a.so"), busy.uri("/a.so"));
    }
  }

  @Test
  void aServerWithoutTlsIsToldAsThatAndTriedOnce() throws IOException {
    FetchLimits limits =
        new FetchLimits(
            1 << 20,
            5,
            Duration.ofMillis(200),
            Duration.ofSeconds(30),
            Duration.ofMinutes(2),
            4,
            Duration.ofMillis(1));
    // The system accepts for it, and nobody answers.
    try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      URI uri = URI.create("https://127.0.0.1:" + silent.getLocalPort() + "/a.so");
      assertThat(failure(fetcher().limits(limits), FetchRequest.module(uri, "a.so", null)))
          .hasMessage("GET " + uri + ": connected, but no TLS answer within 0.2 s: is it http://?");
    }
    try (ServerSocket plain = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual()
          .start(() -> {
            try (Socket one = plain.accept()) {
              one.getOutputStream()
                  .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
              // Until the client has read it and is gone.
              one.getInputStream().transferTo(OutputStream.nullOutputStream());
            } catch (IOException _) {
              // The client is gone.
            }
          });
      URI uri = URI.create("https://127.0.0.1:" + plain.getLocalPort() + "/a.so");
      assertThat(failure(fetcher(), FetchRequest.module(uri, "a.so", null)))
          .hasMessageStartingWith("GET " + uri + ": no secure connection: ")
          .hasMessageEndingWith(": is it http://?");
    }
  }

  @Test
  void originsThatAreNotAllowedAreNotAsked() throws IOException {
    try (ScriptedServer other = new ScriptedServer()) {
      other.on("/a.so", MODULE);
      server.on("/a.so", (exchange, _) -> redirect(exchange, other.uri("/a.so").toString()));
      FetcherBuilder strict = fetcher().allow(Set.of(server.uri("/")));
      assertThat(failure(strict, server.request("/a.so")))
          .hasMessageEndingWith("origin " + other.uri("") + " is not among those allowed");
      assertThat(failure(strict, other.request("/a.so"))).hasMessageContaining("is not among");
      assertThat(other.asked()).isEmpty();
    }
  }

  @Test
  void aServerThatWantsToBeLeftAloneForLongIsAskedAfterHalfAMinute() throws IOException {
    server.on(
        "/a.so",
        (exchange, number) -> {
          if (number == 1) {
            ScriptedServer.send(exchange, 503, new byte[0], "Retry-After", "86400");
          } else {
            ScriptedServer.send(exchange, 200, MODULE);
          }
        });
    try (Fetcher fetcher = fetcher().build()) {
      fetcher.fetch(server.request("/a.so"));
    }
    assertThat(pauses).containsExactly(Duration.ofSeconds(30));
  }

  @Test
  void credentialsGoToNobodyElse() throws IOException {
    List<String> seen = new CopyOnWriteArrayList<>();
    try (ScriptedServer other = new ScriptedServer();
        Fetcher fetcher =
            fetcher()
                .authentication(uri ->
                    uri.getPort() == server.uri("/").getPort()
                        ? Map.of("Authorization", "Bearer secret")
                        : Map.of())
                .build()) {
      server.on(
          "/a.so",
          (exchange, _) -> {
            seen.add("first " + exchange.getRequestHeaders().getFirst("Authorization"));
            redirect(exchange, other.uri("/a.so").toString());
          });
      other.on(
          "/a.so",
          (exchange, _) -> {
            seen.add("second " + exchange.getRequestHeaders().getFirst("Authorization"));
            ScriptedServer.send(exchange, 200, MODULE);
          });
      fetcher.fetch(server.request("/a.so"));
    }
    assertThat(seen).containsExactly("first Bearer secret", "second null");
  }
}
