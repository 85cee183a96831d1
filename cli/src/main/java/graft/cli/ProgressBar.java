package graft.cli;

import graft.source.FetchException;
import graft.source.FetchListener;
import graft.source.FetchRequest;
import graft.source.Fetched;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// Shows on a terminal how far fetches are: one line, which is gone when they are over.
final class ProgressBar implements FetchListener {
  private static final int CELLS = 20;
  private static final int MAX_NAME = 24;
  private static final String CLEAR = "\r\033[K";

  private final Console console;
  private final CacheWarnings warnings;
  private final Map<URI, Fetching> running = new LinkedHashMap<>();
  private String shown = "";

  /// @param bytes so far
  /// @param total how many will come, or -1
  private record Fetching(String name, long bytes, long total) {}

  ProgressBar(Console console) {
    this.console = console;
    this.warnings = new CacheWarnings(console);
  }

  @Override
  public synchronized void asking(FetchRequest request, URI uri, int attempt) {
    // What the program itself fetches may end unseen.
    if (request.kind() != FetchRequest.Kind.FILE) {
      running.put(request.uri(), new Fetching(request.library(), 0, -1));
      show();
    }
  }

  @Override
  public synchronized void progress(FetchRequest request, long bytes, long total) {
    running.put(request.uri(), new Fetching(request.library(), bytes, total));
    show();
  }

  @Override
  public synchronized void fetched(FetchRequest request, Fetched file) {
    running.remove(request.uri());
    show();
  }

  @Override
  public synchronized void failed(FetchRequest request, FetchException problem) {
    running.remove(request.uri());
    show();
  }

  @Override
  public synchronized void retrying(FetchRequest request, String why, Duration pause) {
    console.err().print(CLEAR);
    shown = "";
    warnings.retrying(request, why, pause);
    show();
  }

  @Override
  public synchronized void uncached(FetchRequest request, String why) {
    console.err().print(CLEAR);
    shown = "";
    warnings.uncached(request, why);
    show();
  }

  private void show() {
    String line = line();
    if (!line.equals(shown)) {
      shown = line;
      console.err().print(CLEAR + line);
      console.err().flush();
    }
  }

  /// What there is to see; nothing if nothing is fetched.
  private String line() {
    if (running.isEmpty()) {
      return "";
    }
    long bytes = 0;
    long total = 0;
    boolean known = true;
    for (Fetching each : running.values()) {
      bytes += each.bytes;
      total += each.total;
      known &= each.total > 0;
    }
    String what =
        running.size() == 1
            ? shortened(running.values().iterator().next().name)
            : running.size() + " libraries";
    if (bytes == 0) {
      return "fetching " + what + " ...";
    }
    if (!known || bytes > total) {
      return String.format(Locale.ROOT, "fetching %s: %,d KiB", what, bytes / 1024);
    }
    int done = (int) (CELLS * bytes / total);
    return String.format(
        Locale.ROOT,
        "fetching %s [%s%s] %d%% of %,d KiB",
        what,
        "#".repeat(done),
        ".".repeat(CELLS - done),
        100 * bytes / total,
        Math.ceilDiv(total, 1024));
  }

  /// A name that leaves the rest its place on the line, and does nothing to the terminal: a module
  /// may need libraries of any name.
  private static String shortened(String name) {
    String plain = name.replaceAll("[^\\p{Print}]", "?");
    int length = plain.length();
    return length <= MAX_NAME ? plain : "..." + plain.substring(length - MAX_NAME + 3);
  }
}
