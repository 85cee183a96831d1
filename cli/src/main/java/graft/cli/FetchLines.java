package graft.cli;

import graft.source.FetchException;
import graft.source.FetchListener;
import graft.source.FetchRequest;
import graft.source.Fetched;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;

/// Tells on standard error what is fetched: `--trace-fetch`.
final class FetchLines implements FetchListener {
  private final Console console;

  FetchLines(Console console) {
    this.console = console;
  }

  @Override
  public void asking(FetchRequest request, URI uri, int attempt) {
    String requester = request.requester() == null ? "" : " for " + request.requester();
    line(request, "GET " + uri + requester + (attempt > 1 ? ", attempt " + attempt : ""));
  }

  @Override
  public void retrying(FetchRequest request, String why, Duration pause) {
    line(request, why + "; again in " + pause.toMillis() + " ms");
  }

  @Override
  public void fetched(FetchRequest request, Fetched file) {
    String from =
        switch (file.origin()) {
          case NETWORK -> "the network";
          case REVALIDATED -> "the cache: the server says that it is still right";
          case CACHE -> "the cache";
          case STALE -> "the cache, because the server cannot be reached";
        };
    line(request, String.format(Locale.ROOT, "%,d bytes from %s", file.bytes().length, from));
  }

  @Override
  public void failed(FetchRequest request, FetchException problem) {
    line(request, String.valueOf(problem.getMessage()));
  }

  @Override
  public void uncached(FetchRequest request, String why) {
    line(request, "not kept in the cache: " + why);
  }

  private void line(FetchRequest request, String text) {
    console.out().flush();
    console.err().println("graft: fetch: " + request.library() + ": " + text);
  }
}
