package graft.host.emscripten;

import graft.host.DownloadAnswer;
import graft.host.DownloadRequest;
import graft.host.DownloadRequest.Header;
import graft.runtime.EventLoop;
import graft.runtime.HostFunction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/// `emscripten_wget` and its kin. Those that wait need a program that can be suspended in a
/// browser; here its thread waits. Those with callbacks call them when the guest has returned, or
/// sleeps.
final class DownloadCalls {
  private final Emscripten emscripten;

  private final Requests requests;
  private final Map<Integer, EventLoop.Operation> running = new HashMap<>();
  private int made;

  DownloadCalls(Emscripten emscripten) {
    this.emscripten = emscripten;
    this.requests = new Requests(emscripten);
  }

  /// Before 3.1.33: whether it worked shows in whether the file is there.
  @HostFunction("emscripten_wget")
  public void fetch(int url, int file) {
    fetchInto(url, file);
  }

  /// Fetches into a file, whose folders are made.
  ///
  /// @return 0, or 1 if it did not work
  @HostFunction("emscripten_wget")
  public int fetchInto(int url, int file) {
    try {
      byte[] content = emscripten.options().downloads().fetch(emscripten.string(url));
      emscripten.files().write(emscripten.string(file), content);
      return 0;
    } catch (IOException e) {
      return 1;
    }
  }

  /// Fetches into memory that the guest frees.
  ///
  /// @param buffer where the address goes
  /// @param size where the number of bytes goes
  /// @param error where 0 goes, or 1 if it did not work
  @HostFunction("emscripten_wget_data")
  public void fetchData(int url, int buffer, int size, int error) {
    int status = 1;
    try {
      byte[] content = emscripten.options().downloads().fetch(emscripten.string(url));
      int address = emscripten.calls().malloc(content.length);
      if (address != 0) {
        emscripten.memory().write(address, content);
        emscripten.memory().setI32(buffer, address);
        emscripten.memory().setI32(size, content.length);
        status = 0;
      }
    } catch (IOException e) {
      // The guest learns only that it did not work.
    }
    emscripten.memory().setI32(error, status);
  }

  /// The same without waiting.
  @HostFunction("emscripten_async_wget")
  public void fetchIntoLater(int url, int file, int onLoad, int onError) {
    String path = absolute(emscripten.string(file));
    requests.begin(
        DownloadRequest.get(emscripten.string(url)),
        new Requests.Events() {
          @Override
          public void done(DownloadAnswer answer) {
            withString(
                path, text -> emscripten.callback(save(answer, path) ? onLoad : onError, text));
          }

          @Override
          public void failed(IOException problem) {
            withString(path, text -> emscripten.callback(onError, text));
          }
        });
  }

  /// The same without waiting; the bytes are the guest's only while its callback runs.
  @HostFunction("emscripten_async_wget_data")
  public void fetchDataLater(int url, int userData, int onLoad, int onError) {
    requests.begin(
        DownloadRequest.get(emscripten.string(url)),
        new Requests.Events() {
          @Override
          public void done(DownloadAnswer answer) {
            int data = answer.isSuccess() ? toMemory(answer.body()) : 0;
            if (data == 0) {
              emscripten.callback(onError, userData);
              return;
            }
            emscripten.callback(onLoad, userData, data, answer.body().length);
            emscripten.calls().free(data);
          }

          @Override
          public void failed(IOException problem) {
            emscripten.callback(onError, userData);
          }
        });
  }

  /// The same with a method, parameters of a POST, and progress in per cent.
  ///
  /// @return a handle
  @HostFunction("emscripten_async_wget2")
  public int fetchIntoLater(
      int url,
      int file,
      int method,
      int parameters,
      int userData,
      int onLoad,
      int onError,
      int onProgress) {
    String path = absolute(emscripten.string(file));
    int handle = made++;
    return begin(
        handle,
        request(url, method, parameters),
        new Requests.Events() {
          private long total;

          @Override
          public void started(int status, String text, List<Header> headers, long announced) {
            total = announced;
          }

          @Override
          public void received(byte[] bytes, long sofar) {
            if (total > 0) {
              emscripten.callback(onProgress, handle, userData, (int) (100 * sofar / total));
            }
          }

          @Override
          public void done(DownloadAnswer answer) {
            running.remove(handle);
            if (answer.isSuccess() && save(answer, path)) {
              withString(path, text -> emscripten.callback(onLoad, handle, userData, text));
            } else {
              emscripten.callback(onError, handle, userData, answer.status());
            }
          }

          @Override
          public void failed(IOException problem) {
            running.remove(handle);
            emscripten.callback(onError, handle, userData, 0);
          }
        });
  }

  /// The same into memory.
  ///
  /// @param free whether the bytes are the guest's only while its callback runs
  /// @return a handle
  @HostFunction("emscripten_async_wget2_data")
  public int fetchDataLater(
      int url,
      int method,
      int parameters,
      int userData,
      int free,
      int onLoad,
      int onError,
      int onProgress) {
    int handle = made++;
    return begin(
        handle,
        request(url, method, parameters),
        new Requests.Events() {
          private long total;

          @Override
          public void started(int status, String text, List<Header> headers, long announced) {
            total = Math.max(0, announced);
          }

          @Override
          public void received(byte[] bytes, long sofar) {
            emscripten.callback(onProgress, handle, userData, (int) sofar, (int) total);
          }

          @Override
          public void done(DownloadAnswer answer) {
            running.remove(handle);
            int data = answer.isSuccess() ? toMemory(answer.body()) : 0;
            if (data == 0) {
              fail(answer.status(), answer.statusText());
              return;
            }
            emscripten.callback(onLoad, handle, userData, data, answer.body().length);
            if (free != 0) {
              emscripten.calls().free(data);
            }
          }

          @Override
          public void failed(IOException problem) {
            running.remove(handle);
            fail(0, String.valueOf(problem.getMessage()));
          }

          private void fail(int status, String why) {
            withString(why, text -> emscripten.callback(onError, handle, userData, status, text));
          }
        });
  }

  /// Ends what is under way; no callback follows.
  @HostFunction("emscripten_async_wget2_abort")
  public void abort(int handle) {
    EventLoop.Operation operation = running.remove(handle);
    if (operation != null) {
      operation.cancel();
    }
  }

  private int begin(int handle, DownloadRequest request, Requests.Events events) {
    running.put(handle, requests.begin(request, events));
    return handle;
  }

  private DownloadRequest request(int url, int method, int parameters) {
    String name = method == 0 ? "GET" : emscripten.string(method);
    boolean post = name.equals("POST");
    return new DownloadRequest(
        name,
        emscripten.string(url),
        post ? List.of(new Header("Content-Type", "application/x-www-form-urlencoded")) : List.of(),
        post ? emscripten.string(parameters).getBytes(StandardCharsets.UTF_8) : null,
        null,
        false);
  }

  private String absolute(String path) {
    String folder = emscripten.files().workingDirectory().path();
    return path.startsWith("/") ? path : folder + (folder.endsWith("/") ? "" : "/") + path;
  }

  private boolean save(DownloadAnswer answer, String path) {
    try {
      if (answer.isSuccess()) {
        emscripten.files().write(path, answer.body());
      }
      return answer.isSuccess();
    } catch (IOException e) {
      return false;
    }
  }

  /// One byte at least: 0 is no address.
  private int toMemory(byte[] bytes) {
    int address = emscripten.calls().malloc(Math.max(1, bytes.length));
    if (address != 0) {
      emscripten.memory().write(address, bytes);
    }
    return address;
  }

  private void withString(String text, IntConsumer use) {
    int address = emscripten.toMemory(text);
    use.accept(address);
    emscripten.calls().free(address);
  }
}
