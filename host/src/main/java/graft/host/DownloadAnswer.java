package graft.host;

import graft.host.DownloadRequest.Header;
import java.util.List;

/// What a server has answered.
///
/// @param status of HTTP
/// @param statusText what that means: `Not Found`
/// @param headers with names in lower case
/// @param body its contents, unpacked; empty if the request was streamed
public record DownloadAnswer(int status, String statusText, List<Header> headers, byte[] body) {
  /// Copies the list.
  public DownloadAnswer {
    headers = List.copyOf(headers);
  }

  /// Whether the server gave what it was asked for.
  public boolean isSuccess() {
    return status >= 200 && status < 300;
  }
}
