package graft.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import graft.dl.ModuleSource;
import graft.source.Fetcher;
import graft.source.Sources;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/// `./dev bench source`. Every round has libraries of other contents, so that each is fetched,
/// verified and prepared anew.
final class SourceReport implements Bench.Benchmark {
  private static final int COUNT = 100;
  private static final int LATENCY = 20;
  private static final int PADDING = 16_000;

  @Override
  public String run(Bench.Options options) throws IOException, InterruptedException {
    int rounds = options.quick() ? 3 : 15;
    double alone = Double.MAX_VALUE;
    double together = Double.MAX_VALUE;
    double oneByOne = Double.MAX_VALUE;
    try (Server server = new Server()) {
      for (int round = 0; round < rounds; round++) {
        String path = "/" + round + "/";
        alone = Math.min(alone, millis(server.uri(path + "alone/"), List.of(names(1))));
        together =
            Math.min(together, millis(server.uri(path + "together/"), List.of(names(COUNT))));
        List<List<String>> each = names(COUNT).stream().map(List::of).toList();
        oneByOne = Math.min(oneByOne, millis(server.uri(path + "each/"), each));
      }
    }
    RatioTable table = new RatioTable().row("", "ms", "to one", "to the sum");
    for (Row row :
        List.of(
            new Row("one library", alone),
            new Row(COUNT + " at once", together),
            new Row(COUNT + " one by one", oneByOne))) {
      table.row(
          row.name,
          RatioTable.number(row.millis, 1),
          RatioTable.number(row.millis / alone, 2),
          RatioTable.number(row.millis / oneByOne, 3));
    }
    return "Libraries of "
        + PADDING / 1000
        + " kB preloaded from a server on loopback that answers after "
        + LATENCY
        + " ms;\neach time new connections, best of "
        + rounds
        + " rounds\n\n"
        + table;
  }

  private record Row(String name, double millis) {}

  private static List<String> names(int count) {
    return IntStream.range(0, count).mapToObj(i -> "lib" + i + ".so").toList();
  }

  /// How long it takes to preload some libraries, and then some more.
  private static double millis(URI folder, List<List<String>> groups) {
    try (Fetcher fetcher = Fetcher.builder().build()) {
      ModuleSource source = Sources.http(folder, fetcher);
      long start = System.nanoTime();
      for (List<String> names : groups) {
        Sources.preload(source, names).join();
      }
      return (System.nanoTime() - start) / 1e6;
    }
  }

  /// Gives a library for every path, late.
  private static final class Server implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    Server() throws IOException {
      // Else the second answer on a connection waits 40 ms for the client to confirm its headers.
      System.setProperty("sun.net.httpserver.nodelay", "true");
      server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 2 * COUNT);
      server.setExecutor(threads);
      server.createContext("/", Server::answer);
      server.start();
    }

    private static void answer(HttpExchange exchange) throws IOException {
      try (exchange) {
        Thread.sleep(LATENCY);
        byte[] library = library(exchange.getRequestURI().getPath());
        exchange.sendResponseHeaders(200, library.length);
        exchange.getResponseBody().write(library);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    /// A library with nothing but its name, and some room.
    private static byte[] library(String name) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.writeBytes(new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0});
      out.writeBytes(new byte[] {0, 15, 8});
      out.writeBytes("dylink.0".getBytes(StandardCharsets.UTF_8));
      out.writeBytes(new byte[] {1, 4, 0, 0, 0, 0});
      byte[] text = name.getBytes(StandardCharsets.UTF_8);
      int size = 1 + text.length + PADDING;
      out.write(0);
      out.write((size & 0x7f) | 0x80);
      out.write((size >> 7 & 0x7f) | 0x80);
      out.write(size >> 14);
      out.write(text.length);
      out.writeBytes(text);
      out.writeBytes(new byte[PADDING]);
      return out.toByteArray();
    }

    URI uri(String path) {
      InetSocketAddress address = server.getAddress();
      return URI.create(
          "http://" + address.getAddress().getHostAddress() + ":" + address.getPort() + path);
    }

    @Override
    public void close() {
      server.stop(0);
      threads.shutdownNow();
    }
  }
}
