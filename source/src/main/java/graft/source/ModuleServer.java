package graft.source;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A small HTTP server for a folder of modules: `application/wasm`, files that are compressed
/// beforehand (`libz.so.gz` beside `libz.so`), `ETag`, `Range`, CORS, cache headers. A folder
/// without a `graft-manifest.json` has one that is made when it is asked for. Files and folders
/// whose names begin with a dot, and private keys (`.key`, `.p12`, `.pfx`, `.jks`, PEM), are not
/// served.
public final class ModuleServer implements AutoCloseable {
  /// How many clients may connect at the same moment.
  private static final int BACKLOG = 1024;

  private final HttpServer server;
  private final ExecutorService threads;
  private final URI uri;

  private ModuleServer(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
    InetSocketAddress address = server.getAddress();
    String host = address.getAddress().getHostAddress();
    this.uri =
        URI.create(
            "http://"
                + (host.contains(":") ? "[" + host + "]" : host)
                + ":"
                + address.getPort()
                + "/");
  }

  /// Starts a server.
  ///
  /// @param folder what it serves; nothing outside of it
  /// @param address where it listens
  /// @param port where it listens; 0 for one that is free
  /// @param maxAgeSeconds how long clients need not ask again; 0: they ask each time
  /// @throws IOException if it cannot listen there
  public static ModuleServer start(Path folder, InetAddress address, int port, long maxAgeSeconds)
      throws IOException {
    if (System.getProperty("sun.net.httpserver.nodelay") == null) {
      // Else each further answer on a connection waits 40 ms until the client has confirmed its
      // headers. The JDK reads this once, when the JVM's first server is made.
      System.setProperty("sun.net.httpserver.nodelay", "true");
    }
    HttpServer server = HttpServer.create(new InetSocketAddress(address, port), BACKLOG);
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    server.setExecutor(threads);
    server.createContext("/", new ModuleHandler(folder, maxAgeSeconds));
    server.start();
    return new ModuleServer(server, threads);
  }

  /// The folder's address.
  public URI uri() {
    return uri;
  }

  /// Stops it at once.
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
