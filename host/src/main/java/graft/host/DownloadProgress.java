package graft.host;

import graft.host.DownloadRequest.Header;
import java.util.List;

/// Is told how far a download is.
public interface DownloadProgress {
  /// Is told nothing.
  DownloadProgress NONE = new DownloadProgress() {};

  /// The answer's head is here.
  ///
  /// @param total how many bytes will come, or -1 if the server does not say
  default void started(int status, String statusText, List<Header> headers, long total) {}

  /// Some more bytes are here.
  ///
  /// @param bytes if the request is streamed, the new ones come first in it; else it means nothing.
  ///   It is the caller's again afterwards
  /// @param length how many
  default void received(byte[] bytes, int length) {}
}
