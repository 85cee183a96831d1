package graft.source;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Why there is no answer at all. The JDK's client often knows, but says it by the types of causes
/// alone.
final class NetworkProblem {
  /// What the JDK says when something came that is no TLS.
  private static final String NO_TLS = "unrecognized ssl message";

  private static final int HTTPS_PORT = 443;
  private static final int ACCEPT_MILLIS = 2000;

  private NetworkProblem() {}

  /// What was wrong when a question was sent.
  ///
  /// @param client who sent it
  /// @param uri to where
  /// @param timeout how long all of it may take
  static AttemptFailure of(IOException e, HttpClient client, URI uri, Duration timeout) {
    Duration connectTimeout = client.connectTimeout().orElse(null);
    if (e instanceof HttpConnectTimeoutException) {
      // Sooner or later that is also the end of the time for all of it.
      boolean whole = connectTimeout != null && connectTimeout.compareTo(timeout) > 0;
      Duration limit = whole ? timeout : connectTimeout;
      String within = limit == null ? " in time" : " within " + seconds(limit);
      if (isTls(uri) && accepts(client, uri)) {
        return new AttemptFailure(
            0, false, null, "connected, but no TLS answer" + within + ": is it http://?", e);
      }
      return AttemptFailure.again("cannot connect" + within, e);
    }
    if (e instanceof HttpTimeoutException) {
      return AttemptFailure.again("no answer within " + seconds(timeout), e);
    }
    SSLException tls = cause(e, SSLException.class);
    if (tls != null) {
      // Certificates do not change from one attempt to the next.
      String remedy = text(tls).toLowerCase(Locale.ROOT).contains(NO_TLS) ? ": is it http://?" : "";
      return new AttemptFailure(0, false, null, "no secure connection: " + text(tls) + remedy, e);
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

  private static boolean isTls(URI uri) {
    return "https".equalsIgnoreCase(uri.getScheme());
  }

  /// For the client the end of the handshake ends connecting. Whether it was the network or the
  /// server that was silent shows a connection without one.
  private static boolean accepts(HttpClient client, URI uri) {
    ProxySelector proxies = client.proxy().orElse(ProxySelector.getDefault());
    if (proxies != null
        && proxies.select(uri).stream().anyMatch(each -> each.type() != Proxy.Type.DIRECT)) {
      return false; // The proxy would answer.
    }
    int port = uri.getPort() < 0 ? HTTPS_PORT : uri.getPort();
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(uri.getHost(), port), ACCEPT_MILLIS);
      return true;
    } catch (IOException _) {
      return false;
    }
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
