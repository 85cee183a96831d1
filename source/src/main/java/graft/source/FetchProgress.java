package graft.source;

/// Is told how far one fetch is, on the thread that fetches.
@FunctionalInterface
public interface FetchProgress {
  /// Bytes have come in.
  ///
  /// @param bytes so far
  /// @param total how many will come, or -1 if the server does not say
  void progress(long bytes, long total);
}
