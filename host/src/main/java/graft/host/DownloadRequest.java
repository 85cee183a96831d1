package graft.host;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a guest asks a server.
///
/// @param method `GET`, `POST` and so on
/// @param url where
/// @param headers to send
/// @param body to send, or null
/// @param timeout how long it may take, or null
/// @param streamed whether the answer's body is wanted piece by piece only, not as a whole
public record DownloadRequest(
    String method,
    String url,
    List<Header> headers,
    byte @Nullable [] body,
    @Nullable Duration timeout,
    boolean streamed) {
  /// A header of a request or an answer.
  ///
  /// @param name in any case
  /// @param value without spaces around it
  public record Header(String name, String value) {}

  /// Copies the list.
  public DownloadRequest {
    headers = List.copyOf(headers);
  }

  /// Asks for an address, and for nothing else.
  public static DownloadRequest get(String url) {
    return new DownloadRequest("GET", url, List.of(), null, null, false);
  }

  /// Whether the address alone decides what comes.
  public boolean isPlain() {
    return method.equals("GET") && headers.isEmpty() && body == null;
  }
}
