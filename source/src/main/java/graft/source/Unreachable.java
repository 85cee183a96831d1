package graft.source;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The servers to which no connection came about lately. Whoever has waited for all attempts, for
/// one library or ahead of its use, does not wait as long for the next one.
final class Unreachable {
  private static final Duration LATELY = Duration.ofSeconds(5);

  private record Problem(FetchException exception, Instant since) {}

  private final ConcurrentHashMap<String, Problem> servers = new ConcurrentHashMap<>();

  /// What was wrong with the server of a file a moment ago.
  ///
  /// @return null if it may be asked
  @Nullable FetchException lately(FetchRequest request, Instant now) {
    Problem known = servers.get(Origins.of(request.uri()));
    return known != null && now.isBefore(known.since.plus(LATELY))
        ? known.exception.to(request)
        : null;
  }

  /// Notes a problem if it is one of a server's.
  void note(FetchException problem, Instant now) {
    if (NetworkProblem.isUnreachable(problem.getCause())) {
      servers.put(Origins.of(problem.uri()), new Problem(problem, now));
    }
  }
}
