package graft.source;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Why there is no answer at all. The JDK's client often knows, but says it by the types of causes
/// alone.
final class NetworkProblem {
  private NetworkProblem() {}

  /// What was wrong when a question was sent.
  ///
  /// @param connectTimeout how long connecting may take, or null if the client's own limit is
  ///   unknown
  /// @param timeout how long all of it may take
  static AttemptFailure of(IOException e, @Nullable Duration connectTimeout, Duration timeout) {
    if (e instanceof HttpConnectTimeoutException) {
      // Sooner or later that is also the end of the time for all of it.
      boolean whole = connectTimeout != null && connectTimeout.compareTo(timeout) > 0;
      Duration limit = whole ? timeout : connectTimeout;
      return AttemptFailure.again(
          "cannot connect" + (limit == null ? " in time" : " within " + seconds(limit)), e);
    }
    if (e instanceof HttpTimeoutException) {
      return AttemptFailure.again("no answer within " + seconds(timeout), e);
    }
    SSLException tls = cause(e, SSLException.class);
    if (tls != null) {
      // Certificates do not change from one attempt to the next.
      return new AttemptFailure(0, false, null, "no secure connection: " + text(tls), e);
    }
    if (e instanceof ConnectException) {
      if (cause(e, UnresolvedAddressException.class) != null
          || cause(e, UnknownHostException.class) != null) {
        return AttemptFailure.again("cannot connect: no such host", e);
      }
      return AttemptFailure.again(
          "cannot connect: "
              + (e.getMessage() != null
                  ? e.getMessage()
                  // The client tries twice, the second time with a socket that is closed already.
                  : cause(e, ClosedChannelException.class) != null
                      ? "connection refused"
                      : text(e)),
          e);
    }
    return AttemptFailure.again("connection lost: " + text(e), e);
  }

  /// Whether nobody was there within a time that somebody has waited for.
  static boolean isUnreachable(@Nullable Throwable cause) {
    return cause instanceof HttpConnectTimeoutException;
  }

  private static <T extends Throwable> @Nullable T cause(Throwable e, Class<T> type) {
    Throwable each = e;
    for (int i = 0; i < 10 && each != null; i++) {
      if (type.isInstance(each)) {
        return type.cast(each);
      }
      each = each.getCause();
    }
    return null;
  }

  private static String text(Throwable e) {
    return e.getMessage() != null
        ? e.getMessage()
        : e.getCause() != null ? text(e.getCause()) : e.getClass().getSimpleName();
  }

  static String seconds(Duration duration) {
    return BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros().toPlainString() + " s";
  }
}
