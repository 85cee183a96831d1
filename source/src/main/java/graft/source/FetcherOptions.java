package graft.source;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a {@link FetcherBuilder} was told.
///
/// @param cache the disk cache, or null
/// @param offline whether no server is asked
/// @param remember how long what is in memory is taken as it is
record FetcherOptions(
    FetchLimits limits,
    Origins origins,
    Authentication authentication,
    FetchListener listener,
    Pause pause,
    InstantSource clock,
    @Nullable DiskCache cache,
    boolean offline,
    Duration remember) {
  /// A hash of what identifies us at an address: who has others must not get what we got.
  ///
  /// @return null if nothing does
  @Nullable String credentials(URI uri) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.putAll(authentication.headers(uri));
    if (headers.isEmpty()) {
      return null;
    }
    StringBuilder text = new StringBuilder(uri.toString());
    headers.forEach((name, value) ->
        text.append('\n').append(name.toLowerCase(Locale.ROOT)).append(": ").append(value));
    return Integrity.sha256(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  /// The same for another listener.
  FetcherOptions with(FetchListener other) {
    return new FetcherOptions(
        limits, origins, authentication, other, pause, clock, cache, offline, remember);
  }
}
