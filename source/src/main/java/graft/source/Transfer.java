package graft.source;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Asks a server for a file, once: follows redirections and streams the answer.
final class Transfer {
  private static final Set<Integer> REDIRECTIONS = Set.of(301, 302, 303, 307, 308);
  private static final Set<Integer> RETRYABLE = Set.of(408, 425, 429, 500, 502, 503, 504);

  private static final long MAX_PAGE = 1 << 20;

  private final FetcherOptions options;
  private final HttpClient client;
  private final FetchRequest request;
  private final int attempt;
  private boolean identifiedElsewhere;

  Transfer(FetcherOptions options, HttpClient client, FetchRequest request, int attempt) {
    this.options = options;
    this.client = client;
    this.request = request;
    this.attempt = attempt;
  }

  /// The answer.
  ///
  /// @param conditions headers that let the server say that nothing has changed
  /// @throws AttemptFailure if it is none that helps
  HttpAnswer run(Map<String, String> conditions) throws AttemptFailure, InterruptedException {
    URI uri = request.uri();
    URI before = null;
    Set<URI> seen = new HashSet<>();
    while (true) {
      IOException refusal = options.origins().refusal(uri, before);
      if (refusal != null) {
        throw new AttemptFailure(0, false, null, String.valueOf(refusal.getMessage()), refusal);
      }
      if (!seen.add(uri)) {
        throw AttemptFailure.last(0, "redirection in a circle, to " + uri);
      }
      if (seen.size() > options.limits().maxRedirects() + 1) {
        throw AttemptFailure.last(
            0,
            "more than " + options.limits().maxRedirects() + " redirections, the last to " + uri);
      }
      options.listener().asking(request, uri, attempt);
      HttpResponse<InputStream> response = send(uri, conditions);
      if (!REDIRECTIONS.contains(response.statusCode())) {
        return read(response);
      }
      closeQuietly(response.body());
      before = uri;
      uri = target(response);
    }
  }

  private static URI target(HttpResponse<?> response) throws AttemptFailure {
    String location = response.headers().firstValue("location").orElse("");
    if (location.isEmpty()) {
      throw AttemptFailure.last(response.statusCode(), "redirection without an address");
    }
    try {
      return response.uri().resolve(URI.create(location));
    } catch (IllegalArgumentException e) {
      throw AttemptFailure.last(response.statusCode(), "redirection to no address: " + location);
    }
  }

  private HttpResponse<InputStream> send(URI uri, Map<String, String> conditions)
      throws AttemptFailure, InterruptedException {
    FetchLimits limits = options.limits();
    // Until the first word of the answer nothing has come.
    Duration silence =
        limits.stall().compareTo(limits.timeout()) < 0 ? limits.stall() : limits.timeout();
    try {
      HttpRequest.Builder get =
          HttpRequest.newBuilder(uri)
              .timeout(silence)
              .header("Accept-Encoding", "gzip")
              .header("User-Agent", "graft");
      conditions.forEach(get::header);
      Map<String, String> identification = options.authentication().headers(uri);
      identification.forEach(get::setHeader);
      identifiedElsewhere |=
          !uri.equals(request.uri())
              && !identification.isEmpty()
              && !identification.equals(options.authentication().headers(request.uri()));
      return client.send(get.build(), BodyHandlers.ofInputStream());
    } catch (IOException e) {
      AttemptFailure problem = NetworkProblem.of(e, client, uri, silence);
      if (uri.equals(request.uri())) {
        throw problem;
      }
      // Another server's problem, perhaps.
      String reason = problem.reason() + " (redirected to " + uri + ")";
      throw new AttemptFailure(0, problem.isRetryable(), null, reason, problem);
    } catch (IllegalArgumentException e) {
      throw AttemptFailure.last(0, String.valueOf(e.getMessage()));
    }
  }

  private HttpAnswer read(HttpResponse<InputStream> response)
      throws AttemptFailure, InterruptedException {
    int status = response.statusCode();
    if (status == 304) {
      closeQuietly(response.body());
      return new HttpAnswer(status, response.headers(), new byte[0], attempt, identifiedElsewhere);
    }
    if (status != 200) {
      byte[] page = page(response);
      throw new AttemptFailure(
              status,
              RETRYABLE.contains(status),
              retryAfter(response),
              status + StatusText.of(status),
              null)
          .with(new HttpAnswer(status, response.headers(), page, attempt, identifiedElsewhere));
    }
    return new HttpAnswer(
        status,
        response.headers(),
        body(response, options.limits().maxBytes(), true),
        attempt,
        identifiedElsewhere);
  }

  /// What a server says about a file that it does not give: for guests, which ask for any file.
  private byte[] page(HttpResponse<InputStream> response) throws InterruptedException {
    if (request.kind() == FetchRequest.Kind.FILE) {
      try {
        long most = Math.min(MAX_PAGE, options.limits().maxBytes());
        return body(response, most, false);
      } catch (AttemptFailure _) {
        // The status says enough.
      }
    }
    closeQuietly(response.body());
    return new byte[0];
  }

  /// @param shown whether the listener is told how far it is
  private byte[] body(HttpResponse<InputStream> response, long maxBytes, boolean shown)
      throws AttemptFailure, InterruptedException {
    long total = response.headers().firstValueAsLong("content-length").orElse(-1);
    try (BodyWatch watch =
        new BodyWatch(response.body(), options.limits(), total, System.nanoTime()).start()) {
      BodyReader reader =
          new BodyReader(
              maxBytes,
              bytes -> {
                watch.received(bytes, System.nanoTime());
                if (shown) {
                  options.listener().progress(request, bytes, total);
                }
              });
      try {
        return reader.read(response.body(), response.headers());
      } catch (AttemptFailure e) {
        String problem = watch.problem();
        throw problem == null ? e : AttemptFailure.again(problem, e);
      }
    }
  }

  private static @Nullable Duration retryAfter(HttpResponse<?> response) {
    try {
      return response
          .headers()
          .firstValue("retry-after")
          .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds.strip())))
          .orElse(null);
    } catch (NumberFormatException e) {
      return null; // A date: our own pause will do.
    }
  }

  private static void closeQuietly(InputStream body) {
    try {
      body.close();
    } catch (IOException _) {
      // It is not wanted any more.
    }
  }
}
