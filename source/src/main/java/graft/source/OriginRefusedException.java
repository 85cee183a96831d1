package graft.source;

import java.io.IOException;

/// A server may not be asked, as its origin is not among those that {@link FetcherBuilder#allow}
/// has. The cause of a {@link FetchException}, or of what a guest's download fails with.
public final class OriginRefusedException extends IOException {
  private static final long serialVersionUID = 1L;
  private final String origin;

  /// @param origin scheme, host and port
  OriginRefusedException(String origin) {
    super("origin " + origin + " is not among those allowed");
    this.origin = origin;
  }

  /// What would have to be allowed: `https://host:port`.
  public String origin() {
    return origin;
  }
}
