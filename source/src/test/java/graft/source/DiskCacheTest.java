package graft.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import graft.host.DownloadProgress;
import graft.host.DownloadRequest;
import graft.source.Fetched.Origin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// What is kept on disk, and when it is used.
final class DiskCacheTest {
  private static final byte[] OLD = TinyLibrary.of("one", 1);
  private static final byte[] NEW = TinyLibrary.of("one", 2);

  @TempDir private Path folder;
  private ScriptedServer server;
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2030-01-01T00:00:00Z"));

  @BeforeEach
  void start() throws IOException {
    server = new ScriptedServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private DiskCache cache() {
    return DiskCache.in(folder, 1 << 20, now::get);
  }

  /// As in a JVM of its own: only the disk is shared.
  private Fetched fetch(String path) throws FetchException {
    return fetch(server.request(path), false);
  }

  private Fetched fetch(FetchRequest request, boolean offline) throws FetchException {
    try (Fetcher fetcher =
        Fetcher.builder().cache(cache()).clock(now::get).pause(_ -> {}).offline(offline).build()) {
      return fetcher.fetch(request);
    }
  }

  private void serve(byte[] bytes, String etag, String control) {
    server.on(
        "/a.so",
        (exchange, _) -> {
          boolean known = etag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"));
          ScriptedServer.send(
              exchange,
              known ? 304 : 200,
              known ? new byte[0] : bytes,
              "ETag",
              etag,
              "Cache-Control",
              control);
        });
  }

  @Test
  void aFreshFileIsNotAskedForAndAnOldOneIsRevalidated() throws IOException {
    serve(OLD, "\"1\"", "max-age=60");
    assertThat(fetch("/a.so").origin()).isEqualTo(Origin.NETWORK);
    assertThat(fetch("/a.so").origin()).isEqualTo(Origin.CACHE);
    now.updateAndGet(time -> time.plusSeconds(61));
    assertThat(fetch("/a.so").origin()).isEqualTo(Origin.REVALIDATED);
    assertThat(fetch("/a.so").origin()).isEqualTo(Origin.CACHE);
    assertThat(server.count("/a.so")).isEqualTo(2);
    now.updateAndGet(time -> time.plusSeconds(61));
    serve(NEW, "\"2\"", "max-age=60");
    Fetched changed = fetch("/a.so");
    assertThat(changed.origin()).isEqualTo(Origin.NETWORK);
    assertThat(changed.bytes()).isEqualTo(NEW);
    assertThat(cache().verify()).isEmpty();
  }

  @Test
  void lastModifiedServesWhereThereIsNoETag() throws IOException {
    String date = "Tue, 01 Jan 2030 00:00:00 GMT";
    server.on(
        "/a.so",
        (exchange, _) -> {
          boolean known = date.equals(exchange.getRequestHeaders().getFirst("If-Modified-Since"));
          ScriptedServer.send(
              exchange, known ? 304 : 200, known ? new byte[0] : OLD, "Last-Modified", date);
        });
    assertThat(fetch("/a.so").origin()).isEqualTo(Origin.NETWORK);
    assertThat(fetch("/a.so").origin()).isEqualTo(Origin.REVALIDATED);
  }

  @Test
  void whatMustNotBeStoredIsNot() throws IOException {
    serve(OLD, "\"1\"", "no-store");
    fetch("/a.so");
    assertThat(cache().entries()).isEmpty();
    assertThat(fetch("/a.so").origin()).isEqualTo(Origin.NETWORK);
  }

  @Test
  void offlineTakesWhatThereIsHoweverOld() throws IOException {
    serve(OLD, "\"1\"", "max-age=1");
    assertThatThrownBy(() -> fetch(server.request("/a.so"), true))
        .hasMessage("GET " + server.uri("/a.so") + ": offline, and not in the cache " + folder);
    fetch("/a.so");
    now.updateAndGet(time -> time.plus(Duration.ofDays(300)));
    assertThat(fetch(server.request("/a.so"), true).origin()).isEqualTo(Origin.CACHE);
    assertThat(server.count("/a.so")).isEqualTo(1);
  }

  @Test
  void anOldCopyStandsInForAServerThatIsAwayUnlessItForbidsThat() throws IOException {
    serve(OLD, "\"1\"", "max-age=1");
    fetch("/a.so");
    now.updateAndGet(time -> time.plusSeconds(5));
    server.on("/a.so", (exchange, _) -> exchange.sendResponseHeaders(500, -1));
    assertThat(fetch("/a.so").origin()).isEqualTo(Origin.STALE);
    server.on("/a.so", (exchange, _) -> exchange.sendResponseHeaders(404, -1));
    assertThatThrownBy(() -> fetch("/a.so")).hasMessageEndingWith("404 Not Found");
    serve(OLD, "\"3\"", "max-age=1, must-revalidate");
    fetch("/a.so");
    now.updateAndGet(time -> time.plusSeconds(5));
    server.on("/a.so", (exchange, _) -> exchange.sendResponseHeaders(500, -1));
    assertThatThrownBy(() -> fetch("/a.so")).hasMessageContaining("500");
  }

  @Test
  void aServerThatForgetsToChangeItsETagIsFoundOutByTheHash() throws IOException {
    serve(OLD, "\"1\"", "no-cache");
    fetch("/a.so");
    serve(NEW, "\"1\"", "no-cache");
    Integrity wanted = Integrity.of(Integrity.Algorithm.SHA512, NEW);
    FetchRequest plain = server.request("/a.so");
    FetchRequest request =
        new FetchRequest(plain.uri(), plain.kind(), "a.so", null, wanted, NEW.length);
    Fetched file = fetch(request, false);
    assertThat(file.bytes()).isEqualTo(NEW);
    assertThat(file.origin()).isEqualTo(Origin.NETWORK);
    assertThat(fetch(request, false).origin()).isEqualTo(Origin.CACHE);
  }

  @Test
  void contentsAreFoundByTheirHashWhateverTheAddress() throws IOException {
    serve(OLD, "\"1\"", "no-cache");
    fetch("/a.so");
    Integrity wanted = Integrity.of(Integrity.Algorithm.SHA256, OLD);
    FetchRequest mirror = server.request("/mirror/a.so");
    FetchRequest request = new FetchRequest(mirror.uri(), mirror.kind(), "a.so", null, wanted, -1);
    assertThat(fetch(request, false).origin()).isEqualTo(Origin.CACHE);
    assertThat(server.count("/mirror/a.so")).isZero();
  }

  @Test
  void damagedContentsAreFetchedAnew() throws IOException {
    serve(OLD, "\"1\"", "max-age=60");
    String hash = fetch("/a.so").sha256();
    Files.write(
        folder.resolve("files").resolve(hash.substring(0, 2)).resolve(hash), new byte[] {1});
    assertThat(cache().verify()).hasSize(2).anyMatch(line -> line.contains("not what the name"));
    assertThat(fetch("/a.so").origin()).isEqualTo(Origin.NETWORK);
    assertThat(cache().verify()).isEmpty();
    assertThat(fetch("/a.so").origin()).isEqualTo(Origin.CACHE);
  }

  @Test
  void damagedContentsAreNotCalledAbsentWhenOffline() throws IOException {
    serve(OLD, "\"1\"", "max-age=60");
    String hash = fetch("/a.so").sha256();
    Files.write(
        folder.resolve("files").resolve(hash.substring(0, 2)).resolve(hash), new byte[] {1});
    Integrity wanted = Integrity.of(Integrity.Algorithm.SHA256, OLD);
    FetchRequest plain = server.request("/a.so");
    FetchRequest mirror = server.request("/mirror/a.so");
    for (FetchRequest request :
        List.of(
            plain,
            plain,
            new FetchRequest(mirror.uri(), mirror.kind(), "a.so", null, wanted, -1))) {
      assertThatThrownBy(() -> fetch(request, true))
          .hasMessageContaining(": offline, and damaged in the cache " + folder)
          .hasMessageContaining("graft cache verify");
    }
    assertThat(cache().verify()).isNotEmpty();
  }

  @Test
  void anEntryThatNamesNoHashIsDamaged() {
    String json =
        "{\"uri\":\"http://h/a\",\"sha256\":\"../../a\",\"size\":1,"
            + "\"validated\":\"2026-01-01T00:00:00Z\",\"freshSeconds\":0}";
    assertThatThrownBy(() -> CacheEntry.parse("e.json", json.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("e.json: damaged: ");
  }

  @Test
  void whatWasUsedLongestAgoGoesFirst() throws IOException {
    for (int i = 0; i < 4; i++) {
      server.on("/" + i, TinyLibrary.of("f" + i, i), "Cache-Control", "max-age=9999");
      fetch("/" + i);
      now.updateAndGet(time -> time.plusSeconds(1));
    }
    fetch("/0"); // Used again.
    long size = cache().entries().getFirst().size();
    DiskCache.Pruned pruned = cache().prune(2 * size, null);
    assertThat(pruned).isEqualTo(new DiskCache.Pruned(2, 2, 2 * size));
    assertThat(cache().entries())
        .extracting(entry -> entry.uri().getPath())
        .containsExactly("/0", "/3");
    now.updateAndGet(time -> time.plus(Duration.ofDays(2)));
    cache().prune(1 << 20, Duration.ofDays(1));
    assertThat(cache().entries()).isEmpty();
    assertThat(cache().verify()).isEmpty();
  }

  private FetchRequest wanting(String path, Integrity.Algorithm algorithm) {
    FetchRequest plain = server.request(path);
    return new FetchRequest(
        plain.uri(), plain.kind(), "a.so", null, Integrity.of(algorithm, OLD), OLD.length);
  }

  @Test
  void contentsAreFoundByEveryHashTheyHave() throws IOException {
    serve(OLD, "\"1\"", "no-cache");
    fetch("/a.so");
    for (Integrity.Algorithm algorithm : Integrity.Algorithm.values()) {
      assertThat(fetch(wanting("/mirror/a.so", algorithm), false).origin()).isEqualTo(Origin.CACHE);
    }
    assertThat(server.asked()).containsExactly("/a.so");
    cache().prune(0, null);
    assertThat(cache().files("hashes")).isEmpty();
  }

  /// The fetcher's memory, without a cache on disk.
  @Test
  void aFileThatIsInMemoryIsNotFetchedUnderAnotherHash() throws IOException {
    server.on("/a.so", OLD);
    server.on("/b.so", OLD);
    try (Fetcher fetcher = Fetcher.builder().build()) {
      for (Integrity.Algorithm algorithm : Integrity.Algorithm.values()) {
        assertThat(fetcher.fetch(wanting("/a.so", algorithm)).bytes()).isEqualTo(OLD);
        assertThat(fetcher.fetch(wanting("/b.so", algorithm)).bytes()).isEqualTo(OLD);
      }
    }
    assertThat(server.asked()).containsExactly("/a.so");
  }

  /// Each fetcher is as one of a JVM of its own; all wait for the one that has begun.
  @Test
  void severalFetchersOfOneCacheAskOnce() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    server.on(
        "/a.so",
        (exchange, _) -> {
          try {
            go.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          ScriptedServer.send(exchange, 200, OLD);
        });
    List<Fetcher> fetchers = new ArrayList<>();
    List<CompletableFuture<Fetched>> files = new ArrayList<>();
    try {
      for (int i = 0; i < 6; i++) {
        Fetcher fetcher = Fetcher.builder().cache(DiskCache.in(folder)).build();
        fetchers.add(fetcher);
        FetchRequest request =
            i % 2 == 0
                ? server.request("/a.so")
                : wanting("/a.so", Integrity.Algorithm.values()[i / 2]);
        files.add(fetcher.fetchLater(request));
      }
      go.countDown();
      for (CompletableFuture<Fetched> file : files) {
        assertThat(file.get().bytes()).isEqualTo(OLD);
      }
    } finally {
      fetchers.forEach(Fetcher::close);
    }
    assertThat(server.asked()).containsExactly("/a.so");
  }

  @Test
  void theCacheIsNeverLargerThanAllowed() throws IOException {
    DiskCache small = DiskCache.in(folder, 3L * OLD.length, now::get);
    for (int i = 0; i < 10; i++) {
      server.on("/" + i, TinyLibrary.of("one", i), "Cache-Control", "max-age=9999");
      try (Fetcher fetcher = Fetcher.builder().cache(small).clock(now::get).build()) {
        fetcher.fetch(server.request("/" + i));
      }
      assertThat(sizeOf("files")).isLessThanOrEqualTo(3L * OLD.length);
      now.updateAndGet(time -> time.plusSeconds(1));
    }
    assertThat(small.entries())
        .extracting(entry -> entry.uri().getPath())
        .containsExactly("/7", "/8", "/9");
    assertThat(small.verify()).isEmpty();
    assertThat(small.files("hashes")).hasSize(6);
  }

  private long sizeOf(String kind) throws IOException {
    long size = 0;
    for (Path file : cache().files(kind)) {
      size += Files.size(file);
    }
    return size;
  }

  @Test
  void roomIsMadeBeforeAnythingIsWritten() throws IOException {
    serve(OLD, "\"1\"", "max-age=9999");
    fetch("/a.so");
    // Who cannot write has already made room, as one who is killed there.
    DiskCache tight = DiskCache.in(folder, OLD.length, now::get);
    Files.delete(folder.resolve("drafts"));
    Files.write(folder.resolve("drafts"), new byte[0]);
    CacheEntry entry = cache().entries().getFirst();
    byte[] other = TinyLibrary.of("one", 5);
    CacheEntry next =
        new CacheEntry(
            entry.uri().resolve("/b.so"),
            Integrity.sha256(other),
            other.length,
            null,
            null,
            now.get(),
            Duration.ZERO,
            false,
            List.of(),
            null);
    assertThatThrownBy(() -> tight.store(next, other)).isInstanceOf(IOException.class);
    assertThat(sizeOf("files")).isZero();
  }

  /// Reading this one fails, whoever reads, as all reading does when too many files are open.
  @Test
  @EnabledOnOs(OS.LINUX)
  void whatCannotBeReadStaysAndItsContentsToo() throws IOException {
    serve(OLD, "\"1\"", "max-age=9999");
    fetch("/a.so");
    Path address = cache().files("addresses").getFirst();
    Path aside = folder.resolve("aside");
    Files.move(address, aside);
    Files.createSymbolicLink(address, Path.of("/proc/self/mem"));
    assertThat(cache().prune(1 << 20, null)).isEqualTo(new DiskCache.Pruned(0, 0, 0));
    assertThatThrownBy(() -> cache().prune(0, null)).isInstanceOf(IOException.class);
    Files.move(aside, address, StandardCopyOption.REPLACE_EXISTING);
    assertThat(fetch("/a.so").origin()).isEqualTo(Origin.CACHE);
  }

  @Test
  void aDamagedEntryGoes() throws IOException {
    serve(OLD, "\"1\"", "max-age=9999");
    fetch("/a.so");
    Files.writeString(cache().files("addresses").getFirst(), "{");
    assertThat(cache().prune(1 << 20, null)).isEqualTo(new DiskCache.Pruned(1, 1, OLD.length));
  }

  @Test
  void everythingIsLookedThroughOnlyWhenThatIsNeeded() throws IOException {
    for (int i = 0; i < 5; i++) {
      server.on("/" + i, TinyLibrary.of("one", i), "Cache-Control", "max-age=9999");
    }
    fetch("/0");
    Path address = cache().files("addresses").getFirst();
    Files.writeString(address, "{"); // Whoever looks removes it.
    fetch("/1");
    assertThat(address).exists();
    // Somebody was killed while writing.
    Files.write(folder.resolve("lock"), new byte[24]);
    fetch("/2");
    assertThat(address).doesNotExist();
    address = cache().files("addresses").getFirst();
    Files.writeString(address, "{");
    fetch("/3");
    assertThat(address).exists();
    now.updateAndGet(time -> time.plus(Duration.ofDays(1)));
    fetch("/4");
    assertThat(address).doesNotExist();
  }

  /// A process would lose its lock with one of two channels of the file.
  @Test
  void aFolderHasOneLockUnderAllItsNames() throws Exception {
    Path real = Files.createDirectory(folder.resolve("real"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), real);
    Thread other =
        Thread.ofVirtual()
            .unstarted(() -> {
              try {
                CacheLock.of(link).close();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    try (CacheLock _ = CacheLock.of(real)) {
      other.start();
      Set<Thread.State> waiting = Set.of(Thread.State.WAITING, Thread.State.TIMED_WAITING);
      while (!waiting.contains(other.getState())) {
        Thread.onSpinWait();
      }
      // For this JVM's lock; whoever asks the system again and again sleeps in between.
      assertThat(other.getState()).isEqualTo(Thread.State.WAITING);
    }
    other.join();
  }

  @Test
  void nobodyQueuesUpBehindAFetchThatFails() throws Exception {
    server.on("/a.so", (exchange, _) -> ScriptedServer.send(exchange, 503, new byte[0]));
    CountDownLatch paused = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Pause pause =
        _ -> {
          paused.countDown();
          go.await();
        };
    try (Fetcher first = Fetcher.builder().cache(cache()).pause(pause).build();
        Fetcher second = Fetcher.builder().cache(cache()).pause(_ -> {}).build()) {
      CompletableFuture<Fetched> waits = first.fetchLater(server.request("/a.so"));
      paused.await();
      CompletableFuture<Fetched> other = second.fetchLater(server.request("/a.so"));
      assertThatThrownBy(() -> other.get(30, TimeUnit.SECONDS))
          .hasMessageContaining("503 Service Unavailable");
      assertThat(waits).isNotDone();
      go.countDown();
    }
  }

  @Test
  void whoeverIsInterruptedWhileStoringSaysNothing() throws IOException {
    server.on("/a.so", OLD);
    List<String> said = new CopyOnWriteArrayList<>();
    AtomicBoolean received = new AtomicBoolean();
    FetchListener listener =
        new FetchListener() {
          @Override
          public void progress(FetchRequest request, long bytes, long total) {
            received.set(true);
          }

          @Override
          public void uncached(FetchRequest request, String reason) {
            said.add(reason);
          }
        };
    InstantSource interrupting =
        () -> {
          if (received.get()) {
            Thread.currentThread().interrupt();
          }
          return now.get();
        };
    try (Fetcher fetcher =
        Fetcher.builder().cache(cache()).clock(interrupting).listener(listener).build()) {
      assertThat(fetcher.fetch(server.request("/a.so")).bytes()).isEqualTo(OLD);
    }
    assertThat(cache().entries()).isEmpty();
    assertThat(said).isEmpty();
  }

  @Test
  void whatIsInMemoryIsNotForWhoMayNotAskThereOrWantsAnotherSize() throws IOException {
    server.on("/a.so", OLD);
    FetchRequest right = wanting("/a.so", Integrity.Algorithm.SHA256);
    try (ScriptedServer other = new ScriptedServer();
        Fetcher fetcher = Fetcher.builder().allow(Set.of(server.uri("/"))).build()) {
      fetcher.fetch(right);
      FetchRequest elsewhere =
          new FetchRequest(
              other.uri("/a.so"), right.kind(), "a.so", null, right.integrity(), right.size());
      assertThatThrownBy(() -> fetcher.fetch(elsewhere)).hasMessageContaining("is not among");
      FetchRequest larger =
          new FetchRequest(
              right.uri(), right.kind(), "a.so", null, right.integrity(), right.size() + 1);
      assertThatThrownBy(() -> fetcher.fetch(larger)).hasMessageContaining("expected");
    }
  }

  @Test
  void whatNobodyHasUsedForLongGoesByItself() throws IOException {
    DiskCache young = cache().withMaxAge(Duration.ofDays(10));
    for (int i = 0; i < 4; i++) {
      server.on("/" + i, TinyLibrary.of("one", i), "Cache-Control", "max-age=99999999");
      try (Fetcher fetcher = Fetcher.builder().cache(young).clock(now::get).build()) {
        fetcher.fetch(server.request("/" + i));
        fetcher.fetch(server.request("/0")); // Always used.
      }
      now.updateAndGet(time -> time.plus(Duration.ofDays(6)));
    }
    assertThat(young.entries())
        .extracting(entry -> entry.uri().getPath())
        .containsExactly("/0", "/2", "/3");
  }

  @Test
  void whatVariesWithAHeaderIsForThoseWhoDoNotSendIt() throws IOException {
    server.on(
        "/a.so",
        (exchange, _) -> {
          String who = exchange.getRequestHeaders().getFirst("X-Who");
          ScriptedServer.send(
              exchange,
              200,
              who == null ? OLD : NEW,
              "Cache-Control",
              "max-age=60",
              "Vary",
              "Accept-Encoding, x-who");
        });
    for (int i = 0; i < 2; i++) {
      // What is for one is not kept for others,
      assertThat(fetchAs("me").bytes()).isEqualTo(NEW);
      assertThat(cache().entries()).isEmpty();
    }
    assertThat(fetch("/a.so").origin()).isEqualTo(Origin.NETWORK);
    // and what is for all others is not for the one.
    assertThat(fetchAs("me").bytes()).isEqualTo(NEW);
    assertThat(fetch("/a.so").origin()).isEqualTo(Origin.CACHE);
    assertThat(fetch("/a.so").bytes()).isEqualTo(OLD);
    server.on("/b.so", OLD, "Cache-Control", "max-age=60", "Vary", "*");
    fetch("/b.so");
    assertThat(fetch("/b.so").origin()).isEqualTo(Origin.NETWORK);
  }

  private Fetched fetchAs(String who) throws FetchException {
    try (Fetcher fetcher =
        Fetcher.builder()
            .cache(cache())
            .clock(now::get)
            .authentication(_ -> Map.of("X-Who", who))
            .build()) {
      return fetcher.fetch(server.request("/a.so"));
    }
  }

  private void serveOnlyAlice(CountDownLatch asked, CountDownLatch go) {
    server.on(
        "/a.so",
        (exchange, _) -> {
          boolean alice = "alice".equals(exchange.getRequestHeaders().getFirst("X-Who"));
          if (alice) {
            asked.countDown();
            await(go);
          }
          ScriptedServer.send(
              exchange,
              alice ? 200 : 403,
              alice ? OLD : new byte[0],
              "Cache-Control",
              "max-age=60");
        });
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private FetcherBuilder as(String who) {
    return Fetcher.builder()
        .cache(cache())
        .clock(now::get)
        .pause(_ -> {})
        .authentication(_ -> Map.of("X-Who", who));
  }

  @Test
  void whatOneWhoIdentifiesHimselfGetsIsForNobodyElse() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    serveOnlyAlice(asked, go);
    try (Fetcher alice = as("alice").build();
        Fetcher mallory = as("mallory").build()) {
      CompletableFuture<Fetched> hers = alice.fetchLater(server.request("/a.so"));
      asked.await();
      // She does not wait for what Alice gets,
      assertThatThrownBy(() -> mallory.fetch(server.request("/a.so")))
          .hasMessageEndingWith("403 Forbidden");
      go.countDown();
      assertThat(hers.get().bytes()).isEqualTo(OLD);
      // and does not find it either, however fresh it is.
      assertThatThrownBy(() -> mallory.fetch(server.request("/a.so")))
          .hasMessageEndingWith("403 Forbidden");
    }
    assertThatThrownBy(() -> fetch("/a.so")).hasMessageEndingWith("403 Forbidden");
    try (Fetcher again = as("alice").build()) {
      assertThat(again.fetch(server.request("/a.so")).origin()).isEqualTo(Origin.CACHE);
    }
  }

  @Test
  void whatARedirectionGivesToOneWhoIdentifiesHimselfThereIsForNobodyElse() throws Exception {
    serveOnlyAlice(new CountDownLatch(1), new CountDownLatch(0));
    server.on(
        "/moved.so",
        (exchange, _) -> ScriptedServer.send(exchange, 302, new byte[0], "Location", "/a.so"));
    try (Fetcher alice =
        Fetcher.builder()
            .cache(cache())
            .clock(now::get)
            .authentication(
                uri -> uri.getPath().equals("/a.so") ? Map.of("X-Who", "alice") : Map.of())
            .build()) {
      assertThat(alice.fetch(server.request("/moved.so")).bytes()).isEqualTo(OLD);
    }
    assertThatThrownBy(() -> fetch("/moved.so")).hasMessageEndingWith("403 Forbidden");
  }

  @Test
  void expiresCountsFromTheServersClockAndAgeIsTakenOff() throws IOException {
    // The JDK's server says by itself what time it is.
    HttpHeaders headers =
        HttpHeaders.of(
            Map.of(
                "date", List.of("Tue, 01 Jan 2030 00:00:00 GMT"),
                "expires", List.of("Tue, 01 Jan 2030 00:01:40 GMT"),
                "age", List.of("40")),
            (_, _) -> true);
    assertThat(CacheControl.of(headers, Instant.EPOCH).fresh()).isEqualTo(Duration.ofSeconds(60));
    server.on("/b.so", OLD, "Cache-Control", "max-age=100", "Age", "40");
    assertThat(fetch("/b.so").origin()).isEqualTo(Origin.NETWORK);
    now.updateAndGet(time -> time.plusSeconds(59));
    assertThat(fetch("/b.so").origin()).isEqualTo(Origin.CACHE);
    now.updateAndGet(time -> time.plusSeconds(2));
    assertThat(fetch("/b.so").origin()).isEqualTo(Origin.NETWORK);
    HttpHeaders damaged =
        HttpHeaders.of(Map.of("expires", List.of("0"), "age", List.of("x")), (_, _) -> true);
    assertThat(CacheControl.of(damaged, Instant.EPOCH).fresh()).isZero();
  }

  @Test
  void closingAFetcherEndsItsFetchesAndItTakesNoOthers() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    server.on(
        "/a.so",
        (_, _) -> {
          begun.countDown();
          try {
            over.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    try (HttpClient client = HttpClient.newHttpClient()) {
      Fetcher fetcher = Fetcher.builder().client(client).build();
      CompletableFuture<Fetched> waiting = fetcher.fetchLater(server.request("/a.so"));
      begun.await();
      fetcher.close();
      String message = "GET " + server.uri("/a.so") + ": the fetcher is closed";
      assertThatThrownBy(waiting::get)
          .cause()
          .isInstanceOf(FetchException.class)
          .hasMessage(message);
      assertThatThrownBy(() -> fetcher.fetch(server.request("/a.so"))).hasMessage(message);
      assertThatThrownBy(() ->
              GuestDownloads.of(fetcher)
                  .send(DownloadRequest.get(server.uri("/a.so").toString()), DownloadProgress.NONE))
          .hasMessage(message);
      assertThat(server.asked()).containsExactly("/a.so");
      over.countDown();
    }
  }

  @Test
  void aFetchThatNobodyWaitsForEnds() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    server.on(
        "/a.so",
        (_, _) -> {
          begun.countDown();
          try {
            over.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    FetchListener listener =
        new FetchListener() {
          @Override
          public void failed(FetchRequest request, FetchException problem) {
            ended.countDown();
          }
        };
    try (Fetcher fetcher = Fetcher.builder().listener(listener).build()) {
      List<CompletableFuture<Fetched>> both =
          List.of(
              fetcher.fetchLater(server.request("/a.so")),
              fetcher.fetchLater(server.request("/a.so")));
      begun.await();
      both.get(0).cancel(true);
      assertThat(both.get(1)).isNotDone();
      both.get(1).cancel(true);
      ended.await();
      assertThat(server.count("/a.so")).isEqualTo(1);
      serve(OLD, "\"1\"", "no-cache");
      assertThat(fetcher.fetchLater(server.request("/a.so")).get().bytes()).isEqualTo(OLD);
    } finally {
      over.countDown();
    }
  }
}
