package graft.source;

import java.net.URI;

/// A file that has been fetched, and has been found to be what it must be.
///
/// @param uri where it was asked for
/// @param bytes its contents, which nobody may change
/// @param sha256 their hash in hexadecimal digits
/// @param origin how it got here
public record Fetched(URI uri, byte[] bytes, String sha256, Origin origin) {
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
