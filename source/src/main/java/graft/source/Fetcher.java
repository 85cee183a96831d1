package graft.source;

import java.lang.ref.SoftReference;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Instant;
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

  Fetcher(FetcherOptions options, @Nullable HttpClient client) {
    this.options = options;
    this.given = client;
  }

  private record Key(URI uri, FetchRequest.Kind kind, @Nullable Integrity integrity) {
    static Key of(FetchRequest request) {
      return new Key(request.uri(), request.kind(), request.integrity());
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

  private Flight join(FetchRequest request) {
    Key key = Key.of(request);
    while (true) {
      Fetched known = remembered(key);
      Flight flight =
          known == null ? flights.computeIfAbsent(key, _ -> new Flight()) : new Flight(known);
      if (flight.join(mine -> run(key, request, mine))) {
        return flight;
      }
      flights.remove(key, flight);
    }
  }

  private void run(Key key, FetchRequest request, Flight flight) {
    FetchEvents.Note event = FetchEvents.begin(request);
    try {
      Fetched file = remembered(key);
      if (file == null) {
        file =
            new CachedFetch(
                    options.with(new ProgressTee(options.listener(), flight)),
                    client(),
                    unreachable,
                    request)
                .run();
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
      flights.remove(key, flight);
      flight.result().completeExceptionally(e);
    } finally {
      event.commit();
    }
  }

  /// A file of any kind may be an answer that is another each time: headers say what may be kept.
  private static boolean remembers(Key key) {
    return key.kind != FetchRequest.Kind.FILE || key.integrity != null;
  }

  private @Nullable Fetched remembered(Key key) {
    Remembered known = memory.get(key);
    Fetched file = known == null ? null : known.file.get();
    boolean usable =
        known != null
            && (key.integrity != null
                || options.offline()
                || options.clock().instant().isBefore(known.since.plus(options.remember())));
    return usable ? file : null;
  }

  synchronized HttpClient client() {
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

  /// Ends what is under way and closes connections.
  @Override
  public synchronized void close() {
    if (own != null) {
      own.shutdownNow();
    }
  }
}
