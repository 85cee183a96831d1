package graft.source;

import graft.host.DownloadAnswer;
import graft.host.DownloadProgress;
import graft.host.DownloadRequest;
import graft.host.DownloadRequest.Header;
import graft.host.Downloads;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/// What a guest fetches by itself (`emscripten_fetch`, `emscripten_wget`), through a {@link
/// Fetcher}: from its origins, within its limits. What is only read, without headers of the guest's
/// own, comes through its cache as the server's headers allow; everything else is asked each time.
///
/// ```java
/// HostOptions options =
///     HostOptions.builder().downloads(GuestDownloads.of(fetcher, base)).build();
/// ```
public final class GuestDownloads implements Downloads {
  private final Fetcher fetcher;
  private final @Nullable URI base;

  private GuestDownloads(Fetcher fetcher, @Nullable URI base) {
    this.fetcher = fetcher;
    this.base = base;
  }

  /// Downloads by whole addresses.
  public static GuestDownloads of(Fetcher fetcher) {
    return new GuestDownloads(fetcher, null);
  }

  /// Downloads whose addresses may be relative, as those of a page are.
  ///
  /// @param base what they are relative to
  public static GuestDownloads of(Fetcher fetcher, URI base) {
    return new GuestDownloads(fetcher, base);
  }

  private URI resolve(String url) throws IOException {
    try {
      URI uri = URI.create(url);
      return base == null ? uri : base.resolve(uri);
    } catch (IllegalArgumentException e) {
      throw new IOException(url + ": no address: " + e.getMessage(), e);
    }
  }

  @Override
  public byte[] fetch(String url) throws IOException {
    return fetcher.fetch(FetchRequest.of(resolve(url), FetchRequest.Kind.FILE)).bytes();
  }

  @Override
  public DownloadAnswer send(DownloadRequest request, DownloadProgress progress)
      throws IOException, InterruptedException {
    URI uri = resolve(request.url());
    FetchRequest known = FetchRequest.of(uri, FetchRequest.Kind.FILE);
    return request.isPlain() && !request.streamed() && request.timeout() == null
        ? cached(uri, progress)
        : new Exchange(fetcher.options(), fetcher.clientFor(known), request, uri).run(progress);
  }

  /// What happens on the thread that fetches, for the one that waits.
  private sealed interface Event {}

  private record Progress(long bytes, long total) implements Event {}

  private enum End implements Event {
    END
  }

  private DownloadAnswer cached(URI uri, DownloadProgress progress)
      throws IOException, InterruptedException {
    BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    FetchRequest request = FetchRequest.of(uri, FetchRequest.Kind.FILE);
    CompletableFuture<Fetched> future =
        fetcher.fetchLater(request, (bytes, total) -> events.add(new Progress(bytes, total)));
    var _ = future.whenComplete((_, _) -> events.add(End.END));
    try {
      long before = 0;
      while (events.take() instanceof Progress(long bytes, long total)) {
        if (before == 0) {
          progress.started(200, "OK", List.of(), total);
        }
        if (bytes > before) {
          progress.received(new byte[0], (int) (bytes - before));
        }
        before = bytes;
      }
      return answer(future, before, progress);
    } finally {
      future.cancel(true);
    }
  }

  private static DownloadAnswer answer(
      CompletableFuture<Fetched> future, long before, DownloadProgress progress)
      throws IOException, InterruptedException {
    try {
      Fetched file = future.get();
      List<Header> headers = headers(file.headers());
      if (before == 0) {
        progress.started(200, "OK", headers, file.bytes().length);
        progress.received(new byte[0], file.bytes().length);
      }
      return new DownloadAnswer(200, "OK", headers, file.bytes());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof FetchException problem) {
        if (problem.status() >= 400) {
          String text = StatusText.of(problem.status()).strip();
          HttpAnswer answer = problem.answer();
          byte[] body = answer == null ? new byte[0] : answer.bytes();
          List<Header> headers =
              answer == null ? List.of() : headers(Exchange.headers(answer.headers()));
          progress.started(problem.status(), text, headers, body.length);
          if (body.length > 0) {
            progress.received(new byte[0], body.length);
          }
          return new DownloadAnswer(problem.status(), text, headers, body);
        }
        throw problem;
      }
      throw new IOException(e.getMessage(), e);
    }
  }

  private static List<Header> headers(Map<String, String> values) {
    List<Header> headers = new ArrayList<>();
    values.forEach((name, value) -> headers.add(new Header(name, value)));
    return headers;
  }
}
