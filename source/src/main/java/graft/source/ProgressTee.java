package graft.source;

import java.net.URI;
import java.time.Duration;

/// Tells a listener everything, and those who wait for one file how far it is.
record ProgressTee(FetchListener listener, Flight flight) implements FetchListener {
  @Override
  public void asking(FetchRequest request, URI uri, int attempt) {
    listener.asking(request, uri, attempt);
  }

  @Override
  public void progress(FetchRequest request, long bytes, long total) {
    listener.progress(request, bytes, total);
    flight.progress(bytes, total);
  }

  @Override
  public void retrying(FetchRequest request, String why, Duration pause) {
    listener.retrying(request, why, pause);
  }

  @Override
  public void fetched(FetchRequest request, Fetched file) {
    listener.fetched(request, file);
  }

  @Override
  public void failed(FetchRequest request, FetchException problem) {
    listener.failed(request, problem);
  }

  @Override
  public void uncached(FetchRequest request, String why) {
    listener.uncached(request, why);
  }
}
