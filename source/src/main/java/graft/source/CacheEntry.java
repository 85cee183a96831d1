package graft.source;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a {@link DiskCache} knows of an address.
///
/// @param uri the address
/// @param sha256 the hash of its contents, which is their name in the cache, in hexadecimal digits
/// @param size in bytes
/// @param etag the server's name for this version, or null
/// @param lastModified as the server wrote it, or null
/// @param validated when the server last said that this is right
/// @param fresh how long after that it need not be asked
/// @param mustRevalidate whether it must be asked after that
/// @param vary the headers of a question, in lower case, of which the contents are only for those
///   who do not send them
/// @param credentials a hash of the headers that identified who asked, for whom alone this is; null
///   if there were none
public record CacheEntry(
    URI uri,
    String sha256,
    long size,
    @Nullable String etag,
    @Nullable String lastModified,
    Instant validated,
    Duration fresh,
    boolean mustRevalidate,
    List<String> vary,
    @Nullable String credentials) {
  /// Copies the list.
  public CacheEntry {
    vary = List.copyOf(vary);
  }

  static CacheEntry of(
      URI uri, byte[] bytes, HttpHeaders headers, Instant now, @Nullable String credentials) {
    CacheControl control = CacheControl.of(headers, now);
    return new CacheEntry(
        uri,
        Integrity.sha256(bytes),
        bytes.length,
        headers.firstValue("etag").orElse(null),
        headers.firstValue("last-modified").orElse(null),
        now,
        control.fresh(),
        control.mustRevalidate(),
        control.vary(),
        credentials);
  }

  /// After the server has said that nothing has changed.
  CacheEntry revalidated(HttpHeaders headers, Instant now) {
    CacheControl control = CacheControl.of(headers, now);
    return new CacheEntry(
        uri,
        sha256,
        size,
        headers.firstValue("etag").orElse(etag),
        headers.firstValue("last-modified").orElse(lastModified),
        now,
        control.fresh(),
        control.mustRevalidate(),
        vary,
        credentials);
  }

  /// Whether the contents are for a question with these headers, too.
  boolean isFor(Map<String, String> asking) {
    return asking.keySet().stream().noneMatch(name -> vary.contains(name.toLowerCase(Locale.ROOT)));
  }

  boolean isFresh(Instant now) {
    return now.isBefore(validated.plus(fresh));
  }

  /// The headers that let the server answer that nothing has changed.
  Map<String, String> conditions() {
    if (etag != null) {
      return Map.of("If-None-Match", etag);
    }
    return lastModified == null ? Map.of() : Map.of("If-Modified-Since", lastModified);
  }

  /// The headers of the answer, as far as they are kept.
  Map<String, String> headers() {
    Map<String, String> headers = new TreeMap<>();
    headers.put("content-length", Long.toString(size));
    if (etag != null) {
      headers.put("etag", etag);
    }
    if (lastModified != null) {
      headers.put("last-modified", lastModified);
    }
    return headers;
  }

  byte[] toJson() {
    return Json.write(json -> {
      json.writeStartObject();
      json.writeStringField("uri", uri.toString());
      json.writeStringField("sha256", sha256);
      json.writeNumberField("size", size);
      if (etag != null) {
        json.writeStringField("etag", etag);
      }
      if (lastModified != null) {
        json.writeStringField("lastModified", lastModified);
      }
      json.writeStringField("validated", validated.toString());
      json.writeNumberField("freshSeconds", fresh.toSeconds());
      json.writeBooleanField("mustRevalidate", mustRevalidate);
      if (!vary.isEmpty()) {
        json.writeStringField("vary", String.join(",", vary));
      }
      if (credentials != null) {
        json.writeStringField("credentials", credentials);
      }
      json.writeEndObject();
    });
  }

  /// @throws IOException if it is damaged
  static CacheEntry parse(String name, byte[] bytes) throws IOException {
    Json.ObjectValue json = Json.read(name, bytes);
    if (!json.text("sha256").matches("[0-9a-f]{64}")) {
      throw new IOException(name + ": damaged: expected 64 hexadecimal digits as \"sha256\"");
    }
    String vary = json.optionalText("vary");
    try {
      return new CacheEntry(
          URI.create(json.text("uri")),
          json.text("sha256"),
          json.number("size"),
          json.optionalText("etag"),
          json.optionalText("lastModified"),
          Instant.parse(json.text("validated")),
          Duration.ofSeconds(json.number("freshSeconds")),
          "true".equals(json.optionalText("mustRevalidate")),
          vary == null ? List.of() : List.of(vary.split(",", -1)),
          json.optionalText("credentials"));
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new IOException(name + ": damaged: " + e.getMessage(), e);
    }
  }
}
