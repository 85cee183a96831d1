package graft.host.emscripten;

import graft.runtime.EventLoop;
import graft.runtime.EventLoopUnwind;
import graft.runtime.HostFunction;
import graft.runtime.Trap;
import org.jspecify.annotations.Nullable;

/// A function that is called once for each frame, as programs have it that draw. There is no
/// display here: frames come sixty times a second where a browser would say when.
final class MainLoop {
  static final double FRAME_MILLIS = 1000.0 / 60;

  private static final int SET_TIMEOUT = 0;
  private static final int ANIMATION_FRAME = 1;
  private static final int SET_IMMEDIATE = 2;

  private final Emscripten emscripten;
  private @Nullable Runnable step;
  private EventLoop.@Nullable Timer timer;
  private int mode;
  private int value;

  MainLoop(Emscripten emscripten) {
    this.emscripten = emscripten;
  }

  @HostFunction("emscripten_set_main_loop")
  public void set(int function, int framesPerSecond, int forever) {
    set(() -> emscripten.callback(function), framesPerSecond, forever);
  }

  @HostFunction("emscripten_set_main_loop_arg")
  public void set(int function, int argument, int framesPerSecond, int forever) {
    set(() -> emscripten.callback(function, argument), framesPerSecond, forever);
  }

  private void set(Runnable function, int framesPerSecond, int forever) {
    if (step != null) {
      throw new Trap("emscripten_set_main_loop: there is a main loop already");
    }
    step = function;
    mode = framesPerSecond > 0 ? SET_TIMEOUT : ANIMATION_FRAME;
    value = framesPerSecond > 0 ? 1000 / framesPerSecond : 1;
    schedule();
    if (forever != 0) {
      throw new EventLoopUnwind();
    }
  }

  @HostFunction("emscripten_cancel_main_loop")
  public void cancel() {
    pause();
    step = null;
  }

  @HostFunction("emscripten_pause_main_loop")
  public void pause() {
    EventLoop.Timer next = timer;
    timer = null;
    if (next != null) {
      next.cancel();
    }
  }

  @HostFunction("emscripten_resume_main_loop")
  public void resume() {
    if (timer == null && step != null) {
      schedule();
    }
  }

  /// Says when the next call comes.
  ///
  /// @return 0, or 1 if there is no main loop
  @HostFunction("emscripten_set_main_loop_timing")
  public int setTiming(int newMode, int newValue) {
    mode = newMode;
    value = newValue;
    return step == null ? 1 : 0;
  }

  @HostFunction("emscripten_get_main_loop_timing")
  public void timing(int modeAddress, int valueAddress) {
    if (modeAddress != 0) {
      emscripten.memory().setI32(modeAddress, mode);
    }
    if (valueAddress != 0) {
      emscripten.memory().setI32(valueAddress, value);
    }
  }

  private void schedule() {
    double millis =
        switch (mode) {
          case SET_TIMEOUT -> value;
          case SET_IMMEDIATE -> 0;
          default -> FRAME_MILLIS * Math.max(1, value);
        };
    timer = emscripten.guest().eventLoop().after((long) (millis * 1e6), this::run);
  }

  private void run() {
    Runnable now = step;
    EventLoop.Timer mine = timer;
    if (now == null) {
      return;
    }
    try {
      now.run();
    } catch (EventLoopUnwind _) {
      // It comes back with the next frame.
    }
    if (timer == mine && step != null) {
      schedule();
    }
  }
}
