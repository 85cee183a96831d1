package graft.source;

import java.io.IOException;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/// A file could not be fetched, or was not what it must be: `GET http://host/libz.so: 503 Service
/// Unavailable (tried 4 times)`. The loader adds who wanted it and where else it looked.
public final class FetchException extends IOException {
  private static final long serialVersionUID = 1L;
  private final transient FetchRequest request;
  private final int status;
  private final int attempts;
  private final String reason;
  private transient @Nullable HttpAnswer answer;

  /// @param request what was wanted
  /// @param status the last answer's HTTP status, or 0 if there was none
  /// @param attempts how often it was tried
  /// @param reason what is wrong: lower case, no full stop
  /// @param cause what happened below, or null
  FetchException(
      FetchRequest request, int status, int attempts, String reason, @Nullable Throwable cause) {
    super(
        "GET "
            + request.uri()
            + ": "
            + reason
            + (attempts > 1 ? " (tried " + attempts + " times)" : ""),
        cause);
    this.request = request;
    this.status = status;
    this.attempts = attempts;
    this.reason = reason;
  }

  /// The same for another who waited for the same file.
  FetchException to(FetchRequest other) {
    return new FetchException(other, status, attempts, reason, this).with(answer);
  }

  /// The same with what the server sent.
  FetchException with(@Nullable HttpAnswer received) {
    answer = received;
    return this;
  }

  /// The last answer, if it was to a question for any file.
  @Nullable HttpAnswer answer() {
    return answer;
  }

  /// What the loader calls the file: `libz.so`.
  public String library() {
    return request.library();
  }

  /// Where it was asked for.
  public URI uri() {
    return request.uri();
  }

  /// Who wanted it, or null if nobody said.
  public @Nullable String requester() {
    return request.requester();
  }

  /// The last answer's HTTP status, or 0 if there was none.
  public int status() {
    return status;
  }

  /// How often it was tried.
  public int attempts() {
    return attempts;
  }
}
