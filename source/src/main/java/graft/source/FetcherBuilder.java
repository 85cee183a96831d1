package graft.source;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a {@link Fetcher} is made of. Everything has a default: all origins, no cache on disk.
public final class FetcherBuilder {
  private @Nullable HttpClient client;
  private FetchLimits limits = FetchLimits.DEFAULT;
  private Origins origins = new Origins(null);
  private Authentication authentication = Authentication.NONE;
  private FetchListener listener = FetchListener.NONE;
  private Pause pause = Thread::sleep;
  private InstantSource clock = InstantSource.system();
  private @Nullable DiskCache cache;
  private boolean offline;
  private Duration remember = Duration.ofMinutes(1);

  FetcherBuilder() {}

  /// The client, for proxies, certificates and the like. It must not follow redirections by itself:
  /// they are checked here. The default uses the JVM's proxies. It stays open when the fetcher is
  /// closed.
  ///
  /// @throws IllegalArgumentException if it follows redirections
  public FetcherBuilder client(HttpClient client) {
    if (client.followRedirects() != HttpClient.Redirect.NEVER) {
      throw new IllegalArgumentException("the client must not follow redirections by itself");
    }
    this.client = client;
    return this;
  }

  /// How much a fetch may take.
  public FetcherBuilder limits(FetchLimits limits) {
    this.limits = limits;
    return this;
  }

  /// Asks no other servers than these, also after redirections.
  ///
  /// @param origins such as `https://example.org`; what stands behind the host does not count
  /// @throws IllegalArgumentException if one is not of HTTP
  public FetcherBuilder allow(Set<URI> origins) {
    this.origins = Origins.only(origins);
    return this;
  }

  /// How to identify ourselves.
  public FetcherBuilder authentication(Authentication authentication) {
    this.authentication = authentication;
    return this;
  }

  /// Who is told what happens.
  public FetcherBuilder listener(FetchListener listener) {
    this.listener = listener;
    return this;
  }

  /// How to wait between two attempts.
  public FetcherBuilder pause(Pause pause) {
    this.pause = pause;
    return this;
  }

  /// What time it is, for the age of what is cached.
  public FetcherBuilder clock(InstantSource clock) {
    this.clock = clock;
    return this;
  }

  /// Where files are kept for other JVMs and for later.
  public FetcherBuilder cache(DiskCache cache) {
    this.cache = cache;
    return this;
  }

  /// Whether no server is asked: what is cached is used, however old.
  public FetcherBuilder offline(boolean offline) {
    this.offline = offline;
    return this;
  }

  /// How long a file in memory is taken as it is (a minute, if not said otherwise); after that, the
  /// cache and the server are asked. What has a hash never changes and is always taken.
  public FetcherBuilder remember(Duration duration) {
    this.remember = duration;
    return this;
  }

  /// Makes it.
  public Fetcher build() {
    FetcherOptions options =
        new FetcherOptions(
            limits, origins, authentication, listener, pause, clock, cache, offline, remember);
    return new Fetcher(options, client);
  }
}
