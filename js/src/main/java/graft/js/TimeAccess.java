package graft.js;

import graft.host.HostOptions;
import graft.runtime.EventLoop;
import graft.vfs.ErrnoException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/// Timers, clocks, chance, and lines on the console.
final class TimeAccess {
  private static final double NANOS = 1e6;

  private final ScriptRealm realm;
  private final EventLoop loop;
  private final HostOptions options;
  private final Map<Integer, EventLoop.Timer> timers = new HashMap<>();
  private final long start;
  private int timersMade;

  TimeAccess(ScriptRealm realm, EventLoop loop, HostOptions options) {
    this.realm = realm;
    this.loop = loop;
    this.options = options;
    start = options.clock().monotonic();
  }

  void addTo(Map<String, Object> host) {
    realm.function(
        host, "setTimer", a -> set(++timersMade, a[0], a[1].asDouble(), a[2].asBoolean()));
    realm.function(host, "clearTimer", a -> clear(a[0]));
    realm.function(host, "now", _ -> (options.clock().monotonic() - start) / NANOS);
    realm.function(host, "dateNow", _ -> (double) options.clock().realtime().toEpochMilli());
    realm.function(host, "random", _ -> options.random().nextDouble());
    realm.function(host, "print", a -> print(a[0].asInt(), a[1].asString()));
  }

  private int set(int number, Value function, double milliseconds, boolean again) {
    long nanos = (long) (Math.max(1, milliseconds) * NANOS);
    timers.put(
        number,
        loop.after(
            nanos,
            () -> {
              timers.remove(number);
              if (again) {
                set(number, function, milliseconds, true);
              }
              realm.callBack("a timer", function);
            }));
    return number;
  }

  private @Nullable Object clear(Value number) {
    EventLoop.Timer timer = number.fitsInInt() ? timers.remove(number.asInt()) : null;
    if (timer != null) {
      timer.cancel();
    }
    return null;
  }

  private @Nullable Object print(int descriptor, String line) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
      int count = 1;
      while (bytes.hasRemaining() && count > 0) {
        count = options.files().descriptors().get(descriptor).write(bytes);
      }
    } catch (ErrnoException e) {
      // The guest has closed the stream, or nobody reads it: a console says nothing then.
    }
    return null;
  }
}
