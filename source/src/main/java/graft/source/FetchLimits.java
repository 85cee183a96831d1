package graft.source;

import java.time.Duration;

/// How much a fetch may take.
///
/// @param maxBytes the size of a file, as sent and as unpacked; a larger one is refused while it
///   streams
/// @param maxRedirects how many redirections are followed
/// @param connectTimeout how long connecting may take
/// @param stall how long a server may be silent: before it answers, and between two parts of a file
/// @param timeout how long one attempt may take, from the question to the last byte; no attempt
///   begins later than that after the first one
/// @param attempts how often is tried what may work the next time
/// @param backoff the pause before the second attempt; it doubles from one to the next
public record FetchLimits(
    long maxBytes,
    int maxRedirects,
    Duration connectTimeout,
    Duration stall,
    Duration timeout,
    int attempts,
    Duration backoff) {
  /// 256 MiB, 5 redirections, 10 s, 30 s, 2 min, 4 attempts, 200 ms.
  public static final FetchLimits DEFAULT =
      new FetchLimits(
          256L << 20,
          5,
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofMinutes(2),
          4,
          Duration.ofMillis(200));

  /// Checks the numbers.
  ///
  /// @throws IllegalArgumentException if one makes no sense
  public FetchLimits {
    if (maxBytes < 1 || maxBytes > Integer.MAX_VALUE - 64 || maxRedirects < 0 || attempts < 1) {
      throw new IllegalArgumentException(
          "maxBytes, maxRedirects or attempts is out of range: "
              + maxBytes
              + ", "
              + maxRedirects
              + ", "
              + attempts);
    }
  }

  /// The same with another size.
  public FetchLimits withMaxBytes(long bytes) {
    return new FetchLimits(bytes, maxRedirects, connectTimeout, stall, timeout, attempts, backoff);
  }

  /// The same with another time for an attempt.
  public FetchLimits withTimeout(Duration duration) {
    return new FetchLimits(
        maxBytes, maxRedirects, connectTimeout, stall, duration, attempts, backoff);
  }

  /// The same with another time for which nothing may come.
  public FetchLimits withStall(Duration duration) {
    return new FetchLimits(
        maxBytes, maxRedirects, connectTimeout, duration, timeout, attempts, backoff);
  }

  /// The same with another number of attempts.
  public FetchLimits withAttempts(int number) {
    return new FetchLimits(maxBytes, maxRedirects, connectTimeout, stall, timeout, number, backoff);
  }
}
