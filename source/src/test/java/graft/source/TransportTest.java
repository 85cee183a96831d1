package graft.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import graft.testkit.Requires;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What lies between a fetcher and a server: TLS, HTTP/2, proxies, passwords.
@Timeout(120)
final class TransportTest {
  private static final byte[] MODULE = TinyLibrary.of("one", 1);
  private static final String PASSWORD = "changeit";

  @TempDir private Path folder;
  private SSLContext tls;

  /// A key of this test's own, for 127.0.0.1.
  @BeforeEach
  void makeKey() throws Exception {
    Path store = folder.resolve("key.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                "test",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=IP:127.0.0.1,DNS:localhost",
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start();
    assertThat(keytool.waitFor()).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory ours = KeyManagerFactory.getInstance("PKIX");
    ours.init(keys, PASSWORD.toCharArray());
    KeyStore known = KeyStore.getInstance("PKCS12");
    known.load(null, null);
    known.setCertificateEntry("test", keys.getCertificate("test"));
    TrustManagerFactory theirs = TrustManagerFactory.getInstance("PKIX");
    theirs.init(known);
    tls = SSLContext.getInstance("TLS");
    tls.init(ours.getKeyManagers(), theirs.getTrustManagers(), null);
  }

  private FetcherBuilder trusting() {
    return Fetcher.builder().pause(_ -> {}).client(HttpClient.newBuilder().sslContext(tls).build());
  }

  @Test
  void modulesComeOverTlsIfTheCertificateIsTrusted() throws Exception {
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            if (exchange.getRequestURI().getPath().equals("/down")) {
              ScriptedServer.send(
                  exchange, 302, new byte[0], "Location", "http://127.0.0.1:1/a.so");
            } else {
              ScriptedServer.send(exchange, 200, MODULE);
            }
          }
        });
    server.start();
    URI uri = URI.create("https://127.0.0.1:" + server.getAddress().getPort() + "/a.so");
    try (Fetcher fetcher = trusting().build();
        Fetcher strict =
            Fetcher.builder().pause(_ -> {}).limits(FetchLimits.DEFAULT.withAttempts(1)).build()) {
      assertThat(fetcher.fetch(FetchRequest.module(uri, "a.so", null)).bytes()).isEqualTo(MODULE);
      assertThatThrownBy(() -> strict.fetch(FetchRequest.module(uri, "a.so", null)))
          .isInstanceOf(FetchException.class)
          .hasMessageContaining(": no secure connection: ")
          .hasMessageContaining("certification path");
      URI down = uri.resolve("/down");
      assertThatThrownBy(() -> fetcher.fetch(FetchRequest.module(down, "a.so", null)))
          .hasMessageContaining("refused to go from https to http://127.0.0.1:1/a.so");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void modulesComeOverHttp2WhereTheServerSpeaksIt() throws Exception {
    Path module = Files.write(folder.resolve("a.so"), MODULE);
    Process server =
        new ProcessBuilder(
                Requires.tool("node").toString(),
                "-e",
                """
                const fs = require('fs'), http2 = require('http2');
                const server = http2.createSecureServer(
                  { pfx: fs.readFileSync(process.argv[1]), passphrase: process.argv[2] });
                server.on('stream', (stream, headers) => {
                  stream.respond({ ':status': 200, 'x-version': stream.session.alpnProtocol });
                  stream.end(fs.readFileSync(process.argv[3]));
                });
                server.listen(0, '127.0.0.1', () => console.log(server.address().port));
                """,
                folder.resolve("key.p12").toString(),
                PASSWORD,
                module.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader said = server.inputReader(StandardCharsets.UTF_8);
        Fetcher fetcher = trusting().build()) {
      URI uri = URI.create("https://127.0.0.1:" + said.readLine() + "/a.so");
      Fetched file = fetcher.fetch(FetchRequest.module(uri, "a.so", null));
      assertThat(file.bytes()).isEqualTo(MODULE);
      assertThat(file.headers()).containsEntry("x-version", "h2");
    } finally {
      server.destroy();
      server.waitFor();
    }
  }

  /// The host does not exist: only the proxy can have answered.
  @Test
  void modulesComeThroughAProxy() throws IOException {
    List<String> asked = new CopyOnWriteArrayList<>();
    try (ScriptedServer proxy = new ScriptedServer()) {
      proxy.on(
          "/a.so",
          (exchange, _) -> {
            asked.add(exchange.getRequestURI().toString());
            ScriptedServer.send(exchange, 200, MODULE);
          });
      InetSocketAddress address =
          new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy.uri("/").getPort());
      try (Fetcher fetcher =
          Fetcher.builder()
              .client(HttpClient.newBuilder().proxy(ProxySelector.of(address)).build())
              .build()) {
        URI uri = URI.create("http://modules.invalid/a.so");
        assertThat(fetcher.fetch(FetchRequest.module(uri, "a.so", null)).bytes()).isEqualTo(MODULE);
      }
    }
    assertThat(asked).containsExactly("http://modules.invalid/a.so");
  }

  @Test
  void theProxiesOfTheJvmAreThoseOfAFetcher() throws IOException {
    ProxySelector before = ProxySelector.getDefault();
    try (ScriptedServer proxy = new ScriptedServer()) {
      proxy.on("/a.so", MODULE);
      ProxySelector.setDefault(
          ProxySelector.of(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy.uri("/").getPort())));
      try (Fetcher fetcher = Fetcher.builder().build()) {
        URI uri = URI.create("http://modules.invalid/a.so");
        assertThat(fetcher.fetch(FetchRequest.module(uri, "a.so", null)).bytes()).isEqualTo(MODULE);
      }
    } finally {
      ProxySelector.setDefault(before);
    }
  }

  @Test
  void aServerThatWantsAPasswordGetsIt() throws IOException {
    String basic =
        "Basic " + Base64.getEncoder().encodeToString("me:secret".getBytes(StandardCharsets.UTF_8));
    try (ScriptedServer server = new ScriptedServer()) {
      server.on(
          "/a.so",
          (exchange, _) -> {
            boolean known = basic.equals(exchange.getRequestHeaders().getFirst("Authorization"));
            ScriptedServer.send(exchange, known ? 200 : 401, known ? MODULE : new byte[0]);
          });
      try (Fetcher fetcher =
              Fetcher.builder().authentication(_ -> Map.of("Authorization", basic)).build();
          Fetcher nobody = Fetcher.builder().build()) {
        assertThat(fetcher.fetch(server.request("/a.so")).bytes()).isEqualTo(MODULE);
        assertThatThrownBy(() -> nobody.fetch(server.request("/a.so")))
            .hasMessage("GET " + server.uri("/a.so") + ": 401 Unauthorized");
      }
    }
  }
}
