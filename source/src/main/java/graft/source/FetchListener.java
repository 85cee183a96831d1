package graft.source;

import java.net.URI;
import java.time.Duration;

/// Is told what a {@link Fetcher} does, on the thread that does it: quickly done, and safe to call
/// from several threads at once.
public interface FetchListener {
  /// Listens to nothing.
  FetchListener NONE = new FetchListener() {};

  /// A server is asked.
  ///
  /// @param uri which is another than the request's after a redirection
  /// @param attempt counted from 1
  default void asking(FetchRequest request, URI uri, int attempt) {}

  /// Bytes have come in.
  ///
  /// @param bytes so far
  /// @param total how many will come, or -1 if the server does not say
  default void progress(FetchRequest request, long bytes, long total) {}

  /// An attempt failed; there will be another after a pause.
  default void retrying(FetchRequest request, String why, Duration pause) {}

  /// The file is here.
  default void fetched(FetchRequest request, Fetched file) {}

  /// The file will not come.
  default void failed(FetchRequest request, FetchException problem) {}

  /// The file is here, but could not be kept in the cache.
  default void uncached(FetchRequest request, String why) {}
}
