package graft.source;

import java.lang.ref.SoftReference;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/// Fetches files over HTTP: each once, however many threads and guest processes ask at the same
/// moment, verified, within limits, from the disk cache where that is right. Safe for use by many
/// threads; a JVM needs one. Waiting for it holds no platform thread if the one who waits is a
/// virtual thread.
public final class Fetcher implements AutoCloseable {
  private final FetcherOptions options;
  private final @Nullable HttpClient given;
  private @Nullable HttpClient own;
  private final ConcurrentHashMap<Key, Flight> flights = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<Key, Remembered> memory = new ConcurrentHashMap<>();
  private final Unreachable unreachable = new Unreachable();
  private final Turns turns;
  private volatile boolean closed;

  Fetcher(FetcherOptions options, @Nullable HttpClient client) {
    this.options = options;
    this.given = client;
    this.turns = new Turns(options.cache());
  }

  private record Key(URI uri, FetchRequest.Kind kind, @Nullable Integrity integrity, long size) {
    static Key of(FetchRequest request) {
      return new Key(request.uri(), request.kind(), request.integrity(), request.size());
    }
  }

  private record Remembered(SoftReference<Fetched> file, Instant since) {}

  /// Describes a fetcher to make.
  public static FetcherBuilder builder() {
    return new FetcherBuilder();
  }

  /// Fetches a file and waits for it.
  ///
  /// @throws FetchException if it does not come, is not what it must be, or the thread is
  ///   interrupted
  public Fetched fetch(FetchRequest request) throws FetchException {
    Flight flight = join(request);
    try {
      return flight.result().get();
    } catch (ExecutionException e) {
      throw failure(request, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FetchException(request, 0, 1, "interrupted", e);
    } finally {
      flight.leave();
    }
  }

  /// Begins to fetch a file, and says how far it is. Cancelling the future, or letting it time out,
  /// ends the fetch if nobody else waits for it. It fails with a {@link FetchException}.
  public CompletableFuture<Fetched> fetchLater(FetchRequest request, FetchProgress progress) {
    Flight flight = join(request);
    flight.watch(progress);
    return futureOf(flight);
  }

  /// Begins to fetch a file. Cancelling the future, or letting it time out, ends the fetch if
  /// nobody else waits for it. It fails with a {@link FetchException}.
  public CompletableFuture<Fetched> fetchLater(FetchRequest request) {
    return futureOf(join(request));
  }

  private static CompletableFuture<Fetched> futureOf(Flight flight) {
    CompletableFuture<Fetched> mine = flight.result().copy();
    var _ = mine.whenComplete((_, _) -> flight.leave());
    return mine;
  }

  private static FetchException failure(FetchRequest request, @Nullable Throwable cause) {
    return switch (cause) {
      case FetchException e ->
          // Of the one who waits: another may have wanted the same file under another name.
          e.to(request);
      case Error e -> throw e;
      case RuntimeException e -> throw e;
      case null, default -> throw new AssertionError("BUG: a fetch failed", cause);
    };
  }

  private static FetchException closed(FetchRequest request) {
    return new FetchException(request, 0, 1, "the fetcher is closed", null);
  }

  private Flight join(FetchRequest request) {
    if (closed) {
      Flight none = new Flight();
      none.end(closed(request));
      return none;
    }
    Key key = Key.of(request);
    while (true) {
      Fetched known = remembered(key, request);
      Flight flight =
          known == null ? flights.computeIfAbsent(key, _ -> new Flight()) : new Flight(known);
      boolean joined = flight.join(mine -> run(key, request, mine));
      if (closed) {
        flight.end(closed(request));
      }
      if (joined) {
        return flight;
      }
      flights.remove(key, flight);
    }
  }

  private void run(Key key, FetchRequest request, Flight flight) {
    FetchEvents.Note event = FetchEvents.begin(request);
    try {
      Fetched file = remembered(key, request);
      if (file == null) {
        file = fetch(key, request, flight);
        memory.values().removeIf(each -> each.file.refersTo(null));
        if (remembers(key)) {
          memory.put(key, new Remembered(new SoftReference<>(file), options.clock().instant()));
        }
        options.listener().fetched(request, file);
      }
      event.succeeded(file);
      flights.remove(key, flight);
      flight.result().complete(file);
    } catch (FetchException e) {
      event.failed(e);
      flights.remove(key, flight);
      try {
        // Before whoever waits goes on, and perhaps ends the program.
        options.listener().failed(request, e);
      } finally {
        flight.result().completeExceptionally(e);
      }
    } catch (Throwable e) {
      event.failed(e);
      flights.remove(key, flight);
      flight.result().completeExceptionally(e);
    }
  }

  private Fetched fetch(Key key, FetchRequest request, Flight flight) throws FetchException {
    Instant since = options.clock().instant();
    CachedFetch fetch =
        new CachedFetch(
            options.with(new ProgressTee(options.listener(), flight)),
            clientFor(request),
            unreachable,
            request);
    Fetched file = fetch.local(Instant.MAX);
    if (file != null) {
      return file;
    }
    if (!remembers(key)) {
      return fetch.remote(() -> {});
    }
    try (Turns.Turn turn =
        turns.take(names(request, fetch.credentials()), options.limits().timeout())) {
      // Whoever had the turn before has perhaps left it in memory or in the cache.
      file = remembered(key, request);
      file = file == null ? fetch.local(since) : file;
      return file == null ? fetch.remote(turn::close) : file;
    } catch (InterruptedException e) {
      throw new FetchException(request, 0, 1, "given up: nobody waits for it", e);
    }
  }

  /// What must not be fetched twice at the same moment: contents, and what is at an address; in
  /// this order, in which all take their turns.
  private static List<String> names(FetchRequest request, @Nullable String credentials) {
    Integrity integrity = request.integrity();
    String address = "address " + request.uri() + (credentials == null ? "" : " " + credentials);
    return integrity == null ? List.of(address) : List.of("contents " + integrity, address);
  }

  /// A file of any kind may be an answer that is another each time: headers say what may be kept.
  private static boolean remembers(Key key) {
    return key.kind != FetchRequest.Kind.FILE || key.integrity != null;
  }

  private @Nullable Fetched remembered(Key key, FetchRequest request) {
    Remembered known = memory.get(key);
    Fetched file = known == null ? null : known.file.get();
    if (file != null && known != null && isUsable(key, known)) {
      return file;
    }
    Integrity integrity = key.integrity;
    Fetched same = integrity == null ? null : sameContents(request, integrity);
    if (same != null) {
      memory.put(key, new Remembered(new SoftReference<>(same), options.clock().instant()));
    }
    return same;
  }

  private boolean isUsable(Key key, Remembered known) {
    return key.integrity != null
        || options.offline()
        || options.clock().instant().isBefore(known.since.plus(options.remember()));
  }

  /// The same contents, fetched from elsewhere or under another hash.
  private @Nullable Fetched sameContents(FetchRequest request, Integrity integrity) {
    URI uri = request.uri();
    if (options.origins().refusal(uri, null) != null) {
      return null; // Whoever may not ask there does not learn what is there.
    }
    for (Map.Entry<Key, Remembered> each : memory.entrySet()) {
      Fetched file = each.getValue().file.get();
      boolean candidate =
          uri.equals(each.getKey().uri) || integrity.equals(each.getKey().integrity);
      if (file != null && candidate && CachedFetch.problem(request, file.bytes(), null) == null) {
        return new Fetched(uri, file.bytes(), file.sha256(), Fetched.Origin.CACHE, Map.of());
      }
    }
    return null;
  }

  /// @throws FetchException if the fetcher is closed
  HttpClient clientFor(FetchRequest request) throws FetchException {
    HttpClient client = client();
    if (closed) {
      // Perhaps it was made a moment ago.
      close();
      throw closed(request);
    }
    return client;
  }

  private synchronized HttpClient client() {
    if (given != null) {
      return given;
    }
    if (own == null) {
      own =
          HttpClient.newBuilder()
              .followRedirects(HttpClient.Redirect.NEVER)
              .connectTimeout(options.limits().connectTimeout())
              .build();
    }
    return own;
  }

  FetcherOptions options() {
    return options;
  }

  /// Ends what is under way, and closes connections: whoever waits gets a {@link FetchException},
  /// and so does whoever asks later.
  @Override
  public void close() {
    closed = true;
    flights.forEach((key, flight) -> flight.end(closed(FetchRequest.of(key.uri, key.kind))));
    HttpClient client = own();
    if (client != null) {
      client.shutdownNow();
    }
  }

  private synchronized @Nullable HttpClient own() {
    return own;
  }
}
