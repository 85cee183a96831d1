package graft.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import graft.host.DownloadRequest.Header;
import graft.runtime.Memory;
import graft.vfs.GuestFiles;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// `emscripten_fetch` and the callbacks of `emscripten_async_wget`, for programs without a C part
/// of their own: structures are laid out as `emscripten/fetch.h` says.
@Timeout(60)
final class EmscriptenFetchTest {
  private static final int LOAD_TO_MEMORY = 1;
  private static final int STREAM_DATA = 2;
  private static final int PERSIST_FILE = 4;
  private static final int REPLACE = 16;
  private static final int NO_DOWNLOAD = 32;
  private static final int SYNCHRONOUS = 64;
  private static final int ATTRIBUTES = 0x4000;

  private final FakeGuest guest = new FakeGuest();
  private final Memory memory = guest.memory();
  private final List<String> heard = new ArrayList<>();
  private final List<DownloadRequest> requests = new ArrayList<>();
  private GuestFiles files;
  private EmscriptenHost host;

  /// `/text` answers, `/none` is missing, `/slow` never comes, all else fails.
  private final class Server implements Downloads {
    @Override
    public byte[] fetch(String url) throws IOException {
      throw new AssertionError("not asked this way");
    }

    @Override
    public DownloadAnswer send(DownloadRequest request, DownloadProgress progress)
        throws IOException, InterruptedException {
      requests.add(request);
      if (request.url().equals("/text")) {
        List<Header> headers = List.of(new Header("content-type", "text/plain"));
        progress.started(200, "OK", headers, 5);
        progress.received("he??".getBytes(UTF_8), 2);
        progress.received("llo".getBytes(UTF_8), 3);
        return new DownloadAnswer(
            200, "OK", headers, request.streamed() ? new byte[0] : "hello".getBytes(UTF_8));
      }
      if (request.url().equals("/none")) {
        return new DownloadAnswer(404, "Not Found", List.of(), "no such".getBytes(UTF_8));
      }
      if (request.url().equals("/slow")) {
        new CountDownLatch(1).await();
      }
      throw request.url().equals("/late")
          ? new SocketTimeoutException("late")
          : new IOException("connection refused");
    }
  }

  @BeforeEach
  void start() throws IOException {
    files = EmscriptenHost.files().build();
    host =
        EmscriptenHost.of(
            guest, HostOptions.builder().files(files).downloads(new Server()).build());
    memory.fill(ATTRIBUTES, 92, 0);
    String[] events = {"success", "error", "progress", "state"};
    for (int i = 0; i < events.length; i++) {
      String name = events[i];
      guest.table().set(i + 1, FakeGuest.function(name, "v i", arguments -> hear(name, arguments)));
      memory.setI32(ATTRIBUTES + 36 + 4 * i, i + 1);
    }
  }

  @AfterEach
  void end() {
    files.close();
  }

  private Object hear(String event, Object[] arguments) {
    int fetch = (Integer) arguments[0];
    int data = memory.i32(fetch + 12);
    int size = (int) memory.i64(fetch + 16);
    heard.add(
        event
            + " "
            + memory.u16(fetch + 40)
            + " "
            + memory.u16(fetch + 42)
            + (event.equals("state")
                ? ""
                : " "
                    + memory.cString(fetch + 44)
                    + " "
                    + (data == 0 ? "-" : new String(memory.read(data, size), UTF_8))
                    + " at "
                    + memory.i64(fetch + 24)
                    + " of "
                    + memory.i64(fetch + 32)));
    return null;
  }

  private int fetch(String method, String url, int attributes) {
    memory.write(ATTRIBUTES, method.getBytes(UTF_8));
    memory.setI32(ATTRIBUTES + 52, attributes);
    return call("emscripten_fetch", ATTRIBUTES, guest.string(url));
  }

  private int call(String name, Object... arguments) {
    return (Integer) FakeGuest.call(host, "env", name, "i", arguments);
  }

  @Test
  void callbacksComeWhenTheGuestHasReturned() {
    int fetch = fetch("GET", "/text", LOAD_TO_MEMORY | REPLACE);
    assertThat(fetch).isNotZero();
    assertThat(heard).isEmpty();
    guest.eventLoop().run();
    assertThat(heard)
        .containsExactly(
            "state 2 200",
            "state 3 200",
            "progress 3 200 OK - at 2 of 5",
            "progress 3 200 OK - at 5 of 5",
            "state 4 200",
            "success 4 200 OK hello at 0 of 5");
    assertThat(call("emscripten_fetch_close", fetch)).isZero();
    assertThat(guest.freed()).contains(fetch);
    assertThat(call("emscripten_fetch_close", fetch)).isEqualTo(-5);
  }

  @Test
  void aSynchronousFetchIsOverWhenItReturns() {
    fetch("GET", "/text", LOAD_TO_MEMORY | REPLACE | SYNCHRONOUS);
    assertThat(heard).hasSize(6).last().isEqualTo("success 4 200 OK hello at 0 of 5");
    assertThat(guest.eventLoop().isIdle()).isTrue();
  }

  @Test
  void aSynchronousFetchThatItsCallbackClosesIsLeftAlone() {
    int[] closed = {0};
    guest
        .table()
        .set(
            4,
            FakeGuest.function(
                "state",
                "v i",
                arguments -> {
                  closed[0] = (Integer) arguments[0];
                  call("emscripten_fetch_close", closed[0]);
                  memory.fill(closed[0], 208, 0x55);
                  return null;
                }));
    fetch("GET", "/text", LOAD_TO_MEMORY | REPLACE | SYNCHRONOUS);
    assertThat(memory.read(closed[0], 208)).containsOnly(0x55);
    assertThat(guest.freed()).containsOnlyOnce(closed[0]);
  }

  @Test
  void streamedDataComesInPieces() {
    fetch("GET", "/text", LOAD_TO_MEMORY | STREAM_DATA | REPLACE);
    guest.eventLoop().run();
    assertThat(heard)
        .contains(
            "progress 3 200 OK he at 0 of 5",
            "progress 3 200 OK llo at 2 of 5",
            "success 4 200 OK - at 0 of 5");
  }

  @Test
  void failuresAreErrorsWithTheirStatus() {
    fetch("GET", "/none", LOAD_TO_MEMORY | REPLACE);
    guest.eventLoop().run();
    assertThat(heard).containsExactly("state 4 404", "error 4 404 Not Found no such at 0 of 7");
    heard.clear();
    fetch("GET", "/refused", LOAD_TO_MEMORY | REPLACE);
    guest.eventLoop().run();
    assertThat(heard).containsExactly("state 4 0", "error 4 0 connection refused - at 0 of 0");
    heard.clear();
    memory.setI32(ATTRIBUTES + 56, 1_500);
    fetch("GET", "/late", REPLACE);
    guest.eventLoop().run();
    assertThat(heard).last().isEqualTo("error 4 0 timed out - at 0 of 0");
    assertThat(requests.getLast().timeout()).isEqualTo(Duration.ofMillis(1_500));
  }

  @Test
  void methodHeadersBodyAndPasswordAreSent() {
    int body = guest.string("a=1&b=2");
    int headers = guest.malloc(20);
    memory.setI32(headers, guest.string("X-Plugin"));
    memory.setI32(headers + 4, guest.string("rings"));
    memory.setI32(headers + 8, 0);
    memory.setI32(ATTRIBUTES + 68, guest.string("me"));
    memory.setI32(ATTRIBUTES + 72, guest.string("secret"));
    memory.setI32(ATTRIBUTES + 76, headers);
    memory.setI32(ATTRIBUTES + 84, body);
    memory.setI32(ATTRIBUTES + 88, 7);
    int fetch = fetch("POST", "/text", LOAD_TO_MEMORY | REPLACE | SYNCHRONOUS);
    DownloadRequest sent = requests.getLast();
    assertThat(sent.method()).isEqualTo("POST");
    assertThat(sent.headers())
        .containsExactly(
            new Header("X-Plugin", "rings"), new Header("Authorization", "Basic bWU6c2VjcmV0"));
    assertThat(new String(sent.body(), UTF_8)).isEqualTo("a=1&b=2");
    int length = call("emscripten_fetch_get_response_headers_length", fetch);
    int text = guest.malloc(length);
    assertThat(call("emscripten_fetch_get_response_headers", fetch, text, length))
        .isEqualTo(length);
    assertThat(memory.cString(text)).isEqualTo("content-type: text/plain\r\n");
    int list = call("emscripten_fetch_unpack_response_headers", text);
    assertThat(memory.cString(memory.i32(list))).isEqualTo("content-type");
    assertThat(memory.cString(memory.i32(list + 4))).isEqualTo(" text/plain");
    assertThat(memory.i32(list + 8)).isZero();
  }

  @Test
  void whatIsPersistedIsNotFetchedAgainUntilItIsReplacedOrDeleted() {
    memory.setI32(ATTRIBUTES + 64, guest.string("kept"));
    fetch("GET", "/text", LOAD_TO_MEMORY | NO_DOWNLOAD | SYNCHRONOUS);
    assertThat(heard).containsExactly("state 4 404", "error 4 404 Not Found - at 0 of 0");
    fetch("GET", "/text", LOAD_TO_MEMORY | PERSIST_FILE | SYNCHRONOUS);
    assertThat(requests).hasSize(1);
    heard.clear();
    fetch("GET", "/text", LOAD_TO_MEMORY | PERSIST_FILE);
    guest.eventLoop().run();
    assertThat(heard).containsExactly("state 4 200", "success 4 200 OK hello at 0 of 5");
    assertThat(requests).hasSize(1);
    fetch("GET", "/text", LOAD_TO_MEMORY | PERSIST_FILE | REPLACE | SYNCHRONOUS);
    assertThat(requests).hasSize(2);
    fetch("EM_IDB_DELETE", "/text", SYNCHRONOUS);
    memory.fill(ATTRIBUTES, 32, 0);
    heard.clear();
    fetch("GET", "/text", LOAD_TO_MEMORY | NO_DOWNLOAD | SYNCHRONOUS);
    assertThat(heard).contains("error 4 404 Not Found - at 0 of 0");
  }

  @Test
  void closingAFetchThatGoesOnEndsItWithAnError() {
    int fetch = fetch("GET", "/slow", REPLACE);
    assertThat(call("emscripten_fetch_wait", fetch, 0.0)).isEqualTo(-8);
    assertThat(call("emscripten_fetch_close", fetch)).isZero();
    assertThat(heard)
        .containsExactly("error 1 65535 aborted with emscripten_fetch_close() - at 0 of 0");
    guest.eventLoop().run();
    assertThat(heard).hasSize(1);
  }

  @Test
  void waitingForAFetchRunsItsCallbacks() {
    int fetch = fetch("GET", "/text", LOAD_TO_MEMORY | REPLACE);
    assertThat(call("emscripten_fetch_wait", fetch, Double.POSITIVE_INFINITY)).isZero();
    assertThat(heard).last().isEqualTo("success 4 200 OK hello at 0 of 5");
    assertThat(call("emscripten_fetch_wait", 0, 1.0)).isEqualTo(-5);
  }

  @Test
  void theCPartOfEmscriptenIsServed() {
    // As the C part lays it out, with a word before the attributes, and without.
    for (int attributes : new int[] {112, 108}) {
      heard.clear();
      int fetch = guest.malloc(208);
      memory.fill(fetch, 208, 0);
      memory.setI32(fetch + 8, guest.string("/text"));
      byte[] own = memory.read(ATTRIBUTES, 92);
      memory.write(fetch + attributes, own);
      memory.write(fetch + attributes, "GET".getBytes(UTF_8));
      memory.setI32(fetch + attributes + 52, LOAD_TO_MEMORY | REPLACE);
      assertThat(call("emscripten_is_main_browser_thread")).isZero();
      FakeGuest.call(host, "env", "emscripten_start_fetch", "v", fetch);
      guest.eventLoop().run();
      assertThat(heard).last().isEqualTo("success 4 200 OK hello at 0 of 5");
      int id = memory.i32(fetch);
      assertThat(call("_emscripten_fetch_get_response_headers_length", id)).isEqualTo(27);
      FakeGuest.call(host, "env", "_emscripten_fetch_free", "v", id);
    }
  }

  @Test
  void asynchronousWgetCallsBack() throws Exception {
    guest
        .table()
        .set(
            5,
            FakeGuest.function(
                "load", "v i", each -> heard.add("load " + memory.cString((Integer) each[0]))));
    guest
        .table()
        .set(
            6,
            FakeGuest.function(
                "error", "v i", each -> heard.add("error " + memory.cString((Integer) each[0]))));
    for (String url : List.of("/text", "/none", "/refused")) {
      FakeGuest.call(
          host,
          "env",
          "emscripten_async_wget",
          "v",
          guest.string(url),
          guest.string("files" + url),
          5,
          6);
      guest.eventLoop().run();
    }
    assertThat(heard)
        .containsExactly("load /files/text", "error /files/none", "error /files/refused");
    assertThat(files.read("/files/text")).isEqualTo("hello".getBytes(UTF_8));
  }

  @Test
  void dataComesIntoMemoryForAsLongAsItsCallbackRuns() {
    guest
        .table()
        .set(
            5,
            FakeGuest.function(
                "load",
                "v iii",
                each -> {
                  byte[] data = memory.read((Integer) each[1], (Integer) each[2]);
                  assertThat(guest.freed()).doesNotContain((Integer) each[1]);
                  return heard.add(each[0] + " " + each[1] + " " + new String(data, UTF_8));
                }));
    guest.table().set(6, FakeGuest.function("error", "v i", each -> heard.add("error " + each[0])));
    String name = "emscripten_async_wget_data";
    FakeGuest.call(host, "env", name, "v", guest.string("/text"), 42, 5, 6);
    assertThat(heard).isEmpty();
    guest.eventLoop().run();
    assertThat(heard).hasSize(1);
    String[] words = heard.getFirst().split(" ", -1);
    assertThat(words[0] + " " + words[2]).isEqualTo("42 hello");
    assertThat(guest.freed()).contains(Integer.valueOf(words[1]));
    heard.clear();
    FakeGuest.call(host, "env", name, "v", guest.string("/none"), 43, 5, 6);
    guest.eventLoop().run();
    assertThat(heard).containsExactly("error 43");
  }

  @Test
  void asynchronousWgetOfDataTellsProgressAndCanBeAborted() {
    int url = guest.string("/text");
    int method = guest.string("POST");
    int parameters = guest.string("a=b");
    guest
        .table()
        .set(
            5,
            FakeGuest.function(
                "load",
                "v iiii",
                each ->
                    heard.add(
                        "load "
                            + each[1]
                            + " "
                            + new String(
                                memory.read((Integer) each[2], (Integer) each[3]), UTF_8))));
    guest
        .table()
        .set(
            6,
            FakeGuest.function(
                "error",
                "v iiii",
                each -> heard.add("error " + each[2] + " " + memory.cString((Integer) each[3]))));
    guest
        .table()
        .set(
            7,
            FakeGuest.function(
                "progress", "v iiii", each -> heard.add("progress " + each[2] + "/" + each[3])));
    call("emscripten_async_wget2_data", url, method, parameters, 42, 1, 5, 6, 7);
    guest.eventLoop().run();
    assertThat(heard).containsExactly("progress 2/5", "progress 5/5", "load 42 hello");
    assertThat(new String(requests.getLast().body(), UTF_8)).isEqualTo("a=b");
    heard.clear();
    int none = guest.string("/none");
    call("emscripten_async_wget2_data", none, guest.string("GET"), 0, 42, 1, 5, 6, 7);
    guest.eventLoop().run();
    assertThat(heard).containsExactly("error 404 Not Found");
    int slow =
        call(
            "emscripten_async_wget2_data",
            guest.string("/slow"),
            method,
            parameters,
            0,
            1,
            5,
            6,
            7);
    FakeGuest.call(host, "env", "emscripten_async_wget2_abort", "v", slow);
    guest.eventLoop().run();
    assertThat(heard).hasSize(1);
  }

  @Test
  void asynchronousWgetWithAMethodWritesAFile() throws Exception {
    String[] events = {"load", "error", "progress"};
    for (int i = 0; i < events.length; i++) {
      String event = events[i];
      boolean path = event.equals("load");
      guest
          .table()
          .set(
              5 + i,
              FakeGuest.function(
                  event,
                  "v iii",
                  each ->
                      heard.add(
                          event
                              + " "
                              + each[1]
                              + " "
                              + (path ? memory.cString((Integer) each[2]) : each[2]))));
    }
    int method = guest.string("POST");
    int file = guest.string("/deep/er/file");
    for (String url : List.of("/text", "/none", "/refused")) {
      call(
          "emscripten_async_wget2",
          guest.string(url),
          file,
          method,
          guest.string("a=b"),
          42,
          5,
          6,
          7);
      guest.eventLoop().run();
    }
    assertThat(heard)
        .containsExactly(
            "progress 42 40",
            "progress 42 100",
            "load 42 /deep/er/file",
            "error 42 404",
            "error 42 0");
    assertThat(files.read("/deep/er/file")).isEqualTo("hello".getBytes(UTF_8));
    assertThat(requests.getFirst().method()).isEqualTo("POST");
    assertThat(new String(requests.getFirst().body(), UTF_8)).isEqualTo("a=b");
  }
}
