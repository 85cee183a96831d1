package graft.source;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One attempt to fetch something has failed.
final class AttemptFailure extends Exception {
  private static final long serialVersionUID = 1L;
  private final int status;
  private final boolean retryable;
  private final @Nullable Duration retryAfter;
  private transient @Nullable HttpAnswer answer;

  /// @param status the HTTP status, or 0 if there was none
  /// @param retryable whether the next attempt may succeed
  /// @param retryAfter how long the server wants to be left alone, or null
  AttemptFailure(
      int status,
      boolean retryable,
      @Nullable Duration retryAfter,
      String reason,
      @Nullable Throwable cause) {
    super(reason, cause);
    this.status = status;
    this.retryable = retryable;
    this.retryAfter = retryAfter;
  }

  static AttemptFailure last(int status, String reason) {
    return new AttemptFailure(status, false, null, reason, null);
  }

  static AttemptFailure again(String reason, @Nullable Throwable cause) {
    return new AttemptFailure(0, true, null, reason, cause);
  }

  /// The same with what the server sent.
  AttemptFailure with(HttpAnswer received) {
    answer = received;
    return this;
  }

  /// What the server sent, if somebody wants to see it.
  @Nullable HttpAnswer answer() {
    return answer;
  }

  String reason() {
    return String.valueOf(getMessage());
  }

  int status() {
    return status;
  }

  boolean isRetryable() {
    return retryable;
  }

  @Nullable Duration retryAfter() {
    return retryAfter;
  }
}
