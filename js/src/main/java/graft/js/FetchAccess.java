package graft.js;

import graft.host.DownloadAnswer;
import graft.host.DownloadProgress;
import graft.host.DownloadRequest;
import graft.host.Downloads;
import graft.runtime.EventLoop;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyArray;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.jspecify.annotations.Nullable;

/// `fetch`: what the process may fetch, by a thread of its own for each.
final class FetchAccess {
  private final ScriptRealm realm;
  private final EventLoop loop;
  private final Downloads downloads;

  FetchAccess(ScriptRealm realm, EventLoop loop, Downloads downloads) {
    this.realm = realm;
    this.loop = loop;
    this.downloads = downloads;
  }

  void addTo(Map<String, Object> host) {
    realm.function(host, "fetch", a -> begin(request(a), a[6], a[7]));
  }

  @SuppressWarnings("NullAway") // It does not see that the body may be null, as it is compiled.
  private static DownloadRequest request(Value... a) {
    byte[] body = a[3].isNull() ? null : TextAccess.buffer(a[3], a[4], a[5]);
    return new DownloadRequest(a[0].asString(), a[1].asString(), headers(a[2]), body, null, false);
  }

  private static List<DownloadRequest.Header> headers(Value pairs) {
    List<DownloadRequest.Header> headers = new ArrayList<>();
    for (long i = 0; i + 1 < pairs.getArraySize(); i += 2) {
      headers.add(
          new DownloadRequest.Header(
              pairs.getArrayElement(i).asString(), pairs.getArrayElement(i + 1).asString()));
    }
    return headers;
  }

  /// @return what cancels it
  private ProxyExecutable begin(DownloadRequest request, Value answered, Value failed) {
    EventLoop.Operation operation = loop.begin();
    Thread thread =
        Thread.ofVirtual().name("fetch").unstarted(() -> run(request, operation, answered, failed));
    operation.onCancel(thread::interrupt);
    thread.start();
    return realm.function(_ -> {
      operation.cancel();
      return null;
    });
  }

  private void run(
      DownloadRequest request, EventLoop.Operation operation, Value answered, Value failed) {
    try {
      DownloadAnswer answer = downloads.send(request, DownloadProgress.NONE);
      operation.finish(() ->
          realm.callBack(
              "fetch",
              answered,
              answer.status(),
              answer.statusText(),
              pairs(answer.headers()),
              ByteBuffer.wrap(answer.body())));
    } catch (IOException | RuntimeException | Error e) {
      // Of an Error, too: whoever waits would wait for ever.
      String message = Objects.requireNonNullElse(e.getMessage(), e.toString());
      operation.finish(() -> realm.callBack("fetch", failed, message));
    } catch (InterruptedException e) {
      operation.finish(() -> realm.callBack("fetch", failed, "interrupted"));
    }
  }

  private static @Nullable Object pairs(List<DownloadRequest.Header> headers) {
    Object[] pairs = new Object[2 * headers.size()];
    for (int i = 0; i < headers.size(); i++) {
      pairs[2 * i] = headers.get(i).name();
      pairs[2 * i + 1] = headers.get(i).value();
    }
    return ProxyArray.fromArray(pairs);
  }
}
