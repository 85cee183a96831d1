package graft.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a fetch shows of itself: progress, and events of the Flight Recorder.
final class FetchSeenTest {
  private static final byte[] MODULE = TinyLibrary.of("a", 1);

  @TempDir private Path folder;
  private ScriptedServer server;

  @BeforeEach
  void start() throws IOException {
    server = new ScriptedServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void theProgressOfATransferEndsWithAllOfIt() throws Exception {
    byte[] large = new byte[300_000];
    System.arraycopy(MODULE, 0, large, 0, MODULE.length);
    server.on("/large.so", large);
    List<Long> seen = Collections.synchronizedList(new ArrayList<>());
    List<Long> told = Collections.synchronizedList(new ArrayList<>());
    FetchListener listener =
        new FetchListener() {
          @Override
          public void progress(FetchRequest request, long bytes, long total) {
            assertThat(request.library()).isEqualTo("large.so");
            assertThat(total).isEqualTo(large.length);
            seen.add(bytes);
          }
        };
    try (Fetcher fetcher = Fetcher.builder().listener(listener).build()) {
      FetchRequest request = server.request("/large.so");
      fetcher.fetchLater(request, (bytes, total) -> told.add(bytes)).get();
    }
    for (List<Long> each : List.of(seen, told)) {
      assertThat(each).isSorted().hasSizeGreaterThan(1).last().isEqualTo((long) large.length);
    }
  }

  @Test
  void fetchesAreEventsOfTheFlightRecorder() throws Exception {
    server.on("/a.so", MODULE, "Cache-Control", "max-age=60");
    server.on("/gone.so", (exchange, _) -> exchange.sendResponseHeaders(410, -1));
    try (Recording recording = new Recording()) {
      recording.enable("graft.Fetch").withThreshold(java.time.Duration.ZERO);
      recording.start();
      for (int i = 0; i < 2; i++) {
        try (Fetcher fetcher =
            Fetcher.builder().cache(DiskCache.in(folder.resolve("cache"))).build()) {
          fetcher.fetch(server.request("/a.so"));
          assertThatThrownBy(() -> fetcher.fetch(server.request("/gone.so")))
              .isInstanceOf(FetchException.class);
        }
      }
      recording.stop();
      Path file = folder.resolve("events.jfr");
      recording.dump(file);
      List<String> events =
          RecordingFile.readAllEvents(file).stream()
              .filter(each -> each.getEventType().getName().equals("graft.Fetch"))
              .map(FetchSeenTest::text)
              .toList();
      String address = server.uri("/").toString();
      String gone = "gone.so app.wasm  0 GET " + address + "gone.so: 410 Gone";
      assertThat(events)
          .containsExactlyInAnyOrder(
              "a.so app.wasm NETWORK " + MODULE.length + " null",
              "a.so app.wasm CACHE " + MODULE.length + " null",
              gone,
              gone);
    }
  }

  private static String text(RecordedEvent event) {
    return String.join(
        " ",
        event.getString("library"),
        event.getString("requester"),
        event.getString("origin"),
        Long.toString(event.getLong("bytes")),
        String.valueOf(event.getString("problem")));
  }
}
