package graft.host;

import java.io.IOException;

/// Fetches what a guest asks for by address (`emscripten_wget`). The guest waits.
@FunctionalInterface
public interface Downloads {
  /// Fetches nothing: what a guest gets that was given no other.
  Downloads NONE =
      url -> {
        throw new IOException(url + ": the program may not fetch anything");
      };

  /// The contents of an address.
  ///
  /// @throws IOException if the guest may not have them, or they do not come
  byte[] fetch(String url) throws IOException;
}
