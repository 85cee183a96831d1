package graft.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import graft.host.DownloadAnswer;
import graft.host.DownloadProgress;
import graft.host.DownloadRequest;
import graft.host.DownloadRequest.Header;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What guests fetch themselves, over a real connection.
@Timeout(120)
final class GuestDownloadsTest {
  @TempDir private Path folder;
  private ScriptedServer server;
  private final List<String> seen = new CopyOnWriteArrayList<>();
  private final List<String> progress = new ArrayList<>();

  private final DownloadProgress listener =
      new DownloadProgress() {
        private final Thread mine = Thread.currentThread();

        @Override
        public void started(int status, String statusText, List<Header> headers, long total) {
          assertThat(Thread.currentThread()).isSameAs(mine);
          progress.add("started " + status + " " + statusText + " " + total);
        }

        @Override
        public void received(byte[] bytes, int length) {
          assertThat(Thread.currentThread()).isSameAs(mine);
          progress.add(bytes.length == 0 ? "" + length : new String(bytes, 0, length, UTF_8));
        }
      };

  @BeforeEach
  void start() throws IOException {
    server = new ScriptedServer();
    server.on("/text", "hello".getBytes(UTF_8), "ETag", "\"1\"", "Cache-Control", "no-cache");
    server.on(
        "/echo",
        (exchange, _) -> {
          seen.add(
              exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestHeaders().getFirst("X-Mine")
                  + " "
                  + exchange.getRequestHeaders().getFirst("Authorization"));
          ScriptedServer.send(exchange, 201, exchange.getRequestBody().readAllBytes());
        });
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Fetcher fetcher() {
    return Fetcher.builder()
        .pause(_ -> {})
        .cache(DiskCache.in(folder))
        .allow(Set.of(server.uri("/")))
        .limits(FetchLimits.DEFAULT.withMaxBytes(1 << 20))
        .build();
  }

  private static DownloadRequest post(String url, String body, Header... headers) {
    return new DownloadRequest("POST", url, List.of(headers), body.getBytes(UTF_8), null, false);
  }

  @Test
  void aSimpleReadComesThroughTheCacheAndIsRevalidated() throws Exception {
    try (Fetcher fetcher = fetcher()) {
      GuestDownloads downloads = GuestDownloads.of(fetcher, server.uri("/"));
      DownloadAnswer answer = downloads.send(DownloadRequest.get("text"), listener);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.headers()).contains(new Header("etag", "\"1\""));
      assertThat(new String(answer.body(), UTF_8)).isEqualTo("hello");
      assertThat(progress).containsExactly("started 200 OK 5", "5");
      server.on(
          "/text",
          (exchange, _) -> {
            seen.add(exchange.getRequestHeaders().getFirst("If-None-Match"));
            exchange.sendResponseHeaders(304, -1);
          });
      DownloadAnswer again = downloads.send(DownloadRequest.get("text"), DownloadProgress.NONE);
      assertThat(again.body()).isEqualTo(answer.body());
      assertThat(seen).containsExactly("\"1\"");
      assertThat(downloads.fetch("text")).isEqualTo(answer.body());
    }
  }

  @Test
  void aPortWhereNobodyListensIsNamed() throws Exception {
    URI uri;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      uri = URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/text");
    }
    try (Fetcher fetcher = Fetcher.builder().build()) {
      assertThatThrownBy(() ->
              GuestDownloads.of(fetcher).send(post(uri.toString(), ""), DownloadProgress.NONE))
          .isInstanceOf(IOException.class)
          .hasMessage("POST " + uri + ": cannot connect: connection refused");
    }
  }

  @Test
  void anAnswerThatNobodyTakesIsClosed() throws Exception {
    CountDownLatch broken = new CountDownLatch(1);
    server.on(
        "/endless",
        (exchange, _) -> {
          exchange.sendResponseHeaders(200, 0);
          try (OutputStream out = exchange.getResponseBody()) {
            while (true) {
              out.write(new byte[1 << 16]);
            }
          } catch (IOException e) {
            broken.countDown();
          }
        });
    DownloadProgress failing =
        new DownloadProgress() {
          @Override
          public void started(int status, String text, List<Header> headers, long total) {
            throw new IllegalStateException("not wanted");
          }
        };
    try (Fetcher fetcher = fetcher()) {
      String address = server.uri("/endless").toString();
      assertThatThrownBy(() -> GuestDownloads.of(fetcher).send(post(address, ""), failing))
          .hasMessage("not wanted");
      assertThat(broken.await(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void anAnswerWhoseReaderIsInterruptedIsNoAnswerThatIsCutOff() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    server.on(
        "/slow",
        (exchange, _) -> {
          exchange.sendResponseHeaders(200, 10);
          exchange.getResponseBody().flush();
          try {
            over.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    DownloadProgress interrupting =
        new DownloadProgress() {
          @Override
          public void started(int status, String text, List<Header> headers, long total) {
            Thread.currentThread().interrupt();
          }
        };
    try (Fetcher fetcher = fetcher()) {
      String address = server.uri("/slow").toString();
      assertThatThrownBy(() -> GuestDownloads.of(fetcher).send(post(address, ""), interrupting))
          .isInstanceOf(InterruptedException.class);
      assertThat(Thread.interrupted()).isFalse();
    } finally {
      over.countDown();
    }
  }

  @Test
  void aMissingFileIsAnAnswer() throws Exception {
    try (Fetcher fetcher = fetcher()) {
      GuestDownloads downloads = GuestDownloads.of(fetcher, server.uri("/"));
      DownloadAnswer answer = downloads.send(DownloadRequest.get("none"), listener);
      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.isSuccess()).isFalse();
      assertThat(answer.statusText()).isEqualTo("Not Found");
    }
  }

  @Test
  void aMissingFileHasTheServersPage() throws Exception {
    byte[] page = "no such file".getBytes(UTF_8);
    server.on(
        "/page",
        (exchange, _) -> ScriptedServer.send(exchange, 404, page, "Content-Type", "text/plain"));
    try (Fetcher fetcher = fetcher()) {
      DownloadAnswer answer =
          GuestDownloads.of(fetcher, server.uri("/")).send(DownloadRequest.get("page"), listener);
      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.body()).isEqualTo(page);
      assertThat(answer.headers()).contains(new Header("content-type", "text/plain"));
    }
  }

  @Test
  void methodHeadersAndBodyGoToTheServerAsTheyAre() throws Exception {
    try (Fetcher fetcher = fetcher()) {
      GuestDownloads downloads = GuestDownloads.of(fetcher);
      DownloadAnswer answer =
          downloads.send(
              post(server.uri("/echo").toString(), "a=b", new Header("X-Mine", "yes")), listener);
      assertThat(answer.status()).isEqualTo(201);
      assertThat(new String(answer.body(), UTF_8)).isEqualTo("a=b");
      assertThat(seen).containsExactly("POST yes null");
      assertThat(progress).containsExactly("started 201 Created 3", "3");
      assertThatThrownBy(() ->
              downloads.send(
                  post(server.uri("/echo").toString(), "", new Header("Host", "other")),
                  DownloadProgress.NONE))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("restricted header name");
    }
  }

  @Test
  void streamedBytesComeInPiecesAndAreNotKept() throws Exception {
    try (Fetcher fetcher = fetcher()) {
      DownloadRequest request =
          new DownloadRequest("GET", server.uri("/text").toString(), List.of(), null, null, true);
      DownloadAnswer answer = GuestDownloads.of(fetcher).send(request, listener);
      assertThat(answer.body()).isEmpty();
      assertThat(progress).containsExactly("started 200 OK 5", "hello");
    }
  }

  @Test
  void whatAGuestSaysAboutItselfIsNotToldToOtherServers() throws Exception {
    try (ScriptedServer other = new ScriptedServer();
        Fetcher fetcher =
            Fetcher.builder().allow(Set.of(server.uri("/"), other.uri("/"))).build()) {
      other.on(
          "/echo",
          (exchange, _) -> {
            seen.add(
                exchange.getRequestMethod()
                    + " "
                    + exchange.getRequestHeaders().getFirst("Authorization")
                    + " "
                    + exchange.getRequestHeaders().getFirst("Cookie"));
            ScriptedServer.send(exchange, 200, new byte[] {1});
          });
      server.on(
          "/away",
          (exchange, _) ->
              ScriptedServer.send(
                  exchange, 303, new byte[0], "Location", other.uri("/echo").toString()));
      GuestDownloads.of(fetcher)
          .send(
              post(
                  server.uri("/away").toString(),
                  "x",
                  new Header("Authorization", "secret"),
                  new Header("COOKIE", "id=secret")),
              DownloadProgress.NONE);
      assertThat(seen).containsExactly("GET null null");
    }
  }

  @Test
  void aRedirectionKeepsHeadAndOneToNowhereIsAnAnswer() throws Exception {
    server.on(
        "/other",
        (exchange, _) -> ScriptedServer.send(exchange, 303, new byte[0], "Location", "/echo"));
    server.on("/nowhere", (exchange, _) -> ScriptedServer.send(exchange, 302, new byte[] {1}));
    try (Fetcher fetcher = fetcher()) {
      GuestDownloads downloads = GuestDownloads.of(fetcher);
      DownloadRequest head =
          new DownloadRequest(
              "HEAD", server.uri("/other").toString(), List.of(), null, null, false);
      downloads.send(head, DownloadProgress.NONE);
      assertThat(seen).containsExactly("HEAD null null");
      DownloadAnswer answer =
          downloads.send(post(server.uri("/nowhere").toString(), ""), DownloadProgress.NONE);
      assertThat(answer.status()).isEqualTo(302);
      assertThat(answer.body()).containsExactly(1);
    }
  }

  @Test
  void originsSizesAndTimesAreLimited() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    server.on("/large", new byte[2 << 20]);
    server.on(
        "/slow",
        (_, _) -> {
          try {
            over.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    server.on(
        "/round",
        (exchange, _) -> ScriptedServer.send(exchange, 307, new byte[0], "Location", "/round"));
    try (Fetcher fetcher = fetcher()) {
      GuestDownloads downloads = GuestDownloads.of(fetcher);
      assertThatThrownBy(
              () -> downloads.send(post("http://127.0.0.1:1/x", ""), DownloadProgress.NONE))
          .hasMessageContaining("is not among those allowed");
      assertThatThrownBy(() ->
              downloads.send(post(server.uri("/large").toString(), ""), DownloadProgress.NONE))
          .hasMessageContaining("expected at most 1048576 bytes");
      assertThatThrownBy(() ->
              downloads.send(post(server.uri("/round").toString(), ""), DownloadProgress.NONE))
          .hasMessageContaining("more than 5 redirections");
      DownloadRequest slow =
          new DownloadRequest(
              "GET",
              server.uri("/slow").toString(),
              List.of(),
              null,
              Duration.ofMillis(100),
              false);
      assertThatThrownBy(() -> downloads.send(slow, DownloadProgress.NONE))
          .isInstanceOf(SocketTimeoutException.class)
          .hasMessageContaining("not complete within 100 ms");
      assertThatThrownBy(() -> downloads.fetch("no address")).isInstanceOf(IOException.class);
    } finally {
      over.countDown();
    }
    try (Fetcher offline = Fetcher.builder().offline(true).build()) {
      URI uri = server.uri("/echo");
      assertThatThrownBy(() ->
              GuestDownloads.of(offline).send(post(uri.toString(), ""), DownloadProgress.NONE))
          .hasMessageEndingWith("offline");
    }
  }
}
