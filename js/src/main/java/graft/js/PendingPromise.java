package graft.js;

import graft.runtime.EventLoop;
import graft.runtime.Trap;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/// A promise that a guest waits for. Meanwhile its event loop runs: timers, fetches, and whatever
/// they lead to. If the guest's thread is a virtual one, waiting holds no platform thread.
final class PendingPromise {
  private final ScriptRealm realm;
  private final EventLoop loop;
  private @Nullable Value result;
  private @Nullable Value reason;

  PendingPromise(ScriptRealm realm, EventLoop loop) {
    this.realm = realm;
    this.loop = loop;
  }

  @Nullable Object fulfil(Value... values) {
    result = values.length == 0 ? realm.undefined() : values[0];
    return null;
  }

  @Nullable Object reject(Value... reasons) {
    reason = reasons.length == 0 ? realm.undefined() : reasons[0];
    return null;
  }

  private boolean isSettled() {
    return result != null || reason != null;
  }

  /// Waits.
  ///
  /// @param name of the function, for messages
  /// @param inside whether other JavaScript waits for the guest: its promises go on only when it
  ///   has returned
  /// @return what the promise gave
  /// @throws Trap if it is rejected, or nothing is left that could settle it
  Value await(String name, boolean inside) {
    if (!isSettled() && inside) {
      throw new Trap(
          "JavaScript of "
              + name
              + ": waits for a promise while JavaScript that has called the program waits for it");
    }
    try {
      while (!isSettled()) {
        if (loop.isIdle()) {
          throw new Trap(
              "JavaScript of " + name + ": waits for a promise that nothing will settle");
        }
        loop.runUntil(() -> isSettled() || loop.isIdle(), Long.MAX_VALUE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Trap("interrupted while JavaScript of " + name + " was awaited", e);
    }
    Value rejected = reason;
    if (rejected != null) {
      throw realm.rejected(name, rejected);
    }
    Value value = result;
    return value == null ? realm.undefined() : value;
  }
}
