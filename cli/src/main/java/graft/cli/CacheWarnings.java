package graft.cli;

import graft.source.FetchListener;
import graft.source.FetchRequest;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/// Says why a fetch takes long: that a server is asked once more, and, once, that a cache keeps
/// nothing, so that each start fetches everything again.
final class CacheWarnings implements FetchListener {
  private final Console console;
  private final AtomicBoolean told = new AtomicBoolean();

  CacheWarnings(Console console) {
    this.console = console;
  }

  @Override
  public void retrying(FetchRequest request, String why, Duration pause) {
    console.out().flush();
    console.err().println("graft: " + request.library() + ": " + why + "; asking once more");
  }

  @Override
  public void uncached(FetchRequest request, String why) {
    if (!told.getAndSet(true)) {
      console.out().flush();
      console
          .err()
          .println(
              "graft: not kept in the cache: "
                  + why
                  + "; --cache DIR or GRAFT_CACHE names another folder");
    }
  }
}
