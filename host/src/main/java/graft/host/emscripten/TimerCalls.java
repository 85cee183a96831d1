package graft.host.emscripten;

import graft.runtime.EventLoop;
import graft.runtime.HostFunction;
import graft.runtime.PointerCalls;
import java.util.HashMap;
import java.util.Map;

/// `emscripten/eventloop.h`, and `emscripten_async_call`: functions that are called when the guest
/// has returned, or sleeps, and some time has passed.
final class TimerCalls {
  private final Emscripten emscripten;
  private final Map<Integer, EventLoop.Timer> timers = new HashMap<>();
  private int made;

  TimerCalls(Emscripten emscripten) {
    this.emscripten = emscripten;
  }

  /// Below 0: with the next frame.
  @HostFunction("emscripten_async_call")
  public void asyncCall(int function, int argument, int millis) {
    once(millis < 0 ? MainLoop.FRAME_MILLIS : millis, () -> call(function, argument));
  }

  @HostFunction("emscripten_set_timeout")
  public int setTimeout(int callback, double millis, int userData) {
    return once(millis, () -> call(callback, userData));
  }

  @HostFunction("emscripten_clear_timeout")
  public void clearTimeout(int id) {
    EventLoop.Timer timer = timers.remove(id);
    if (timer != null) {
      timer.cancel();
    }
  }

  /// Calls again as long as the function returns not 0.
  @HostFunction("emscripten_set_timeout_loop")
  public int setTimeoutLoop(int callback, double millis, int userData) {
    int id = ++made;
    repeat(id, 0, millis, () -> ask(callback, now(), userData));
    return id;
  }

  @HostFunction("emscripten_set_immediate")
  public int setImmediate(int callback, int userData) {
    return once(0, () -> call(callback, userData));
  }

  @HostFunction("emscripten_clear_immediate")
  public void clearImmediate(int id) {
    clearTimeout(id);
  }

  /// Calls again as long as the function returns not 0.
  @HostFunction("emscripten_set_immediate_loop")
  public int setImmediateLoop(int callback, int userData) {
    int id = ++made;
    repeat(id, 0, 0, () -> ask(callback, userData));
    return id;
  }

  @HostFunction("emscripten_set_interval")
  public int setInterval(int callback, double millis, int userData) {
    int id = ++made;
    repeat(
        id,
        millis,
        millis,
        () -> {
          call(callback, userData);
          return true;
        });
    return id;
  }

  @HostFunction("emscripten_clear_interval")
  public void clearInterval(int id) {
    clearTimeout(id);
  }

  @HostFunction("emscripten_request_animation_frame")
  public int requestAnimationFrame(int callback, int userData) {
    return once(MainLoop.FRAME_MILLIS, () -> ask(callback, now(), userData));
  }

  @HostFunction("emscripten_cancel_animation_frame")
  public void cancelAnimationFrame(int id) {
    clearTimeout(id);
  }

  /// Calls again as long as the function returns not 0.
  @HostFunction("emscripten_request_animation_frame_loop")
  public void requestAnimationFrameLoop(int callback, int userData) {
    repeat(
        ++made, MainLoop.FRAME_MILLIS, MainLoop.FRAME_MILLIS, () -> ask(callback, now(), userData));
  }

  /// What is done again and again.
  @FunctionalInterface
  private interface Step {
    /// @return whether to do it again
    boolean run();
  }

  private int once(double millis, Runnable task) {
    int id = ++made;
    schedule(
        id,
        millis,
        () -> {
          timers.remove(id);
          task.run();
        });
    return id;
  }

  private void repeat(int id, double millis, double pause, Step step) {
    schedule(
        id,
        millis,
        () -> {
          if (!step.run()) {
            timers.remove(id);
          } else if (timers.containsKey(id)) {
            // Else the step has taken it back.
            repeat(id, pause, pause, step);
          }
        });
  }

  private void schedule(int id, double millis, Runnable task) {
    timers.put(id, emscripten.guest().eventLoop().after((long) Math.min(1e18, millis * 1e6), task));
  }

  private void call(int callback, int userData) {
    emscripten.callback(callback, userData);
  }

  private boolean ask(int callback, Object... arguments) {
    return PointerCalls.forInt(emscripten.guest(), callback, arguments) != 0;
  }

  private double now() {
    return emscripten.options().clock().monotonic() / 1e6;
  }
}
