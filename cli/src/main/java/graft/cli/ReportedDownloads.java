package graft.cli;

import graft.host.DownloadAnswer;
import graft.host.DownloadProgress;
import graft.host.DownloadRequest;
import graft.host.Downloads;
import java.io.IOException;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// What a program fetches by itself. Why it cannot have something is told on standard error, as
/// browsers tell it on their console: the program learns little of it, and may show nothing.
///
/// @param origins whether any server may be asked
/// @param base what relative addresses are below, or null if there may be none
/// @param told what was told already: programs try again
record ReportedDownloads(
    Downloads downloads,
    Console console,
    Remedies remedies,
    boolean origins,
    @Nullable URI base,
    Set<String> told)
    implements Downloads {
  private static final int MOST = 50;

  ReportedDownloads(
      Downloads downloads,
      Console console,
      Remedies remedies,
      boolean origins,
      @Nullable URI base) {
    this(downloads, console, remedies, origins, base, ConcurrentHashMap.newKeySet());
  }

  @Override
  public byte[] fetch(String url) throws IOException {
    try {
      return downloads.fetch(url);
    } catch (IOException e) {
      report(url, e);
      throw e;
    }
  }

  @Override
  public DownloadAnswer send(DownloadRequest request, DownloadProgress progress)
      throws IOException, InterruptedException {
    try {
      DownloadAnswer answer = downloads.send(request, progress);
      if (answer.status() >= 400) {
        tell(
            request.method()
                + " "
                + whole(request.url())
                + ": "
                + (answer.status() + " " + answer.statusText()).strip());
      }
      return answer;
    } catch (IOException e) {
      report(request.url(), e);
      throw e;
    }
  }

  private void report(String url, IOException problem) {
    tell(problem.getMessage() + remedy(url, problem));
  }

  private String whole(String url) {
    try {
      return base == null ? url : base.resolve(url).toString();
    } catch (IllegalArgumentException e) {
      return url;
    }
  }

  private void tell(String what) {
    String text = "graft: fetch: " + what;
    if (told.size() < MOST && told.add(text)) {
      console.out().flush();
      console.err().println(text);
    }
  }

  private String remedy(String url, IOException problem) {
    // http:, ftp:, data: are said to be what they are.
    boolean whole = url.matches("(?s)[A-Za-z][A-Za-z0-9+.-]*:.*");
    if (!origins) {
      return whole
          ? ""
          : "\ngraft: its address is relative: --base-url URL says to what (needs --allow-origin)";
    }
    return whole || base != null
        ? remedies.after(problem)
        : "\ngraft: its address is relative: --base-url URL says to what";
  }
}
