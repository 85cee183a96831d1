package graft.source;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Answers questions for files of a folder.
final class ModuleHandler implements HttpHandler {
  private final Path folder;
  private final long maxAgeSeconds;

  ModuleHandler(Path folder, long maxAgeSeconds) {
    this.folder = folder.toAbsolutePath().normalize();
    this.maxAgeSeconds = maxAgeSeconds;
  }

  /// Contents to send.
  ///
  /// @param encoding how they are compressed, or null
  private record Content(byte[] bytes, String type, @Nullable String encoding) {
    String etag() {
      String mark = encoding == null ? "" : "-" + encoding;
      return "\"" + Integrity.sha256(bytes).substring(0, 32) + mark + "\"";
    }
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Headers answer = exchange.getResponseHeaders();
      answer.set("Access-Control-Allow-Origin", "*");
      switch (exchange.getRequestMethod()) {
        case "GET", "HEAD" -> get(exchange);
        case "OPTIONS" -> {
          answer.set("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS");
          answer.set("Access-Control-Allow-Headers", "Range, If-None-Match");
          answer.set("Access-Control-Max-Age", "86400");
          exchange.sendResponseHeaders(204, -1);
        }
        default -> {
          answer.set("Allow", "GET, HEAD, OPTIONS");
          exchange.sendResponseHeaders(405, -1);
        }
      }
    }
  }

  private void get(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath().substring(1);
    String accepted =
        String.join(",", exchange.getRequestHeaders().getOrDefault("Accept-Encoding", List.of()));
    Content content;
    try {
      content = content(path, accepted.toLowerCase(Locale.ROOT));
    } catch (IOException e) {
      byte[] why = (e.getMessage() + "\n").getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
      exchange.sendResponseHeaders(500, why.length);
      exchange.getResponseBody().write(why);
      return;
    }
    if (content == null) {
      exchange.sendResponseHeaders(404, -1);
      return;
    }
    Headers answer = exchange.getResponseHeaders();
    answer.set("Content-Type", content.type);
    answer.set("ETag", content.etag());
    answer.set("Vary", "Accept-Encoding");
    answer.set("Accept-Ranges", "bytes");
    answer.set("X-Content-Type-Options", "nosniff");
    answer.set("Access-Control-Expose-Headers", "ETag, Content-Range, Content-Encoding");
    answer.set("Cache-Control", maxAgeSeconds > 0 ? "max-age=" + maxAgeSeconds : "no-cache");
    if (content.encoding != null) {
      answer.set("Content-Encoding", content.encoding);
    }
    String known = exchange.getRequestHeaders().getFirst("If-None-Match");
    if (known != null && matches(known, content.etag())) {
      exchange.sendResponseHeaders(304, -1);
      return;
    }
    send(exchange, content);
  }

  private static boolean matches(String known, String etag) {
    return Arrays.stream(known.split(",", -1))
        .map(each -> each.strip().startsWith("W/") ? each.strip().substring(2) : each.strip())
        .anyMatch(each -> each.equals("*") || each.equals(etag));
  }

  private static void send(HttpExchange exchange, Content content) throws IOException {
    byte[] bytes = content.bytes;
    int status = 200;
    String wanted = exchange.getRequestHeaders().getFirst("Range");
    String unchanged = exchange.getRequestHeaders().getFirst("If-Range");
    if (wanted != null && (unchanged == null || unchanged.equals(content.etag()))) {
      ByteRange range = ByteRange.parse(wanted, bytes.length);
      if (range != null && range.isEmpty()) {
        exchange.getResponseHeaders().set("Content-Range", "bytes */" + bytes.length);
        exchange.sendResponseHeaders(416, -1);
        return;
      }
      if (range != null) {
        exchange
            .getResponseHeaders()
            .set(
                "Content-Range",
                "bytes " + range.first() + "-" + range.last() + "/" + bytes.length);
        bytes = Arrays.copyOfRange(bytes, range.first(), range.last() + 1);
        status = 206;
      }
    }
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", "" + bytes.length);
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  private @Nullable Content content(String path, String accepted) throws IOException {
    if (!Addresses.isContained(path)) {
      return null;
    }
    Path file;
    try {
      file = folder.resolve(path);
    } catch (InvalidPathException e) {
      return null;
    }
    if (!Files.isRegularFile(file)) {
      return path.equals(Manifest.FILE_NAME) ? manifest() : null;
    }
    if (!isPublic(file)) {
      return null;
    }
    byte[] bytes = Files.readAllBytes(file);
    if (PrivateFiles.isKey(bytes)) {
      return null;
    }
    String type = typeOf(path);
    for (String encoding : List.of("br", "gzip")) {
      Path packed = Path.of(file + (encoding.equals("br") ? ".br" : ".gz"));
      if (accepts(accepted, encoding) && Files.isRegularFile(packed) && isPublic(packed)) {
        return new Content(Files.readAllBytes(packed), type, encoding);
      }
    }
    return new Content(bytes, type, null);
  }

  /// Whether it is in the folder itself, and not private there: links may lead out of it, or to
  /// something with another name.
  private boolean isPublic(Path file) throws IOException {
    Path place = folder.toRealPath();
    Path real = file.toRealPath();
    return real.startsWith(place)
        && !PrivateFiles.isPrivate(folder.relativize(file))
        && !PrivateFiles.isPrivate(place.relativize(real));
  }

  private static boolean accepts(String accepted, String encoding) {
    return Arrays.stream(accepted.split(",", -1))
        .map(String::strip)
        .anyMatch(each ->
            each.equals(encoding)
                || (each.startsWith(encoding + ";") && !each.matches(".*;\\s*q=0(\\.0*)?")));
  }

  private Content manifest() throws IOException {
    // A file that is no module is for whoever asks for it to complain about.
    Map<String, Manifest.Item> libraries = new TreeMap<>(Manifest.of(folder, _ -> {}).libraries());
    for (Iterator<Manifest.Item> items = libraries.values().iterator(); items.hasNext(); ) {
      if (!isPublic(folder.resolve(items.next().url()))) {
        items.remove();
      }
    }
    return new Content(new Manifest(libraries).toJson(), "application/json", null);
  }

  private static String typeOf(String path) {
    if (path.endsWith(".wasm") || Manifest.SHARED_OBJECT.matcher(path).find()) {
      return "application/wasm";
    }
    if (path.endsWith(".json")) {
      return "application/json";
    }
    return path.endsWith(".html") ? "text/html; charset=utf-8" : "application/octet-stream";
  }
}
