package graft.source;

import graft.host.DownloadAnswer;
import graft.host.DownloadProgress;
import graft.host.DownloadRequest;
import graft.host.DownloadRequest.Header;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// One question of a guest's with a method, headers or a body of its own, and the answer to it,
/// whatever its status. Neither cached nor repeated, but within the same limits and origins as all.
final class Exchange {
  private static final List<Integer> REDIRECTIONS = List.of(301, 302, 303, 307, 308);

  /// What a guest says about itself, in lower case.
  private static final Set<String> CREDENTIALS = Set.of("authorization", "cookie");

  private final FetcherOptions options;
  private final HttpClient client;
  private final DownloadRequest request;
  private final FetchRequest known;
  private final Duration timeout;

  Exchange(FetcherOptions options, HttpClient client, DownloadRequest request, URI uri) {
    this.options = options;
    this.client = client;
    this.request = request;
    this.known = FetchRequest.of(uri, FetchRequest.Kind.FILE);
    Duration asked = request.timeout();
    this.timeout =
        asked == null || asked.compareTo(options.limits().timeout()) > 0
            ? options.limits().timeout()
            : asked;
  }

  DownloadAnswer run(DownloadProgress progress) throws IOException, InterruptedException {
    FetchEvents.Note event = FetchEvents.begin(known);
    try {
      DownloadAnswer answer = answer(progress);
      event.answered(answer);
      return answer;
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      event.failed(e);
      throw e;
    }
  }

  private DownloadAnswer answer(DownloadProgress progress)
      throws IOException, InterruptedException {
    if (options.offline()) {
      throw failure("offline");
    }
    URI uri = known.uri();
    URI before = null;
    String method = request.method();
    for (int i = 0; i <= options.limits().maxRedirects(); i++) {
      IOException refusal = options.origins().refusal(uri, before);
      if (refusal != null) {
        throw new IOException(
            request.method() + " " + known.uri() + ": " + refusal.getMessage(), refusal);
      }
      options.listener().asking(known, uri, 1);
      HttpResponse<InputStream> response = send(method, uri);
      int status = response.statusCode();
      if (!REDIRECTIONS.contains(status) || response.headers().firstValue("location").isEmpty()) {
        return read(response, progress);
      }
      response.body().close();
      before = uri;
      uri = target(response);
      boolean seeOther = status == 303 && !method.equals("HEAD");
      if (seeOther || (status < 303 && method.equals("POST"))) {
        method = "GET";
      }
    }
    throw failure("more than " + options.limits().maxRedirects() + " redirections");
  }

  private URI target(HttpResponse<?> response) throws IOException {
    String location = response.headers().firstValue("location").orElse("");
    try {
      return response.uri().resolve(URI.create(location));
    } catch (IllegalArgumentException e) {
      throw failure("redirection to no address: " + location);
    }
  }

  private HttpResponse<InputStream> send(String method, URI uri)
      throws IOException, InterruptedException {
    boolean sameOrigin = Origins.of(uri).equals(Origins.of(known.uri()));
    byte[] body = method.equals(request.method()) ? request.body() : null;
    try {
      HttpRequest.Builder builder =
          HttpRequest.newBuilder(uri)
              .timeout(timeout)
              .method(
                  method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body))
              .setHeader("Accept-Encoding", "gzip")
              .setHeader("User-Agent", "graft");
      for (Header header : request.headers()) {
        // For the server that the guest asked, and no other.
        if (sameOrigin || !CREDENTIALS.contains(header.name().toLowerCase(Locale.ROOT))) {
          builder.setHeader(header.name(), header.value());
        }
      }
      options.authentication().headers(uri).forEach(builder::setHeader);
      return client.send(builder.build(), BodyHandlers.ofInputStream());
    } catch (HttpConnectTimeoutException e) {
      throw new SocketTimeoutException(message(problem(e, uri)));
    } catch (HttpTimeoutException e) {
      throw timedOut();
    } catch (IOException e) {
      throw new IOException(message(problem(e, uri)), e);
    } catch (IllegalArgumentException e) {
      throw failure(String.valueOf(e.getMessage()));
    }
  }

  private String problem(IOException e, URI uri) {
    return NetworkProblem.of(e, client, uri, timeout).reason();
  }

  private DownloadAnswer read(HttpResponse<InputStream> response, DownloadProgress progress)
      throws IOException, InterruptedException {
    List<Header> headers = new ArrayList<>();
    headers(response.headers()).forEach((name, value) -> headers.add(new Header(name, value)));
    String text = StatusText.of(response.statusCode()).strip();
    boolean packed = response.headers().firstValue("content-encoding").isPresent();
    long total = packed ? -1 : response.headers().firstValueAsLong("content-length").orElse(-1);
    InputStream body = response.body();
    try {
      progress.started(response.statusCode(), text, headers, total);
    } catch (Throwable e) {
      closeQuietly(body);
      throw e;
    }
    CompletableFuture<Boolean> read = new CompletableFuture<>();
    var _ =
        read.completeOnTimeout(true, timeout.toMillis(), TimeUnit.MILLISECONDS)
            .thenAccept(late -> {
              if (late) {
                closeQuietly(body);
              }
            });
    long[] before = {0};
    BodyReader.Pieces pieces = request.streamed() ? progress::received : null;
    BodyReader reader =
        new BodyReader(
            options.limits().maxBytes(),
            sofar -> {
              if (pieces == null) {
                progress.received(new byte[0], (int) (sofar - before[0]));
              }
              before[0] = sofar;
            },
            pieces);
    try {
      byte[] bytes = reader.read(body, response.headers());
      return new DownloadAnswer(response.statusCode(), text, headers, bytes);
    } catch (AttemptFailure e) {
      if (read.getNow(false)) {
        throw timedOut();
      }
      throw failure(e.reason());
    } finally {
      read.complete(false);
    }
  }

  /// Names in lower case; several of one name are one, with commas.
  static Map<String, String> headers(HttpHeaders headers) {
    Map<String, String> plain = new TreeMap<>();
    headers
        .map()
        .forEach((name, values) -> {
          if (!name.startsWith(":")) {
            plain.put(name.toLowerCase(Locale.ROOT), String.join(", ", values));
          }
        });
    return plain;
  }

  private IOException failure(String reason) {
    return new IOException(message(reason));
  }

  private SocketTimeoutException timedOut() {
    return new SocketTimeoutException(message("not complete within " + timeout.toMillis() + " ms"));
  }

  private String message(String reason) {
    return request.method() + " " + known.uri() + ": " + reason;
  }

  private static void closeQuietly(InputStream body) {
    try {
      body.close();
    } catch (IOException _) {
      // It is not wanted any more.
    }
  }
}
