package graft.source;

import java.net.URI;
import java.util.Map;

/// A file that has been fetched, and has been found to be what it must be.
///
/// @param uri where it was asked for
/// @param bytes its contents, which nobody may change
/// @param sha256 their hash in hexadecimal digits
/// @param origin how it got here
/// @param headers of the answer, names in lower case; of one that was cached, what the cache knows
public record Fetched(
    URI uri, byte[] bytes, String sha256, Origin origin, Map<String, String> headers) {
  /// Copies the map.
  public Fetched {
    headers = Map.copyOf(headers);
  }

  /// How a file got here.
  public enum Origin {
    /// All of it came over the network.
    NETWORK,
    /// The server said that the cached copy is still right.
    REVALIDATED,
    /// The disk cache had it, and no server was asked.
    CACHE,
    /// The server could not be reached; this is what it sent before.
    STALE
  }
}
