package graft.cli;

import graft.host.DownloadAnswer;
import graft.host.DownloadProgress;
import graft.host.DownloadRequest;
import graft.host.Downloads;
import graft.source.Sources;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// What a program fetches by itself. Why it cannot have something is told on standard error, as
/// browsers tell it on their console: the program learns little of it, and may show nothing. An
/// answer of the server's, whatever its status, is the program's own business.
///
/// @param origins whether any server may be asked
/// @param based whether addresses may be relative
/// @param told what was told already: programs try again
record ReportedDownloads(
    Downloads downloads,
    Console console,
    Remedies remedies,
    boolean origins,
    boolean based,
    Set<String> told)
    implements Downloads {
  private static final int MOST = 50;

  ReportedDownloads(
      Downloads downloads, Console console, Remedies remedies, boolean origins, boolean based) {
    this(downloads, console, remedies, origins, based, ConcurrentHashMap.newKeySet());
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
      return downloads.send(request, progress);
    } catch (IOException e) {
      report(request.url(), e);
      throw e;
    }
  }

  private void report(String url, IOException problem) {
    String text = "graft: fetch: " + problem.getMessage() + remedy(url, problem);
    if (told.size() < MOST && told.add(text)) {
      console.out().flush();
      console.err().println(text);
    }
  }

  private String remedy(String url, IOException problem) {
    boolean whole = Sources.isAddress(url);
    if (!origins) {
      return whole
          ? ""
          : "\ngraft: its address is relative: --base-url URL says to what (needs --allow-origin)";
    }
    return whole || based
        ? remedies.after(problem)
        : "\ngraft: its address is relative: --base-url URL says to what";
  }
}
