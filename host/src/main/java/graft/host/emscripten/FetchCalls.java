package graft.host.emscripten;

import static graft.host.emscripten.FetchStructure.Attribute.DESTINATION_PATH;
import static graft.host.emscripten.FetchStructure.Attribute.ON_ERROR;
import static graft.host.emscripten.FetchStructure.Attribute.OVERRIDDEN_TYPE;
import static graft.host.emscripten.FetchStructure.Attribute.PASSWORD;
import static graft.host.emscripten.FetchStructure.Attribute.REQUEST_HEADERS;
import static graft.host.emscripten.FetchStructure.Attribute.USER_NAME;

import graft.runtime.HostFunction;
import graft.runtime.Memory;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// `emscripten/fetch.h`: what its C part (`-sFETCH`) leaves to JavaScript, and all of it for
/// programs without that part. Unlike in a browser's main thread, a fetch may be synchronous: the
/// guest's thread waits.
final class FetchCalls {
  private static final int SUCCESS = 0;
  private static final int INVALID_PARAM = -5;
  private static final int TIMED_OUT = -8;
  private static final int DONE = 4;

  private final Emscripten emscripten;
  private final Requests requests;
  private final Map<Integer, GuestFetch> fetches = new HashMap<>();
  private int made;

  FetchCalls(Emscripten emscripten) {
    this.emscripten = emscripten;
    this.requests = new Requests(emscripten);
  }

  // What the C part imports.

  /// A guest may always wait.
  @HostFunction("emscripten_is_main_browser_thread")
  public int isMainBrowserThread() {
    return 0;
  }

  @HostFunction("emscripten_start_fetch")
  public void start(int fetch) {
    int id = ++made;
    emscripten.memory().setI32(fetch + FetchStructure.ID, id);
    GuestFetch begun = new GuestFetch(emscripten, fetch);
    fetches.put(id, begun);
    begun.start(requests);
  }

  @HostFunction("_emscripten_fetch_free")
  public void free(int id) {
    GuestFetch fetch = fetches.remove(id);
    if (fetch != null) {
      fetch.close();
    }
  }

  @HostFunction("_emscripten_fetch_get_response_headers_length")
  public int headersLengthOf(int id) {
    GuestFetch fetch = fetches.get(id);
    return fetch == null ? 0 : bytes(fetch).length + 1;
  }

  @HostFunction("_emscripten_fetch_get_response_headers")
  public int headersOf(int id, int text, int size) {
    GuestFetch fetch = fetches.get(id);
    return fetch == null
        ? 0
        : Math.min(emscripten.writeString(text, size, fetch.headers()) + 1, size);
  }

  private static byte[] bytes(GuestFetch fetch) {
    return fetch.headers().getBytes(StandardCharsets.UTF_8);
  }

  // What programs import that have no C part.

  @HostFunction("emscripten_fetch_attr_init")
  public void initialize(int attributes) {
    emscripten.memory().fill(attributes, FetchStructure.ATTRIBUTES_SIZE, 0);
  }

  @HostFunction("emscripten_fetch")
  public int fetch(int attributes, int url) {
    if (attributes == 0 || url == 0) {
      return 0;
    }
    Memory memory = emscripten.memory();
    int fetch = emscripten.calls().malloc(FetchStructure.SIZE);
    if (fetch == 0) {
      return 0;
    }
    byte[] given = memory.read(attributes, FetchStructure.ATTRIBUTES_SIZE);
    memory.fill(fetch, FetchStructure.SIZE, 0);
    int own = fetch + FetchStructure.OLD_ATTRIBUTES;
    memory.write(own, given);
    memory.setI32(fetch + FetchStructure.USER_DATA, memory.i32(attributes + 32));
    memory.setI32(fetch + FetchStructure.URL, copyOf(url));
    for (var each : List.of(DESTINATION_PATH, USER_NAME, PASSWORD, OVERRIDDEN_TYPE)) {
      memory.setI32(own + each.offset(), copyOf(memory.i32(own + each.offset())));
    }
    memory.setI32(
        own + REQUEST_HEADERS.offset(), copyOfList(memory.i32(own + REQUEST_HEADERS.offset())));
    start(fetch);
    return fetch;
  }

  private int copyOf(int text) {
    return text == 0 ? 0 : emscripten.toMemory(emscripten.string(text));
  }

  private int copyOfList(int list) {
    if (list == 0) {
      return 0;
    }
    Memory memory = emscripten.memory();
    int count = 0;
    while (memory.i32(list + 4 * count) != 0) {
      count++;
    }
    int copy = emscripten.calls().malloc(4 * (count + 1));
    for (int i = 0; copy != 0 && i <= count; i++) {
      memory.setI32(copy + 4 * i, copyOf(memory.i32(list + 4 * i)));
    }
    return copy;
  }

  /// Waits until a fetch is done; callbacks run meanwhile, its own and others.
  @HostFunction("emscripten_fetch_wait")
  public int awaitFetch(int fetch, double milliseconds) {
    if (fetch == 0 || !fetches.containsKey(emscripten.memory().i32(fetch))) {
      return INVALID_PARAM;
    }
    FetchStructure structure = new FetchStructure(emscripten.memory(), fetch);
    int id = structure.word(FetchStructure.ID);
    long nanos = (long) Math.min(1e18, Math.max(0, milliseconds * 1e6));
    try {
      // Its own callback may free it.
      return emscripten
              .guest()
              .eventLoop()
              .runUntil(() -> !fetches.containsKey(id) || structure.state() == DONE, nanos)
          ? SUCCESS
          : TIMED_OUT;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return TIMED_OUT;
    }
  }

  @HostFunction("emscripten_fetch_close")
  public int close(int fetch) {
    if (fetch == 0) {
      return SUCCESS;
    }
    FetchStructure structure = new FetchStructure(emscripten.memory(), fetch);
    int id = structure.word(FetchStructure.ID);
    if (!fetches.containsKey(id)) {
      return INVALID_PARAM;
    }
    if (structure.state() != DONE) {
      structure.setStatus(0xffff, "aborted with emscripten_fetch_close()");
      emscripten.callback(structure.attribute(ON_ERROR), fetch);
    }
    free(id);
    int list = structure.attribute(REQUEST_HEADERS);
    for (int next = list; list != 0 && emscripten.memory().i32(next) != 0; next += 4) {
      emscripten.calls().free(emscripten.memory().i32(next));
    }
    emscripten.calls().free(list);
    for (var each : List.of(DESTINATION_PATH, USER_NAME, PASSWORD, OVERRIDDEN_TYPE)) {
      emscripten.calls().free(structure.attribute(each));
    }
    emscripten.calls().free(structure.word(FetchStructure.DATA));
    emscripten.calls().free(structure.word(FetchStructure.URL));
    structure.setWord(FetchStructure.ID, 0);
    emscripten.calls().free(fetch);
    return SUCCESS;
  }

  @HostFunction("emscripten_fetch_get_response_headers_length")
  public int headersLength(int fetch) {
    return fetch == 0 ? 0 : headersLengthOf(emscripten.memory().i32(fetch));
  }

  @HostFunction("emscripten_fetch_get_response_headers")
  public int headers(int fetch, int text, int size) {
    return fetch == 0 ? 0 : headersOf(emscripten.memory().i32(fetch), text, size);
  }

  /// Names and values, one after the other, with a null behind them.
  @HostFunction("emscripten_fetch_unpack_response_headers")
  public int unpack(int text) {
    List<String> lines = emscripten.string(text).lines().filter(each -> !each.isBlank()).toList();
    int list = emscripten.calls().malloc(4 * (2 * lines.size() + 1));
    int next = list;
    for (String line : lines) {
      int colon = line.indexOf(':');
      String name = colon < 0 ? line : line.substring(0, colon);
      emscripten.memory().setI32(next, emscripten.toMemory(name));
      emscripten.memory().setI32(next + 4, emscripten.toMemory(line.substring(colon + 1)));
      next += 8;
    }
    emscripten.memory().setI32(next, 0);
    return list;
  }

  @HostFunction("emscripten_fetch_free_unpacked_response_headers")
  public void freeUnpacked(int list) {
    for (int next = list; list != 0 && emscripten.memory().i32(next) != 0; next += 4) {
      emscripten.calls().free(emscripten.memory().i32(next));
    }
    emscripten.calls().free(list);
  }
}
