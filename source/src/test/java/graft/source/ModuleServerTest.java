package graft.source;

import static org.assertj.core.api.Assertions.assertThat;

import graft.dl.GuestProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The server that `graft serve` starts.
final class ModuleServerTest {
  private static final byte[] MODULE = TinyLibrary.of("one", 1);

  @TempDir private Path folder;
  private ModuleServer server;
  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeEach
  void start() throws IOException {
    Files.write(folder.resolve("one.so"), MODULE);
    Files.write(folder.resolve("one.so.gz"), Archives.gzip(MODULE));
    server = ModuleServer.start(folder, InetAddress.getLoopbackAddress(), 0, 60);
  }

  @AfterEach
  void stop() {
    server.close();
    client.shutdownNow();
  }

  private HttpResponse<byte[]> ask(String path, String method, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.uri().resolve(path))
            .method(method, HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  private static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  @Test
  void modulesHaveTheirTypeAndMayBeKept() throws Exception {
    HttpResponse<byte[]> answer = ask("one.so", "GET");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(MODULE);
    assertThat(header(answer, "Content-Type")).isEqualTo("application/wasm");
    assertThat(header(answer, "Cache-Control")).isEqualTo("max-age=60");
    assertThat(header(answer, "Access-Control-Allow-Origin")).isEqualTo("*");
    HttpResponse<byte[]> again = ask("one.so", "GET", "If-None-Match", header(answer, "ETag"));
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    HttpResponse<byte[]> head = ask("one.so", "HEAD");
    assertThat(head.body()).isEmpty();
    assertThat(header(head, "Content-Length")).isEqualTo("" + MODULE.length);
    assertThat(ask("one.so", "OPTIONS").statusCode()).isEqualTo(204);
    assertThat(ask("one.so", "DELETE").statusCode()).isEqualTo(405);
  }

  @Test
  void privateFilesAreNotServed() throws Exception {
    String key = ManifestKeys.toPem(ManifestKeys.generate().getPrivate());
    Files.createDirectories(folder.resolve(".git"));
    Files.createDirectories(folder.resolve("sub"));
    for (String each :
        List.of(
            "my.key", "MY.KEY", "sub/my.key", "my.key.gz", "store.p12", ".git/config", ".env")) {
      Files.writeString(folder.resolve(each), "secret");
      assertThat(ask(each, "GET").statusCode()).as(each).isEqualTo(404);
    }
    Files.writeString(folder.resolve("notes.txt"), "mine:\n" + key);
    Files.writeString(folder.resolve("notes.txt.gz"), "packed");
    assertThat(ask("notes.txt", "GET", "Accept-Encoding", "gzip").statusCode()).isEqualTo(404);
    Files.createSymbolicLink(folder.resolve("link"), folder.resolve(".env"));
    assertThat(ask("link", "GET").statusCode()).isEqualTo(404);
    Files.write(folder.resolve("packed.gz"), gzip(key));
    assertThat(ask("packed.gz", "GET").statusCode()).isEqualTo(404);
    // What belongs to a signed manifest is public.
    String open = ManifestKeys.toPem(ManifestKeys.generate().getPublic());
    Files.writeString(folder.resolve("my.key.pub"), open);
    Files.writeString(folder.resolve("graft-manifest.json.sig"), "signature");
    assertThat(ask("my.key.pub", "GET").statusCode()).isEqualTo(200);
    assertThat(ask("graft-manifest.json.sig", "GET").statusCode()).isEqualTo(200);
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return packed.toByteArray();
  }

  @Test
  void theManifestListsOnlyWhatIsServed(@TempDir Path elsewhere) throws Exception {
    Files.write(folder.resolve(".hidden.so"), MODULE);
    Files.write(elsewhere.resolve("two.so"), MODULE);
    Files.createSymbolicLink(folder.resolve("two.so"), elsewhere.resolve("two.so"));
    Manifest manifest = Manifest.parse("m.json", ask("graft-manifest.json", "GET").body());
    assertThat(manifest.libraries()).containsOnlyKeys("one.so");
  }

  @Test
  void aFileThatIsNoModuleDoesNotSpoilTheManifest() throws Exception {
    Files.writeString(folder.resolve("bad.so"), "no module");
    HttpResponse<byte[]> answer = ask("graft-manifest.json", "GET");
    assertThat(answer.statusCode()).isEqualTo(200);
    Manifest manifest = Manifest.parse("m.json", answer.body());
    assertThat(manifest.libraries()).containsOnlyKeys("one.so");
  }

  @Test
  void partsOfFilesCanBeHad() throws Exception {
    int n = MODULE.length;
    HttpResponse<byte[]> part = ask("one.so", "GET", "Range", "bytes=2-5");
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(part.body()).isEqualTo(Arrays.copyOfRange(MODULE, 2, 6));
    assertThat(header(part, "Content-Range")).isEqualTo("bytes 2-5/" + n);
    assertThat(ask("one.so", "GET", "Range", "bytes=-3").body())
        .isEqualTo(Arrays.copyOfRange(MODULE, n - 3, n));
    assertThat(ask("one.so", "GET", "Range", "bytes=8-").body())
        .isEqualTo(Arrays.copyOfRange(MODULE, 8, n));
    assertThat(ask("one.so", "GET", "Range", "bytes=" + n + "-").statusCode()).isEqualTo(416);
    assertThat(ask("one.so", "GET", "Range", "bytes=0-1,4-5").statusCode()).isEqualTo(200);
    assertThat(ask("one.so", "GET", "Range", "bytes=0-1", "If-Range", "\"other\"").statusCode())
        .isEqualTo(200);
  }

  @Test
  void aFileThatIsCompressedBeforehandGoesToWhoUnderstandsIt() throws Exception {
    HttpResponse<byte[]> packed = ask("one.so", "GET", "Accept-Encoding", "br, gzip");
    assertThat(header(packed, "Content-Encoding")).isEqualTo("gzip");
    assertThat(packed.body()).isEqualTo(Archives.gzip(MODULE));
    assertThat(header(packed, "ETag")).isNotEqualTo(header(ask("one.so", "GET"), "ETag"));
    assertThat(ask("one.so", "GET", "Accept-Encoding", "gzip;q=0").body()).isEqualTo(MODULE);
  }

  @Test
  void brotliGoesFirstToWhoUnderstandsIt() throws Exception {
    byte[] brotli = {0x0b, 0x02, (byte) 0x80, 0x61, 0x62, 0x63, 0x64, 0x65, 0x03};
    Files.write(folder.resolve("one.so.br"), brotli);
    HttpResponse<byte[]> packed = ask("one.so", "GET", "Accept-Encoding", "gzip, br");
    assertThat(header(packed, "Content-Encoding")).isEqualTo("br");
    assertThat(header(packed, "Content-Type")).isEqualTo("application/wasm");
    assertThat(header(packed, "Vary")).contains("Accept-Encoding");
    assertThat(packed.body()).isEqualTo(brotli);
    HttpResponse<byte[]> gzip = ask("one.so", "GET", "Accept-Encoding", "br;q=0, gzip");
    assertThat(header(gzip, "Content-Encoding")).isEqualTo("gzip");
    assertThat(header(gzip, "ETag")).isNotEqualTo(header(packed, "ETag"));
  }

  @Test
  void nothingOutsideOfTheFolderIsServed() throws Exception {
    Path secret = Files.createTempFile("secret", ".so");
    try {
      Files.createSymbolicLink(folder.resolve("link.so"), secret);
      Files.createSymbolicLink(folder.resolve("one.so.br"), secret);
      assertThat(ask("one.so", "GET", "Accept-Encoding", "br").body()).isEqualTo(MODULE);
      for (String path : List.of("link.so", "none.so", "%2e%2e/x", "a/%2e%2e/%2e%2e/x", "")) {
        assertThat(ask(path, "GET").statusCode()).as(path).isEqualTo(404);
      }
    } finally {
      Files.delete(secret);
    }
  }

  @Test
  void aProgramCanUseItsManifest() throws Exception {
    try (Fetcher fetcher = Fetcher.builder().build();
        GuestProcess process =
            GuestProcess.builder()
                .main("app.wasm", TinyLibrary.program(List.of("one"), "one.so"))
                .librarySource(Sources.manifest(server.uri().resolve(Manifest.FILE_NAME), fetcher))
                .load()) {
      assertThat(process.main().function("call_one").invoke()).isEqualTo(1);
    }
  }
}
