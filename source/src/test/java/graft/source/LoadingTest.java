package graft.source;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import graft.dl.GuestProcess;
import graft.dl.GuestProcessBuilder;
import graft.dl.Library;
import graft.dl.LibraryNotFoundException;
import graft.dl.ModuleFile;
import graft.dl.ModuleSource;
import graft.runtime.GuestExit;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Libraries that come over HTTP: before the start, when they are called, or never.
final class LoadingTest {
  @TempDir private Path folder;
  private ScriptedServer server;
  private Fetcher fetcher;

  @BeforeEach
  void start() throws IOException {
    server =
        new ScriptedServer()
            .on("/one.so", TinyLibrary.of("one", 1))
            .on("/two.so", TinyLibrary.of("two", 2, "one.so"));
    fetcher = Fetcher.builder().pause(_ -> {}).build();
  }

  @AfterEach
  void stop() {
    fetcher.close();
    server.close();
  }

  private GuestProcessBuilder program(List<String> functions, String... needed) {
    return GuestProcess.builder()
        .main("app.wasm", TinyLibrary.program(functions, needed))
        .librarySource(Sources.http(server.uri("/"), fetcher));
  }

  @Test
  void neededLibrariesAreThereWhenTheProgramIsLoaded() {
    try (GuestProcess process = program(List.of("one", "two"), "two.so").load()) {
      assertThat(server.asked()).containsExactly("/two.so", "/one.so");
      assertThat(process.main().function("call_two").invoke()).isEqualTo(2);
      assertThat(process.main().function("call_one").invoke()).isEqualTo(1);
      assertThat(process.libraries().get(1).location()).isEqualTo(server.uri("/two.so").toString());
    }
  }

  @Test
  void aLibraryIsFetchedWhenItsFunctionIsFirstCalled() {
    try (GuestProcess process = program(List.of("one"), "one.so").autoload(false).load()) {
      assertThat(server.asked()).isEmpty();
      assertThat(process.main().function("call_one").invoke()).isEqualTo(1);
      assertThat(process.main().function("call_one").invoke()).isEqualTo(1);
      assertThat(server.asked()).containsExactly("/one.so");
    }
  }

  @Test
  void aLibraryWhoseFunctionsAreNotCalledIsNeverFetched() {
    try (GuestProcess process =
        program(List.of("one", "two"), "one.so", "two.so").autoload(false).load()) {
      assertThat(process.main().function("call_one").invoke()).isEqualTo(1);
    }
    assertThat(server.asked()).containsExactly("/one.so");
  }

  @Test
  void aLibraryIsFetchedWhenItIsOpened() {
    try (GuestProcess process = program(List.of()).load()) {
      assertThat(server.asked()).isEmpty();
      assertThat(process.open("two.so").function("two").invoke()).isEqualTo(2);
      assertThat(server.asked()).containsExactly("/two.so", "/one.so");
    }
  }

  @Test
  void whatIsInAFolderIsNotAskedForElsewhere() throws IOException {
    Files.write(folder.resolve("one.so"), TinyLibrary.of("one", 11));
    try (GuestProcess process =
        GuestProcess.builder()
            .main("app.wasm", TinyLibrary.program(List.of("one"), "one.so"))
            .librarySource(
                Sources.list(
                    List.of(ModuleSource.folder(folder), Sources.http(server.uri("/"), fetcher))))
            .load()) {
      assertThat(process.main().function("call_one").invoke()).isEqualTo(11);
    }
    assertThat(server.asked()).isEmpty();
  }

  @Test
  void aListPassesOverAPlaceThatFailsAndNamesItIfNoOtherHasTheLibrary() throws IOException {
    server.on("/bad/one.so", (exchange, _) -> exchange.sendResponseHeaders(500, -1));
    ModuleSource list =
        Sources.list(
            List.of(
                Sources.http(server.uri("/bad/"), fetcher),
                Sources.http(server.uri("/"), fetcher)));
    try (GuestProcess process =
        GuestProcess.builder()
            .main("app.wasm", TinyLibrary.program(List.of("one"), "one.so"))
            .librarySource(list)
            .load()) {
      assertThat(process.main().function("call_one").invoke()).isEqualTo(1);
    }
    assertThatThrownBy(() -> list.find("none.so"))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "GET %s: 404 Not Found; GET %s: 404 Not Found",
            server.uri("/bad/none.so"), server.uri("/none.so"));
  }

  @Test
  void theErrorNamesLibraryAddressStatusEveryPlaceAndWhoWantedIt() throws IOException {
    try (ScriptedServer mirror = new ScriptedServer()) {
      mirror.on("/three.so", (exchange, _) -> exchange.sendResponseHeaders(500, -1));
      assertThatThrownBy(() ->
              program(List.of("three"), "three.so")
                  .librarySource(Sources.http(mirror.uri("/"), fetcher))
                  .libraryPath(List.of(folder))
                  .load())
          .isInstanceOf(LibraryNotFoundException.class)
          .hasMessage(
              "app.wasm: cannot load needed library three.so: GET "
                  + server.uri("/three.so")
                  + ": 404 Not Found; GET "
                  + mirror.uri("/three.so")
                  + ": 500 Internal Server Error (tried 4 times); not in "
                  + folder);
    }
  }

  @Test
  void namesThatLeadOutOfTheFolderAreNotFetched() {
    ModuleSource source = Sources.http(server.uri("/libs/"), fetcher);
    for (String name :
        List.of("../one.so", "/one.so", "a/../../one.so", "http://evil/one.so", "")) {
      assertThatThrownBy(() ->
              program(List.of()).librarySource(source).load().open(name.isEmpty() ? "/" : name))
          .isInstanceOf(LibraryNotFoundException.class);
    }
    assertThat(server.asked()).isEmpty();
  }

  @Test
  void aThousandThreadsMakeOneRequestAndOnePreparation() throws Exception {
    byte[] library = TinyLibrary.of("thousand", 33);
    server.on("/thousand.so", library);
    AtomicInteger right = new AtomicInteger();
    try (Recording recording = new Recording()) {
      recording.enable("graft.Prepare");
      recording.start();
      CountDownLatch go = new CountDownLatch(1);
      List<Future<?>> all = new ArrayList<>();
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < 1000; i++) {
          all.add(
              threads.submit(() -> {
                go.await();
                try (GuestProcess process = program(List.of()).load()) {
                  if (process.open("thousand.so").function("thousand").invoke().equals(33)) {
                    right.incrementAndGet();
                  }
                }
                return null;
              }));
        }
        go.countDown();
        for (Future<?> each : all) {
          each.get();
        }
      }
      recording.stop();
      Path file = folder.resolve("events.jfr");
      recording.dump(file);
      assertThat(
              RecordingFile.readAllEvents(file).stream()
                  .filter(event -> event.getEventType().getName().equals("graft.Prepare"))
                  .filter(event -> event.getString("module").equals("thousand.so")))
          .hasSize(1);
    }
    assertThat(right).hasValue(1000);
    assertThat(server.asked()).containsExactly("/thousand.so");
  }

  /// They wait in the middle of the guest's code. If one of them held the thread that carries it,
  /// the last would never get that far.
  @Test
  void aThousandThreadsThatWaitInTheGuestHoldNoCarrier() throws Exception {
    CountDownLatch waiting = new CountDownLatch(1000);
    CountDownLatch go = new CountDownLatch(1);
    server.on(
        "/late.so",
        (exchange, _) -> {
          try {
            go.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          ScriptedServer.send(exchange, 200, TinyLibrary.of("late", 44));
        });
    try (GuestProcess process = program(List.of("one"), "one.so").autoload(false).load()) {
      // What the JDK and the loader do for the first time only.
      assertThat(process.main().function("call_one").invoke()).isEqualTo(1);
    }
    AtomicInteger right = new AtomicInteger();
    Path file = folder.resolve("pinned.jfr");
    try (Recording recording = new Recording()) {
      recording.enable("jdk.VirtualThreadPinned").withThreshold(Duration.ofMillis(20));
      recording.start();
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < 1000; i++) {
          var _ =
              threads.submit(() -> {
                try (GuestProcess process =
                    program(List.of("late"), "late.so").autoload(false).load()) {
                  waiting.countDown();
                  if (process.main().function("call_late").invoke().equals(44)) {
                    right.incrementAndGet();
                  }
                }
                return null;
              });
        }
        assertThat(waiting.await(120, TimeUnit.SECONDS)).isTrue();
        go.countDown();
      }
      recording.stop();
      recording.dump(file);
    }
    assertThat(right).hasValue(1000);
    // Others of the loader's are recorded, too.
    assertThat(RecordingFile.readAllEvents(file))
        .filteredOn(event -> event.getEventType().getName().equals("jdk.VirtualThreadPinned"))
        .isEmpty();
    assertThat(server.asked()).containsOnlyOnce("/late.so");
  }

  /// Each answer waits until all questions are there: one after the other would never end.
  @Test
  void aHundredNeededLibrariesAreFetchedAtTheSameTime() {
    int count = 100;
    CyclicBarrier together = new CyclicBarrier(count);
    List<String> functions = new ArrayList<>();
    String[] needed = new String[count];
    for (int i = 0; i < count; i++) {
      byte[] bytes = TinyLibrary.of("f" + i, i % 64);
      functions.add("f" + i);
      needed[i] = "lib" + i + ".so";
      server.on(
          "/lib" + i + ".so",
          (exchange, _) -> {
            try {
              together.await(60, TimeUnit.SECONDS);
            } catch (Exception e) {
              exchange.sendResponseHeaders(504, -1);
              return;
            }
            ScriptedServer.send(exchange, 200, bytes);
          });
    }
    try (GuestProcess process = program(functions.subList(0, 60), needed).load()) {
      assertThat(process.libraries()).hasSize(count + 1);
      assertThat(process.main().function("call_f42").invoke()).isEqualTo(42);
    }
    assertThat(server.asked()).hasSize(count);
  }

  @Test
  void aManifestSaysWhereLibrariesAreAndWhatTheyMustBe() throws IOException {
    Files.write(folder.resolve("one.so"), TinyLibrary.of("one", 1));
    Files.write(folder.resolve("two.so"), TinyLibrary.of("two", 2, "one.so"));
    Files.writeString(folder.resolve("readme.txt"), "not a module");
    Manifest manifest = Manifest.of(folder);
    assertThat(manifest.libraries().keySet()).containsExactly("one.so", "two.so");
    assertThat(manifest.libraries().get("two.so").needed()).containsExactly("one.so");
    assertThat(Manifest.parse("m", manifest.toJson())).isEqualTo(manifest);
    server.on("/m/list.json", manifest.toJson());
    server.on("/m/one.so", TinyLibrary.of("one", 1));
    server.on("/m/two.so", TinyLibrary.of("two", 3, "one.so")); // Not what the manifest says.
    ManifestSource source = Sources.manifest(server.uri("/m/list.json"), fetcher);
    GuestProcessBuilder builder =
        GuestProcess.builder()
            .main("app.wasm", TinyLibrary.program(List.of()))
            .librarySource(source);
    try (GuestProcess process = builder.load()) {
      assertThat(process.open("one.so").function("one").invoke()).isEqualTo(1);
      assertThatThrownBy(() -> process.open("two.so"))
          .hasMessageContaining("expected sha384-")
          .hasMessageContaining(", found sha384-");
      assertThatThrownBy(() -> process.open("three.so"))
          .hasMessage("three.so: cannot open library: not in " + server.uri("/m/list.json"));
    }
  }

  @Test
  void aManifestInAFileNamesFilesBelowItsFolderOnly() throws IOException {
    Path inside = Files.createDirectories(folder.resolve("in"));
    Files.write(folder.resolve("one.so"), TinyLibrary.of("one", 1));
    Path list = inside.resolve("list.json");
    Files.write(
        list,
        new Manifest(
                Map.of(
                    "one.so",
                    new Manifest.Item("../one.so", null, -1, List.of(), Manifest.When.DEMAND)))
            .toJson());
    ManifestSource source = Sources.manifest(list, fetcher);
    assertThatThrownBy(() -> source.find("one.so"))
        .hasMessage("../one.so leads out of the manifest's folder");
  }

  @Test
  void aFileOfAnotherSizeThanItsManifestSaysIsRefused() throws IOException {
    byte[] bytes = TinyLibrary.of("one", 1);
    Files.write(folder.resolve("one.so"), bytes);
    Path list = folder.resolve("list.json");
    for (int size : new int[] {bytes.length, bytes.length + 1}) {
      Manifest.Item item = new Manifest.Item("one.so", null, size, List.of(), Manifest.When.DEMAND);
      Files.write(list, new Manifest(Map.of("one.so", item)).toJson());
      ManifestSource source = Sources.manifest(list, fetcher);
      if (size == bytes.length) {
        assertThat(source.find("one.so")).isNotNull();
      } else {
        assertThatThrownBy(() -> source.find("one.so"))
            .hasMessage(
                "%s: expected %d bytes, found %d: it is not the file that %s describes; if it is the right"
                    + " one, graft manifest describes it anew",
                folder.resolve("one.so"), size, bytes.length, list);
      }
    }
  }

  @Test
  void preloadingGetsAllThatIsNeededAndFailsByName() throws IOException {
    Map<String, Manifest.Item> items = new LinkedHashMap<>();
    items.put("two.so", new Manifest.Item("two.so", null, -1, List.of(), Manifest.When.START));
    items.put("one.so", new Manifest.Item("one.so", null, -1, List.of(), Manifest.When.DEMAND));
    server.on("/list.json", new Manifest(items).toJson());
    ManifestSource source = Sources.manifest(server.uri("/list.json"), fetcher);
    source.preload(Manifest.When.START).join();
    assertThat(server.asked()).containsExactly("/list.json", "/two.so", "/one.so");
    try (GuestProcess process =
        GuestProcess.builder()
            .main("app.wasm", TinyLibrary.program(List.of("two"), "two.so"))
            .librarySource(source)
            .load()) {
      assertThat(process.main().function("call_two").invoke()).isEqualTo(2);
    }
    assertThat(server.asked()).hasSize(3);
    assertThatThrownBy(() -> source.preload(List.of("four.so")).join())
        .isInstanceOf(CompletionException.class)
        .cause()
        .hasMessage("four.so: cannot open library: not in " + server.uri("/list.json"));
  }

  @Test
  void whatIsWantedInTheBackgroundIsFetchedThenAndNothingElse() throws IOException {
    Map<String, Manifest.Item> items = new LinkedHashMap<>();
    items.put("one.so", new Manifest.Item("one.so", null, -1, List.of(), Manifest.When.BACKGROUND));
    items.put("two.so", new Manifest.Item("two.so", null, -1, List.of(), Manifest.When.DEMAND));
    server.on("/list.json", new Manifest(items).toJson());
    ManifestSource source = Sources.manifest(server.uri("/list.json"), fetcher);
    source.preload(Manifest.When.START).join();
    assertThat(server.asked()).containsExactly("/list.json");
    source.preload(Manifest.When.BACKGROUND).join();
    assertThat(server.asked()).containsExactly("/list.json", "/one.so");
    try (GuestProcess process =
        GuestProcess.builder()
            .main("app.wasm", TinyLibrary.program(List.of()))
            .librarySource(source)
            .load()) {
      assertThat(process.open("one.so").function("one").invoke()).isEqualTo(1);
    }
    assertThat(server.asked()).hasSize(2);
  }

  @Test
  void theRunPathOfAListedLibraryLeadsToNothingUnlisted() throws IOException {
    Manifest.Item item = new Manifest.Item("one.so", null, -1, List.of(), Manifest.When.DEMAND);
    server.on("/list.json", new Manifest(Map.of("one.so", item)).toJson());
    ModuleFile listed = Sources.manifest(server.uri("/list.json"), fetcher).find("one.so");
    assertThat(requireNonNull(listed).runPath("$ORIGIN")).isNull();
    ModuleFile free = Sources.http(server.uri("/"), fetcher).find("one.so");
    assertThat(requireNonNull(free).runPath("$ORIGIN")).hasToString(server.uri("/").toString());
  }

  @Test
  void aFolderWhoseManifestCannotBeHadIsNoFolderWithoutOne() {
    server.on(
        "/a/graft-manifest.json", (exchange, _) -> ScriptedServer.send(exchange, 500, new byte[0]));
    assertThatThrownBy(() -> Sources.of(server.uri("/a/").toString(), folder, fetcher))
        .isInstanceOf(FetchException.class)
        .hasMessageContaining("500");
  }

  @Test
  void malformedManifestsAreNamedWithThePlace() {
    Map<String, String> cases =
        Map.of(
            "{", "m.json: malformed JSON: it ends in the middle (at line 1, column 2)",
            "{\n  \"a\": 1,\n  \"b\": nothing }",
                "m.json: malformed JSON: unexpected nothing (at line 3, column 8)",
            "{\"a\": 1 \"b\"}", "m.json: malformed JSON: unexpected \"b\"} (at line 1, column 9)",
            "[]", "m.json: expected a JSON object",
            "{\"graft-manifest\":2,\"libraries\":{}}", "m.json: expected version 1, found 2",
            "{\"graft-manifest\":1,\"libraries\":{\"a\":{\"url\":\"a\",\"integrty\":\"sha256-\"}}}",
                "m.json: libraries: a: unknown field \"integrty\": did you mean \"integrity\"?",
            "{\"graft-manifest\":1,\"libraries\":{},\"comment\":\"\"}",
                "m.json: unknown field \"comment\": expected graft-manifest, libraries",
            "{\"graft-manifest\":1}", "m.json: expected an object as \"libraries\"",
            "{\"graft-manifest\":1,\"libraries\":{\"a\":{}}}",
                "m.json: libraries: a: expected \"url\"",
            "{\"graft-manifest\":1,\"libraries\":{\"a\":{\"url\":\"a\",\"integrity\":\"md5-x\"}}}",
                "m.json: libraries: a: expected sha256-");
    cases.forEach((text, message) ->
        assertThatThrownBy(() -> Manifest.parse("m.json", text.getBytes(StandardCharsets.UTF_8)))
            .isInstanceOf(IOException.class)
            .hasMessageStartingWith(message));
  }

  @Test
  void librariesWithoutIntegrityAreNamedWhereOthersHaveOne() {
    Manifest.Item bare = new Manifest.Item("a", null, -1, List.of(), Manifest.When.DEMAND);
    Integrity integrity = Integrity.of(Integrity.Algorithm.SHA384, new byte[] {1});
    Manifest.Item sure = new Manifest.Item("b", integrity, -1, List.of(), Manifest.When.DEMAND);
    assertThat(new Manifest(Map.of("a", bare, "b", sure)).unverified()).containsExactly("a");
    assertThat(new Manifest(Map.of("a", bare)).unverified()).isEmpty();
    assertThat(new Manifest(Map.of("b", sure)).unverified()).isEmpty();
  }

  @Test
  void anArchiveThatCannotBeHadIsAskedForOnceInALoad() {
    server.on("/a.zip", (exchange, _) -> exchange.sendResponseHeaders(404, -1));
    try (Fetcher timeless = Fetcher.builder().clock(() -> Instant.EPOCH).build()) {
      ModuleSource source = Sources.bundle(server.uri("/a.zip"), timeless);
      assertThatThrownBy(() ->
              GuestProcess.builder()
                  .main("app.wasm", TinyLibrary.program(List.of(), "one.so", "two.so"))
                  .librarySource(source)
                  .load())
          .hasMessageContaining("404");
      assertThat(server.count("/a.zip")).isEqualTo(1);
      // Later it may be there.
      assertThatThrownBy(() -> source.find("one.so")).hasMessageContaining("404");
      assertThat(server.count("/a.zip")).isEqualTo(2);
    }
  }

  @Test
  void resourcesOfTheClassPathArePlaces() {
    ModuleSource source = Sources.resources(LoadingTest.class.getClassLoader(), "wasm");
    try (GuestProcess process =
        GuestProcess.builder()
            .main("app.wasm", TinyLibrary.program(List.of()))
            .librarySource(source)
            .load()) {
      assertThatThrownBy(() -> process.open("../x.so"))
          .isInstanceOf(LibraryNotFoundException.class);
      assertThatThrownBy(() -> process.open("x.so")).hasMessageContaining("resources in wasm");
    }
  }

  /// A server that never answers, until the test is over.
  private CountDownLatch silent(String... paths) {
    CountDownLatch over = new CountDownLatch(1);
    for (String path : paths) {
      server.on(
          path,
          (_, _) -> {
            try {
              over.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          });
    }
    return over;
  }

  /// Counts fetches down that have begun and that have failed.
  private record Watch(CountDownLatch begun, CountDownLatch ended) implements FetchListener {
    Watch(int count) {
      this(new CountDownLatch(count), new CountDownLatch(count));
    }

    @Override
    public void asking(FetchRequest request, URI uri, int attempt) {
      begun.countDown();
    }

    @Override
    public void failed(FetchRequest request, FetchException problem) {
      ended.countDown();
    }
  }

  @Test
  void cancellingAPreloadEndsItsFetches() throws Exception {
    Watch watch = new Watch(2);
    CountDownLatch over = silent("/slow1.so", "/slow2.so");
    try (Fetcher watched = Fetcher.builder().listener(watch).build()) {
      CompletableFuture<Void> preload =
          Sources.preload(Sources.http(server.uri("/"), watched), List.of("slow1.so", "slow2.so"));
      assertThat(watch.begun.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(preload.cancel(true)).isTrue();
      assertThat(watch.ended.await(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      over.countDown();
    }
  }

  @Test
  void aPreloadThatTimesOutEndsItsFetches() throws Exception {
    Watch watch = new Watch(1);
    CountDownLatch over = silent("/slow.so");
    try (Fetcher watched = Fetcher.builder().listener(watch).build()) {
      CompletableFuture<Void> preload =
          Sources.preload(Sources.http(server.uri("/"), watched), List.of("slow.so"));
      assertThat(watch.begun.await(60, TimeUnit.SECONDS)).isTrue();
      assertThatThrownBy(() -> preload.orTimeout(1, TimeUnit.NANOSECONDS).join())
          .hasCauseInstanceOf(TimeoutException.class);
      assertThat(watch.ended.await(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      over.countDown();
    }
  }

  /// What a preload begins after it was cancelled is not fetched.
  @Test
  void aCancelledPreloadDoesNotGoOnWithWhatIsNeeded() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    ModuleSource slow =
        ModuleSource.reading(
            "slow",
            name -> {
              assertThat(name).isEqualTo("two.so");
              asked.countDown();
              try {
                go.await();
              } catch (InterruptedException e) {
                interrupted.countDown();
              }
              return TinyLibrary.of("two", 2, "one.so");
            });
    CompletableFuture<Void> preload =
        Sources.preload(Sources.list(List.of(slow)), List.of("two.so"));
    assertThat(asked.await(60, TimeUnit.SECONDS)).isTrue();
    preload.cancel(true);
    assertThat(interrupted.await(60, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void anOpenThatMayTakeNoTimeFailsByNameChangesNothingAndEndsItsFetch() throws Exception {
    Watch watch = new Watch(1);
    CountDownLatch over = silent("/slow.so");
    try (Fetcher watched = Fetcher.builder().listener(watch).build();
        GuestProcess process =
            GuestProcess.builder()
                .main("app.wasm", TinyLibrary.program(List.of()))
                .librarySource(Sources.http(server.uri("/"), watched))
                .load()) {
      // Somebody else waits for it: so the fetch has begun, and does not end with the open.
      CompletableFuture<Fetched> other = watched.fetchLater(server.request("/slow.so"));
      assertThat(watch.begun.await(60, TimeUnit.SECONDS)).isTrue();
      assertThatThrownBy(() -> process.open("slow.so", Duration.ZERO))
          .isInstanceOf(LibraryNotFoundException.class)
          .hasMessage("slow.so: cannot open library: " + server.uri("/") + ": not within 0.0 s");
      assertThat(process.libraries()).hasSize(1);
      assertThat(Thread.currentThread().isInterrupted()).isFalse();
      assertThat(watch.ended.getCount()).isEqualTo(1);
      other.cancel(true);
      assertThat(watch.ended.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.open("two.so", Duration.ofHours(1)).function("two").invoke()).isEqualTo(2);
    } finally {
      over.countDown();
    }
  }

  @Test
  void aPlaceMayLimitEachSearchForTheGuestToo() throws Exception {
    CountDownLatch over = silent("/one.so");
    try (GuestProcess process =
        GuestProcess.builder()
            .main("app.wasm", TinyLibrary.program(List.of()))
            .librarySource(Sources.http(server.uri("/"), fetcher).within(Duration.ofNanos(1)))
            .librarySource(ModuleSource.of(Map.of("one.so", TinyLibrary.of("one", 5))))
            .load()) {
      // The next place has it.
      assertThat(process.open("one.so").function("one").invoke()).isEqualTo(5);
    } finally {
      over.countDown();
    }
    try (GuestProcess process =
        GuestProcess.builder()
            .main("app.wasm", TinyLibrary.program(List.of("two"), "two.so"))
            .librarySource(
                ModuleSource.of(
                        Map.of(
                            "one.so", TinyLibrary.of("one", 6),
                            "two.so", TinyLibrary.of("two", 7, "one.so")))
                    .within(Duration.ofHours(1)))
            .load()) {
      assertThat(process.main().function("call_two").invoke()).isEqualTo(7);
    }
  }

  @Test
  void aLibraryIsFetchedWhileTheThreadGoesOnAndOpenedWhenItWaits() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    server.on(
        "/two.so",
        (exchange, _) -> {
          try {
            go.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          ScriptedServer.send(exchange, 200, TinyLibrary.of("two", 2, "one.so"));
        });
    try (GuestProcess process = program(List.of()).load()) {
      CompletableFuture<Library> later = process.openLater("two.so");
      CompletableFuture<Object> called = later.thenApply(two -> two.function("two").invoke());
      // This thread is not held, and nothing has changed yet.
      assertThat(process.libraries()).hasSize(1);
      go.countDown();
      assertThat(called.join()).isEqualTo(2);
      assertThat(process.libraries()).hasSize(3);
      assertThat(process.openLater("two.so").get()).isSameAs(later.get());
      assertThat(process.openLater("one.so").get(1, TimeUnit.HOURS).function("one").invoke())
          .isEqualTo(1);
      assertThatThrownBy(process.openLater("three.so")::join)
          .hasCauseInstanceOf(LibraryNotFoundException.class)
          .hasMessageContaining("404");
      CompletableFuture<Library> looped = process.openLater("one.so");
      process.runEventLoop();
      assertThat(looped).isCompleted();
    }
    assertThat(server.asked()).containsExactly("/two.so", "/one.so", "/three.so");
  }

  @Test
  void anOpenForLaterEndsWithItsFutureItsTimeOrItsProcess() throws Exception {
    for (String how : List.of("cancel", "time", "close")) {
      Watch watch = new Watch(1);
      CountDownLatch over = silent("/slow.so");
      try (Fetcher watched = Fetcher.builder().listener(watch).build()) {
        GuestProcess process =
            GuestProcess.builder()
                .main("app.wasm", TinyLibrary.program(List.of()))
                .librarySource(Sources.http(server.uri("/"), watched))
                .load();
        CompletableFuture<Library> later = process.openLater("slow.so");
        assertThat(watch.begun.await(60, TimeUnit.SECONDS)).isTrue();
        switch (how) {
          case "cancel" -> later.cancel(true);
          case "time" -> later.orTimeout(1, TimeUnit.NANOSECONDS);
          default -> process.close();
        }
        assertThatThrownBy(later::get)
            .satisfies(e -> {
              if (how.equals("close")) {
                assertThat(e).hasMessageContaining("slow.so: not opened: the process is closed");
              }
            });
        assertThat(watch.ended.await(60, TimeUnit.SECONDS)).isTrue();
        if (!how.equals("close")) {
          process.runEventLoop();
          assertThat(process.libraries()).hasSize(1);
          process.close();
        }
      } finally {
        over.countDown();
      }
    }
  }

  /// A library that does something when its bytes are wanted, as others do in a constructor.
  private record Unruly(String name, Supplier<byte[]> bytes) implements ModuleFile {
    @Override
    public String location() {
      return name;
    }

    @Override
    public Object identity() {
      return this;
    }

    @Override
    public byte[] read() {
      return bytes.get();
    }

    @Override
    public List<String> prepare() {
      return List.of();
    }
  }

  private static GuestProcess process(ModuleSource place) {
    return GuestProcess.builder()
        .main("app.wasm", TinyLibrary.program(List.of()))
        .librarySource(place)
        .load();
  }

  @Test
  void aProgramThatEndsWhileALibraryIsOpenedForLaterEnds() {
    List<Throwable> ends = List.of(new GuestExit(3), new AssertionError("BUG: of a test"));
    for (Throwable end : ends) {
      ModuleSource place =
          name ->
              new Unruly(
                  name,
                  () -> {
                    if (end instanceof Error e) {
                      throw e;
                    }
                    throw (RuntimeException) end;
                  });
      try (GuestProcess process = process(place)) {
        CompletableFuture<Library> later = process.openLater("one.so");
        assertThatThrownBy(process::runEventLoop).isSameAs(end);
        assertThat(later.exceptionNow()).isSameAs(end);
      }
    }
  }

  @Test
  void aPlaceWithAFaultIsAskedOnceByAnOpenForLater() {
    List<String> asked = new CopyOnWriteArrayList<>();
    ModuleSource place =
        name -> {
          asked.add(name);
          throw new IllegalStateException("a fault of the place's own");
        };
    try (GuestProcess process = process(place)) {
      assertThatThrownBy(process.openLater("one.so")::join)
          .hasStackTraceContaining("a fault of the place's own");
    }
    assertThat(asked).containsExactly("one.so");
  }

  @Test
  void interruptingAThreadEndsItsOpen() throws Exception {
    Watch watch = new Watch(1);
    CountDownLatch over = silent("/slow.so");
    CompletableFuture<String> said = new CompletableFuture<>();
    try (Fetcher watched = Fetcher.builder().listener(watch).build()) {
      Thread thread =
          Thread.ofVirtual()
              .start(() -> {
                try (GuestProcess process =
                    GuestProcess.builder()
                        .main("app.wasm", TinyLibrary.program(List.of()))
                        .librarySource(Sources.http(server.uri("/"), watched))
                        .load()) {
                  process.open("slow.so");
                  said.complete("opened");
                } catch (RuntimeException e) {
                  said.complete(e.getMessage() + Thread.currentThread().isInterrupted());
                }
              });
      assertThat(watch.begun.await(60, TimeUnit.SECONDS)).isTrue();
      thread.interrupt();
      assertThat(said.get(60, TimeUnit.SECONDS)).contains("interrupted").endsWith("true");
      assertThat(watch.ended.await(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      over.countDown();
    }
  }
}
