package graft.host;

import java.io.IOException;
import java.util.List;

/// Fetches what a guest asks for by address: `emscripten_wget`, `emscripten_fetch` and their kin.
/// Whoever only gives bytes for addresses is a lambda; one that also takes other methods, headers
/// and bodies, and tells how far it is, implements {@link #send}, too.
@FunctionalInterface
public interface Downloads {
  /// Fetches nothing: what a guest gets that was given no other.
  static Downloads none() {
    return url -> {
      throw new IOException(url + ": the program may not fetch anything");
    };
  }

  /// The contents of an address.
  ///
  /// @throws IOException if the guest may not have them, or they do not come
  byte[] fetch(String url) throws IOException;

  /// Asks a server and waits for its answer, whatever its status is. It may be called on any
  /// thread, and by several at once; interrupting the thread ends it.
  ///
  /// @param progress is told how far it is, on the same thread
  /// @throws java.net.SocketTimeoutException if the request's time is over
  /// @throws IOException if the guest may not ask, or no answer comes
  /// @throws InterruptedException if the thread is interrupted
  default DownloadAnswer send(DownloadRequest request, DownloadProgress progress)
      throws IOException, InterruptedException {
    if (!request.method().equals("GET")) {
      throw new IOException(request.url() + ": the program may only read, not " + request.method());
    }
    byte[] body = fetch(request.url());
    progress.started(200, "OK", List.of(), body.length);
    progress.received(body, body.length);
    return new DownloadAnswer(200, "OK", List.of(), body);
  }
}
