package graft.source;

import graft.source.Fetched.Origin;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Gets one file: from the cache if it is right, from the server if not, from the cache after all
/// if the server is away.
final class CachedFetch {
  private static final byte[] MAGIC = {0, 'a', 's', 'm'};

  private final FetcherOptions options;
  private final HttpClient client;
  private final FetchRequest request;
  private final Unreachable unreachable;
  private final @Nullable DiskCache cache;
  private byte[] copy = {};
  private @Nullable String credentials;
  private boolean identified;

  CachedFetch(
      FetcherOptions options, HttpClient client, Unreachable unreachable, FetchRequest request) {
    this.options = options;
    this.client = client;
    this.unreachable = unreachable;
    this.request = request;
    this.cache = options.cache();
  }

  /// Who asks, as in {@link CacheEntry#credentials}.
  @Nullable String credentials() {
    if (!identified) {
      credentials = options.credentials(request.uri());
      identified = true;
    }
    return credentials;
  }

  /// What needs no question to a server.
  ///
  /// @param since what a server has said since then is still right; so those who ask at the same
  ///   moment, in whatever JVM, ask once
  /// @return null if a server must be asked
  /// @throws FetchException if it may not be asked, or the fetcher is offline and has nothing
  @Nullable Fetched local(Instant since) throws FetchException {
    IOException refusal = options.origins().refusal(request.uri(), null);
    if (refusal != null) {
      throw new FetchException(request, 0, 1, String.valueOf(refusal.getMessage()), refusal);
    }
    Integrity integrity = request.integrity();
    byte[] known = cache == null || integrity == null ? null : cache.content(integrity);
    if (known != null && problem(known, null) == null) {
      return fetched(known, Origin.CACHE, Map.of());
    }
    Instant now = options.clock().instant();
    CacheEntry entry = find();
    if (entry != null
        && (integrity != null
            || options.offline()
            || entry.isFresh(now)
            || entry.validated().isAfter(since))) {
      return fetched(copy, Origin.CACHE, entry.headers());
    }
    if (options.offline()) {
      throw new FetchException(
          request,
          0,
          1,
          cache == null
              ? "offline, and not in the cache"
              : cache.isDamaged(request.uri(), credentials(), integrity)
                  ? "offline, and damaged in the cache "
                      + cache
                      + ": graft cache verify says what; it is fetched anew when not offline"
                  : "offline, and not in the cache " + cache,
          null);
    }
    return null;
  }

  /// The cache's entry; one that is returned has contents that are what was asked for, in `copy`.
  private @Nullable CacheEntry find() {
    CacheEntry entry = cache == null ? null : cache.entry(request.uri(), credentials());
    if (cache == null
        || entry == null
        || !entry.isFor(options.authentication().headers(request.uri()))) {
      return null;
    }
    byte[] content = cache.content(entry.sha256());
    if (content == null || problem(content, null) != null) {
      return null;
    }
    copy = content;
    return entry;
  }

  /// Asks the server.
  ///
  /// @param failing is told when an attempt has failed and another will be made: others need not
  ///   wait for this one
  Fetched remote(Runnable failing) throws FetchException {
    return ask(find(), failing);
  }

  private Fetched ask(@Nullable CacheEntry entry, Runnable failing) throws FetchException {
    HttpAnswer answer;
    try {
      answer = withRetries(entry == null ? Map.of() : entry.conditions(), failing);
    } catch (FetchException e) {
      boolean away = e.status() == 0 || e.status() >= 500;
      if (entry != null && away && !entry.mustRevalidate()) {
        return fetched(copy, Origin.STALE, entry.headers());
      }
      throw e;
    }
    Instant now = options.clock().instant();
    if (answer.isNotModified()) {
      if (entry == null) {
        throw new FetchException(request, 304, 1, "304 to a question without a condition", null);
      }
      keep(entry.revalidated(answer.headers(), now), copy);
      return fetched(copy, Origin.REVALIDATED, entry.headers());
    }
    String problem =
        problem(answer.bytes(), answer.headers().firstValue("content-type").orElse(null));
    if (problem != null) {
      throw new FetchException(request, answer.status(), answer.attempts(), problem, null);
    }
    CacheEntry fresh =
        CacheEntry.of(request.uri(), answer.bytes(), answer.headers(), now, credentials());
    if (!answer.identifiedElsewhere()
        && CacheControl.of(answer.headers(), now).store()
        && fresh.isFor(options.authentication().headers(request.uri()))) {
      keep(fresh, answer.bytes());
    }
    return fetched(answer.bytes(), Origin.NETWORK, Exchange.headers(answer.headers()));
  }

  /// A cache that cannot be written costs time later, but nothing is wrong with the file.
  private void keep(CacheEntry entry, byte[] bytes) {
    if (cache == null) {
      return;
    }
    try {
      cache.store(entry, bytes);
    } catch (IOException e) {
      if (!Thread.currentThread().isInterrupted()) { // Else nobody waits for it any more.
        options.listener().uncached(request, cache + ": " + e.getMessage());
      }
    }
  }

  private HttpAnswer withRetries(Map<String, String> conditions, Runnable failing)
      throws FetchException {
    FetchException lately = unreachable.lately(request, options.clock().instant());
    if (lately != null) {
      throw lately;
    }
    Duration pause = options.limits().backoff();
    Instant end = options.clock().instant().plus(options.limits().timeout());
    for (int attempt = 1; ; attempt++) {
      try {
        return new Transfer(options, client, request, attempt).run(conditions);
      } catch (AttemptFailure e) {
        failing.run();
        Duration asked = e.retryAfter();
        Duration next = asked != null && asked.compareTo(pause) > 0 ? atMost(asked) : pause;
        boolean late = !options.clock().instant().plus(next).isBefore(end);
        if (!e.isRetryable() || late || attempt == options.limits().attempts()) {
          FetchException problem =
              new FetchException(request, e.status(), attempt, e.reason(), e.getCause())
                  .with(e.answer());
          unreachable.note(problem, options.clock().instant());
          throw problem;
        }
        options.listener().retrying(request, e.reason(), next);
        wait(next, attempt);
        pause = pause.multipliedBy(2);
      } catch (InterruptedException e) {
        throw new FetchException(request, 0, attempt, "given up: nobody waits for it", e);
      }
    }
  }

  private static Duration atMost(Duration asked) {
    Duration most = Duration.ofSeconds(30);
    return asked.compareTo(most) > 0 ? most : asked;
  }

  private void wait(Duration pause, int attempt) throws FetchException {
    try {
      options.pause().of(pause);
    } catch (InterruptedException e) {
      throw new FetchException(request, 0, attempt, "given up: nobody waits for it", e);
    }
  }

  private Fetched fetched(byte[] bytes, Origin origin, Map<String, String> headers) {
    return new Fetched(request.uri(), bytes, Integrity.sha256(bytes), origin, headers);
  }

  /// What is wrong with contents.
  private @Nullable String problem(byte[] bytes, @Nullable String type) {
    return problem(request, bytes, type);
  }

  /// What is wrong with contents that somebody asks for.
  ///
  /// @param type as the server says, or null
  /// @return null if they are right
  static @Nullable String problem(FetchRequest request, byte[] bytes, @Nullable String type) {
    Integrity integrity = request.integrity();
    if (request.kind() == FetchRequest.Kind.MODULE && !isModule(bytes)) {
      return "expected a WebAssembly module, found "
          + (type == null ? "" : type + " that begins with ")
          + beginning(bytes);
    }
    if (request.size() >= 0 && bytes.length != request.size()) {
      return "expected " + request.size() + " bytes, found " + bytes.length;
    }
    if (integrity != null && !integrity.matches(bytes)) {
      return integrity.mismatch(bytes);
    }
    return null;
  }

  private static boolean isModule(byte[] bytes) {
    return bytes.length >= MAGIC.length
        && Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  private static String beginning(byte[] bytes) {
    byte[] first = Arrays.copyOf(bytes, Math.min(bytes.length, 12));
    String text = new String(first, StandardCharsets.US_ASCII);
    return bytes.length == 0
        ? "nothing"
        : text.chars().allMatch(c -> c >= ' ' && c < 127)
            ? "\"" + text + "\""
            : HexFormat.of().formatHex(first);
  }
}
