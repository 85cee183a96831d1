package graft.source;

import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// What a {@link FetcherBuilder} was told.
///
/// @param cache the disk cache, or null
/// @param offline whether no server is asked
/// @param remember how long what is in memory is taken as it is
record FetcherOptions(
    FetchLimits limits,
    Origins origins,
    Authentication authentication,
    FetchListener listener,
    Pause pause,
    InstantSource clock,
    @Nullable DiskCache cache,
    boolean offline,
    Duration remember) {
  /// The same for another listener.
  FetcherOptions with(FetchListener other) {
    return new FetcherOptions(
        limits, origins, authentication, other, pause, clock, cache, offline, remember);
  }
}
