package graft.host.emscripten;

import static graft.host.emscripten.FetchStructure.Attribute.ATTRIBUTES;
import static graft.host.emscripten.FetchStructure.Attribute.DESTINATION_PATH;
import static graft.host.emscripten.FetchStructure.Attribute.ON_ERROR;
import static graft.host.emscripten.FetchStructure.Attribute.ON_PROGRESS;
import static graft.host.emscripten.FetchStructure.Attribute.ON_READY_STATE_CHANGE;
import static graft.host.emscripten.FetchStructure.Attribute.ON_SUCCESS;
import static graft.host.emscripten.FetchStructure.Attribute.PASSWORD;
import static graft.host.emscripten.FetchStructure.Attribute.REQUEST_DATA;
import static graft.host.emscripten.FetchStructure.Attribute.REQUEST_HEADERS;
import static graft.host.emscripten.FetchStructure.Attribute.REQUEST_SIZE;
import static graft.host.emscripten.FetchStructure.Attribute.TIMEOUT;
import static graft.host.emscripten.FetchStructure.Attribute.USER_NAME;

import graft.host.DownloadAnswer;
import graft.host.DownloadRequest;
import graft.host.DownloadRequest.Header;
import graft.host.FetchStore;
import graft.runtime.EventLoop;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A fetch that a guest has begun: what `XMLHttpRequest` is in JavaScript, with the events of one.
final class GuestFetch implements Requests.Events {
  private static final int LOAD_TO_MEMORY = 1;
  private static final int STREAM_DATA = 2;
  private static final int PERSIST_FILE = 4;
  private static final int REPLACE = 16;
  private static final int NO_DOWNLOAD = 32;
  private static final int SYNCHRONOUS = 64;

  private static final int HEADERS_RECEIVED = 2;
  private static final int LOADING = 3;
  private static final int DONE = 4;

  private final Emscripten emscripten;
  private final FetchStructure structure;
  private final int attributes;
  private List<Header> headers = List.of();
  private long total;
  private EventLoop.@Nullable Operation operation;
  private boolean closed;

  GuestFetch(Emscripten emscripten, int address) {
    this.emscripten = emscripten;
    this.structure = new FetchStructure(emscripten.memory(), address);
    this.attributes = structure.attribute(ATTRIBUTES);
  }

  private boolean has(int attribute) {
    return (attributes & attribute) != 0;
  }

  /// Begins, and if it is synchronous, ends.
  void start(Requests requests) {
    structure.setState(1);
    String method = structure.method().isEmpty() ? "GET" : structure.method();
    switch (method) {
      case "EM_IDB_STORE" ->
          local(() -> {
            byte[] body = body();
            store().store(storedName(), body == null ? new byte[0] : body);
            return new byte[0];
          });
      case "EM_IDB_DELETE" -> local(() -> store().delete(storedName()) ? new byte[0] : null);
      default -> fetch(requests, method);
    }
  }

  private void fetch(Requests requests, String method) {
    if (!has(REPLACE)) {
      byte[] stored;
      try {
        stored = store().load(storedName());
      } catch (IOException e) {
        stored = null;
      }
      byte[] found = stored;
      if (found != null || has(NO_DOWNLOAD)) {
        local(() -> found);
        return;
      }
    }
    DownloadRequest request;
    try {
      request = request(method);
    } catch (IllegalArgumentException e) {
      deliver(() -> failed(new IOException(e.getMessage(), e)));
      return;
    }
    if (has(SYNCHRONOUS)) {
      requests.perform(request, this);
    } else {
      operation = requests.begin(request, this);
    }
  }

  /// What the store does.
  @FunctionalInterface
  private interface Access {
    byte @Nullable [] run() throws IOException;
  }

  /// Answers from the store: 404 if there is nothing.
  private void local(Access access) {
    deliver(() -> {
      byte[] found;
      try {
        found = access.run();
      } catch (IOException e) {
        found = null;
      }
      if (found == null) {
        end(404, "Not Found", new byte[0], false);
      } else {
        total = found.length;
        end(200, "OK", found, true);
      }
    });
  }

  private void deliver(Runnable event) {
    if (has(SYNCHRONOUS)) {
      event.run();
    } else {
      EventLoop.Operation begun = emscripten.guest().eventLoop().begin();
      operation = begun;
      begun.finish(event);
    }
  }

  private FetchStore store() {
    return emscripten.options().fetchStore();
  }

  private String storedName() {
    int path = structure.attribute(DESTINATION_PATH);
    return structure.string(path == 0 ? structure.word(FetchStructure.URL) : path);
  }

  private DownloadRequest request(String method) {
    List<Header> sent = new ArrayList<>();
    int next = structure.attribute(REQUEST_HEADERS);
    while (next != 0 && emscripten.memory().i32(next) != 0) {
      sent.add(
          new Header(
              emscripten.string(emscripten.memory().i32(next)),
              emscripten.string(emscripten.memory().i32(next + 4))));
      next += 8;
    }
    if (structure.attribute(USER_NAME) != 0) {
      String user = structure.string(structure.attribute(USER_NAME));
      String password = structure.string(structure.attribute(PASSWORD));
      byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
      sent.add(new Header("Authorization", "Basic " + Base64.getEncoder().encodeToString(both)));
    }
    int timeout = structure.attribute(TIMEOUT);
    return new DownloadRequest(
        method,
        structure.string(structure.word(FetchStructure.URL)),
        sent,
        body(),
        timeout == 0 ? null : Duration.ofMillis(Integer.toUnsignedLong(timeout)),
        has(STREAM_DATA));
  }

  private byte @Nullable [] body() {
    int data = structure.attribute(REQUEST_DATA);
    int size = structure.attribute(REQUEST_SIZE);
    return data == 0 || size == 0 ? null : emscripten.memory().read(data, size);
  }

  @Override
  public void started(int status, String statusText, List<Header> answered, long announced) {
    if (closed) {
      return;
    }
    headers = answered;
    total = Math.max(0, announced);
    structure.setStatus(status, statusText);
    change(HEADERS_RECEIVED);
  }

  @Override
  public void received(byte[] bytes, long sofar) {
    if (closed) {
      return;
    }
    if (structure.state() != LOADING) {
      change(LOADING);
      if (closed) {
        return;
      }
    }
    boolean given = has(LOAD_TO_MEMORY) && has(STREAM_DATA) && bytes.length > 0;
    int data = given ? toMemory(bytes) : 0;
    int size = data == 0 ? 0 : bytes.length;
    structure.setWord(FetchStructure.DATA, data);
    structure.setLong(FetchStructure.NUM_BYTES, size);
    structure.setLong(FetchStructure.DATA_OFFSET, sofar - size);
    structure.setLong(FetchStructure.TOTAL_BYTES, total);
    call(ON_PROGRESS);
    // One that is closed has freed it.
    if (data != 0 && !closed) {
      structure.setWord(FetchStructure.DATA, 0);
      emscripten.calls().free(data);
    }
  }

  @Override
  public void done(DownloadAnswer answer) {
    if (closed) {
      return;
    }
    headers = answer.headers();
    if (answer.isSuccess() && has(PERSIST_FILE)) {
      try {
        store().store(storedName(), answer.body());
      } catch (IOException _) {
        // As in a browser whose disk is full: it was fetched nevertheless.
      }
    }
    if (answer.body().length > 0) {
      total = answer.body().length;
    }
    end(answer.status(), answer.statusText(), answer.body(), answer.isSuccess());
  }

  @Override
  public void failed(IOException problem) {
    if (closed) {
      return;
    }
    if (problem instanceof SocketTimeoutException) {
      structure.setStatus(0, "timed out");
    } else {
      structure.setStatus(0, reason(problem));
    }
    total = 0;
    end(0, "", new byte[0], false);
  }

  /// Without the address in front, which the guest has, and which leaves no place for the rest.
  private static String reason(IOException problem) {
    return String.valueOf(problem.getMessage()).replaceFirst("^([A-Z]+ )?\\S+: ", "");
  }

  private void end(int status, String statusText, byte[] body, boolean success) {
    structure.setStatus(status, statusText);
    change(DONE);
    if (closed) {
      return;
    }
    boolean wanted = has(LOAD_TO_MEMORY) && !has(STREAM_DATA) && body.length > 0;
    int data = wanted ? toMemory(body) : 0;
    boolean complete = success && (data != 0 || !wanted);
    structure.setWord(FetchStructure.DATA, data);
    structure.setLong(FetchStructure.NUM_BYTES, data == 0 ? 0 : body.length);
    structure.setLong(FetchStructure.DATA_OFFSET, 0);
    structure.setLong(FetchStructure.TOTAL_BYTES, total);
    structure.setState(DONE);
    call(complete ? ON_SUCCESS : ON_ERROR);
  }

  private int toMemory(byte[] bytes) {
    int address = emscripten.calls().malloc(bytes.length);
    if (address != 0) {
      emscripten.memory().write(address, bytes);
    }
    return address;
  }

  private void change(int state) {
    structure.setState(state);
    call(ON_READY_STATE_CHANGE);
  }

  /// The structure may be gone after this: callbacks close it.
  private void call(FetchStructure.Attribute callback) {
    emscripten.callback(structure.attribute(callback), structure.address());
  }

  /// Ends it; no callback follows.
  void close() {
    closed = true;
    EventLoop.Operation begun = operation;
    if (begun != null) {
      begun.cancel();
    }
  }

  /// The headers of the answer, in lines.
  String headers() {
    return headers.stream()
        .map(each -> each.name() + ": " + each.value() + "\r\n")
        .collect(Collectors.joining());
  }
}
