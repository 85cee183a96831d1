package graft.source;

import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Which servers may be asked.
///
/// @param allowed `https://host:port`, or null if all may be
record Origins(@Nullable Set<String> allowed) {
  /// The origin of an address: scheme, host and port.
  ///
  /// @throws IllegalArgumentException if it is not one of HTTP
  static String of(URI uri) {
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (uri.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
      throw new IllegalArgumentException("expected http:// or https:// and a host, found " + uri);
    }
    int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("http") ? 80 : 443;
    return scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + ":" + port;
  }

  static Origins only(Set<URI> origins) {
    return new Origins(origins.stream().map(Origins::of).collect(Collectors.toUnmodifiableSet()));
  }

  /// Why an address may not be asked.
  ///
  /// @param before the address that redirected to it, or null
  /// @return null if it may
  @Nullable IOException refusal(URI uri, @Nullable URI before) {
    String origin;
    try {
      origin = of(uri);
    } catch (IllegalArgumentException e) {
      return new IOException(e.getMessage(), e);
    }
    if (allowed != null && !allowed.contains(origin)) {
      return new OriginRefusedException(origin);
    }
    if (before != null && of(before).startsWith("https:") && origin.startsWith("http:")) {
      return new IOException("refused to go from https to " + uri);
    }
    return null;
  }
}
