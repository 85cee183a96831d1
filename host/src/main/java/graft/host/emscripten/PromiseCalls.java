package graft.host.emscripten;

import graft.runtime.EventLoop;
import graft.runtime.Guest;
import graft.runtime.HostFunction;
import graft.runtime.Memory;
import graft.runtime.PointerCalls;
import graft.runtime.Trap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// `emscripten/promise.h`: promises with pointers for values, which the guest has handles of.
/// `emscripten_dlopen_promise` of newer C libraries is made of them. As in JavaScript, callbacks
/// run when the guest has returned, or sleeps.
final class PromiseCalls {
  private static final int FULFILL = 0;
  private static final int MATCH = 1;
  private static final int MATCH_RELEASE = 2;
  private static final int REJECT = 3;

  private final Guest guest;
  private final Map<Integer, Promise> promises = new HashMap<>();
  private int made;

  PromiseCalls(Emscripten emscripten) {
    this.guest = emscripten.guest();
  }

  /// What is told how a promise ended.
  @FunctionalInterface
  private interface Reaction {
    void settled(boolean fulfilled, int value);
  }

  private static final class Promise {
    private final EventLoop loop;
    private final List<Reaction> reactions = new ArrayList<>();

    /// Whether it is decided what it follows, even if that has not ended yet.
    private boolean resolved;

    private boolean settled;
    private boolean fulfilled;
    private int value;

    private Promise(EventLoop loop) {
      this.loop = loop;
    }

    private void settle(boolean isFulfilled, int result) {
      settled = true;
      fulfilled = isFulfilled;
      value = result;
      reactions.forEach(this::post);
      reactions.clear();
    }

    private void then(Reaction reaction) {
      if (settled) {
        post(reaction);
      } else {
        reactions.add(reaction);
      }
    }

    private void post(Reaction reaction) {
      loop.post(() -> reaction.settled(fulfilled, value));
    }
  }

  @HostFunction("emscripten_promise_create")
  public int create() {
    return handle(pending());
  }

  /// Only the handle is gone: callbacks are called all the same.
  @HostFunction("emscripten_promise_destroy")
  public void destroy(int handle) {
    promise(handle);
    promises.remove(handle);
  }

  @HostFunction("emscripten_promise_resolve")
  public void resolve(int handle, int result, int value) {
    resolve(promise(handle), result, value);
  }

  /// Without a callback, the new promise ends as the old one does.
  @HostFunction("emscripten_promise_then")
  public int then(int handle, int onFulfilled, int onRejected, int userData) {
    Promise next = pending();
    promise(handle)
        .then((fulfilled, value) -> {
          int callback = fulfilled ? onFulfilled : onRejected;
          if (callback == 0) {
            resolve(next, fulfilled ? FULFILL : REJECT, value);
          } else {
            answer(next, callback, userData, value);
          }
        });
    return handle(next);
  }

  /// A promise of all; it fails as soon as one does.
  ///
  /// @param results where the values go, or 0; what the promise is fulfilled with
  @HostFunction("emscripten_promise_all")
  public int all(int handles, int results, int count) {
    return combine(
        handles,
        count,
        FULFILL,
        results,
        (all, index, fulfilled, value) -> {
          if (fulfilled) {
            store(results, index, value);
          } else {
            resolve(all, REJECT, value);
          }
          return fulfilled;
        });
  }

  /// A promise that ends when all have, however they do.
  ///
  /// @param results an array of `em_settled_result_t`, or 0; what the promise is fulfilled with
  @HostFunction("emscripten_promise_all_settled")
  public int allSettled(int handles, int results, int count) {
    return combine(
        handles,
        count,
        FULFILL,
        results,
        (_, index, fulfilled, value) -> {
          store(results, 2 * index, fulfilled ? FULFILL : REJECT);
          store(results, 2 * index + 1, value);
          return true;
        });
  }

  /// A promise of the first that does not fail.
  ///
  /// @param errors where the reasons go, or 0; what the promise is rejected with
  @HostFunction("emscripten_promise_any")
  public int any(int handles, int errors, int count) {
    return combine(
        handles,
        count,
        REJECT,
        errors,
        (any, index, fulfilled, value) -> {
          if (fulfilled) {
            resolve(any, FULFILL, value);
          } else {
            store(errors, index, value);
          }
          return !fulfilled;
        });
  }

  @HostFunction("emscripten_promise_race")
  public int race(int handles, int count) {
    Promise race = pending();
    each(
        handles,
        count,
        (_, fulfilled, value) -> resolve(race, fulfilled ? FULFILL : REJECT, value));
    return handle(race);
  }

  /// Waits, and meanwhile runs what the guest has left for later.
  ///
  /// @param result where the `em_settled_result_t` goes
  @HostFunction("emscripten_promise_await")
  public void await(int result, int handle) {
    Promise promise = promise(handle);
    EventLoop loop = guest.eventLoop();
    try {
      while (!loop.runUntil(() -> promise.settled || loop.isIdle(), Long.MAX_VALUE / 4)) {}
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Trap("interrupted while the program waited for a promise", e);
    }
    if (!promise.settled) {
      throw new Trap("the program waits for a promise that nothing can settle any more");
    }
    store(result, 0, promise.fulfilled ? FULFILL : REJECT);
    store(result, 1, promise.value);
  }

  private void answer(Promise next, int callback, int userData, int value) {
    GuestCalls calls = new GuestCalls(guest);
    int result = calls.malloc(Integer.BYTES);
    try {
      guest.memory().setI32(result, 0);
      int answer = PointerCalls.forInt(guest, callback, result, userData, value);
      resolve(next, answer, guest.memory().i32(result));
    } finally {
      calls.free(result);
    }
  }

  private void resolve(Promise promise, int result, int value) {
    if (promise.resolved) {
      return;
    }
    promise.resolved = true;
    switch (result) {
      case FULFILL -> promise.settle(true, value);
      case REJECT -> promise.settle(false, value);
      case MATCH, MATCH_RELEASE -> {
        Promise other = promise(value);
        if (other.equals(promise)) {
          throw new Trap("promise " + value + " cannot be resolved with itself");
        }
        other.then(promise::settle);
        if (result == MATCH_RELEASE) {
          promises.remove(value);
        }
      }
      default -> throw new Trap("a promise cannot be resolved in way " + result);
    }
  }

  /// What one of several promises means for the promise of them all.
  @FunctionalInterface
  private interface Part {
    /// @return whether it was noted, and did not decide alone
    boolean note(Promise whole, int index, boolean fulfilled, int value);
  }

  /// A promise of several, for when each of them has been noted.
  ///
  /// @param result how it is resolved then
  /// @param value what with
  private int combine(int handles, int count, int result, int value, Part part) {
    Promise whole = pending();
    int[] missing = {count};
    each(
        handles,
        count,
        (index, fulfilled, each) -> {
          if (part.note(whole, index, fulfilled, each) && --missing[0] == 0) {
            resolve(whole, result, value);
          }
        });
    if (count == 0) {
      resolve(whole, result, value);
    }
    return handle(whole);
  }

  /// What is told how one of several promises ended.
  @FunctionalInterface
  private interface IndexedReaction {
    void settled(int index, boolean fulfilled, int value);
  }

  private void each(int handles, int count, IndexedReaction reaction) {
    for (int i = 0; i < count; i++) {
      int index = i;
      promise(guest.memory().i32(handles + Integer.BYTES * i))
          .then((fulfilled, value) -> reaction.settled(index, fulfilled, value));
    }
  }

  private void store(int array, int index, int value) {
    if (array != 0) {
      Memory memory = guest.memory();
      memory.setI32(array + Integer.BYTES * index, value);
    }
  }

  private Promise pending() {
    return new Promise(guest.eventLoop());
  }

  private int handle(Promise promise) {
    promises.put(++made, promise);
    return made;
  }

  private Promise promise(int handle) {
    if (!promises.containsKey(handle)) {
      throw new Trap("there is no promise " + handle);
    }
    return Objects.requireNonNull(promises.get(handle));
  }
}
