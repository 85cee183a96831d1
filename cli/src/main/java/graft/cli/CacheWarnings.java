package graft.cli;

import graft.source.FetchListener;
import graft.source.FetchRequest;
import java.util.concurrent.atomic.AtomicBoolean;

/// Says once that a cache keeps nothing: each start fetches everything again then.
final class CacheWarnings implements FetchListener {
  private final Console console;
  private final AtomicBoolean told = new AtomicBoolean();

  CacheWarnings(Console console) {
    this.console = console;
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
