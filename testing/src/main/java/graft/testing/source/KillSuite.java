package graft.testing.source;

import com.sun.net.httpserver.HttpServer;
import graft.source.CacheEntry;
import graft.source.DiskCache;
import graft.source.FetchRequest;
import graft.source.Fetcher;
import graft.source.ModuleServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// Kills two JVMs that write into a disk cache, with a signal that they cannot see, many times:
/// after each, whatever the cache says is true, and it is no larger than allowed. It is so small
/// that they also prune all the time. Before that, several JVMs ask for the same file at once,
/// which is fetched once.
public final class KillSuite {
  private static final int FILES = 40;
  private static final int MAX_BYTES = 3 << 20;
  private static final int TOGETHER = 4;

  private final Path folder;
  private final Random random = new Random(1);
  private int failed;

  private KillSuite(Path folder) {
    this.folder = folder;
  }

  /// Runs the suite, or is the JVM that gets killed.
  ///
  /// @param args how often (200), or `child CACHE ADDRESS`, or `once CACHE ADDRESS`
  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length == 3 && args[0].equals("once")) {
      once(Path.of(args[1]), URI.create(args[2]));
      return;
    }
    if (args.length == 3) {
      child(Path.of(args[1]), URI.create(args[2]));
      return;
    }
    int times = args.length == 0 ? 200 : Integer.parseInt(args[0]);
    Path folder = Files.createTempDirectory("graft-kill");
    KillSuite suite = new KillSuite(folder);
    try {
      suite.together();
      suite.run(times);
    } finally {
      KilledJvm.delete(folder);
    }
    System.out.println(
        (times + 1 - suite.failed) + " passed, " + suite.failed + " failed, 0 skipped");
    System.exit(suite.failed == 0 ? 0 : 1);
  }

  private void run(int times) throws IOException, InterruptedException {
    Path served = Files.createDirectories(folder.resolve("served"));
    for (int i = 0; i < FILES; i++) {
      byte[] bytes = new byte[random.nextInt(1 << 18)];
      random.nextBytes(bytes);
      Files.write(served.resolve("file" + i), bytes);
    }
    Path cache = folder.resolve("cache");
    int most = 0;
    int drafts = 0;
    try (ModuleServer server =
        ModuleServer.start(served, InetAddress.getLoopbackAddress(), 0, 3600)) {
      for (int i = 0; i < times; i++) {
        kill(cache, server.uri());
        List<String> problems = check(cache, served);
        for (String problem : problems) {
          System.out.println("after kill " + (i + 1) + ": " + problem);
        }
        failed += problems.isEmpty() ? 0 : 1;
        most = Math.max(most, DiskCache.in(cache).entries().size());
        drafts = Math.max(drafts, countDrafts(cache));
      }
    }
    System.out.println(
        "at most " + most + " entries and " + drafts + " drafts that were left behind");
  }

  private void kill(Path cache, URI server) throws IOException, InterruptedException {
    try (KilledJvm child =
            KilledJvm.start(KillSuite.class, "child", cache.toString(), server.toString());
        KilledJvm other =
            KilledJvm.start(KillSuite.class, "child", cache.toString(), server.toString())) {
      // Not before both write, and then at any moment.
      other.await(1);
      child.await(1 + random.nextInt(60));
      Thread.sleep(0, random.nextInt(999_999));
    }
  }

  /// JVMs that say they are there, and then ask for one file, which comes when all are.
  private void together() throws IOException, InterruptedException {
    CountDownLatch ready = new CountDownLatch(TOGETHER);
    AtomicInteger asked = new AtomicInteger();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            if (exchange.getRequestURI().getPath().equals("/ready")) {
              ready.countDown();
            } else {
              asked.incrementAndGet();
              ready.await();
              Thread.sleep(500); // Time enough to ask again, for those who would.
              // For those who are later still.
              exchange.getResponseHeaders().set("Cache-Control", "max-age=60");
            }
            exchange.sendResponseHeaders(200, 1);
            exchange.getResponseBody().write(1);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    server.start();
    List<KilledJvm> children = new ArrayList<>();
    try {
      String address =
          "http://"
              + InetAddress.getLoopbackAddress().getHostAddress()
              + ":"
              + server.getAddress().getPort()
              + "/";
      for (int i = 0; i < TOGETHER; i++) {
        String cache = folder.resolve("together").toString();
        children.add(KilledJvm.start(KillSuite.class, "once", cache, address));
      }
      for (KilledJvm child : children) {
        child.await(1);
      }
    } finally {
      for (KilledJvm child : children) {
        child.close();
      }
      server.stop(0);
    }
    if (asked.get() != 1) {
      System.out.println(TOGETHER + " JVMs asked " + asked + " times for one file");
      failed++;
    }
  }

  private static void once(Path cache, URI server) throws IOException {
    try (Fetcher fetcher = Fetcher.builder().cache(DiskCache.in(cache)).build()) {
      fetcher.fetch(FetchRequest.of(server.resolve("ready"), FetchRequest.Kind.FILE));
      URI uri = server.resolve("shared.tar");
      System.out.println(fetcher.fetch(FetchRequest.of(uri, FetchRequest.Kind.BUNDLE)).origin());
    }
  }

  private static List<String> check(Path cache, Path served) throws IOException {
    DiskCache disk = DiskCache.in(cache);
    List<String> problems = new ArrayList<>(disk.verify());
    long size = sizeOf(cache.resolve("files")) + sizeOf(cache.resolve("drafts"));
    if (size > MAX_BYTES) {
      problems.add(size + " bytes, expected at most " + MAX_BYTES);
    }
    try (Fetcher offline = Fetcher.builder().cache(disk).offline(true).build()) {
      for (CacheEntry entry : disk.entries()) {
        byte[] bytes = offline.fetch(FetchRequest.of(entry.uri(), FetchRequest.Kind.FILE)).bytes();
        if (!Arrays.equals(
            bytes, Files.readAllBytes(served.resolve(entry.uri().getPath().substring(1))))) {
          problems.add(entry.uri() + ": not what the server sent");
        }
      }
    }
    return problems;
  }

  private static int countDrafts(Path cache) throws IOException {
    return filesIn(cache.resolve("drafts")).size();
  }

  private static long sizeOf(Path kind) throws IOException {
    long size = 0;
    for (Path file : filesIn(kind)) {
      size += Files.size(file);
    }
    return size;
  }

  private static List<Path> filesIn(Path kind) throws IOException {
    if (!Files.isDirectory(kind)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(kind)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  /// Fetches for ever, from four threads, a line for each file.
  private static void child(Path cache, URI server) throws InterruptedException {
    DiskCache disk = DiskCache.in(cache, MAX_BYTES, InstantSource.system());
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                Random random = new Random();
                while (true) {
                  try (Fetcher fetcher = Fetcher.builder().cache(disk).build()) {
                    for (int n = 0; n < 20; n++) {
                      URI uri = server.resolve("file" + random.nextInt(FILES));
                      fetcher.fetch(FetchRequest.of(uri, FetchRequest.Kind.FILE));
                      System.out.println(uri);
                    }
                  } catch (IOException e) {
                    throw new IllegalStateException(e);
                  }
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }
}
