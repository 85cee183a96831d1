package graft.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import graft.runtime.EventLoop;
import graft.runtime.EventLoopUnwind;
import graft.runtime.Trap;
import graft.vfs.GuestFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Main loops and timers, in a time that passes only when somebody waits for it.
final class EmscriptenTimerTest {
  private static final int CALLED = 5;

  private final FakeGuest guest = new FakeGuest();
  private final List<String> heard = new ArrayList<>();
  private long nanos;
  private GuestFiles files;
  private EmscriptenHost host;

  @BeforeEach
  void start() throws IOException {
    guest
        .eventLoop()
        .follow(
            new EventLoop.Clock() {
              @Override
              public long nanoTime() {
                return nanos;
              }

              @Override
              public void sleep(long span) {
                nanos += span;
              }
            });
    files = EmscriptenHost.files().build();
    host = EmscriptenHost.of(guest, HostOptions.builder().files(files).build());
  }

  @AfterEach
  void end() {
    files.close();
  }

  private void on(String signature, FakeGuest.Body body) {
    guest.table().set(CALLED, FakeGuest.function("called", signature, body));
  }

  private Object call(String name, String result, Object... arguments) {
    return FakeGuest.call(host, "env", name, result, arguments);
  }

  private long millis() {
    return Math.round(nanos / 1e6);
  }

  @Test
  void aMainLoopRunsFiftyTimesASecondUntilItIsCancelled() {
    on(
        "v",
        _ -> {
          heard.add("frame " + millis());
          if (heard.size() == 3) {
            call("emscripten_cancel_main_loop", "v");
          }
          return null;
        });
    call("emscripten_set_main_loop", "v", CALLED, 50, 0);
    assertThat(heard).isEmpty();
    guest.eventLoop().run();
    assertThat(heard).containsExactly("frame 20", "frame 40", "frame 60");
  }

  @Test
  void aMainLoopForEverUnwindsMainAndGetsItsArgument() {
    on(
        "v i",
        each -> {
          heard.add("frame " + millis() + " " + each[0]);
          if (heard.size() == 2) {
            call("emscripten_cancel_main_loop", "v");
          }
          return null;
        });
    assertThatThrownBy(() -> call("emscripten_set_main_loop_arg", "v", CALLED, 42, 0, 1))
        .isInstanceOf(EventLoopUnwind.class);
    assertThatThrownBy(() -> call("emscripten_set_main_loop", "v", CALLED, 0, 0))
        .isInstanceOf(Trap.class)
        .hasMessageContaining("there is a main loop already");
    guest.eventLoop().run();
    assertThat(heard).containsExactly("frame 17 42", "frame 33 42");
  }

  @Test
  void aMainLoopPausesGoesOnAndChangesItsTiming() {
    on(
        "v",
        _ -> {
          heard.add("frame " + millis());
          if (heard.size() == 1) {
            call("emscripten_pause_main_loop", "v");
          } else if (heard.size() == 2) {
            assertThat(call("emscripten_set_main_loop_timing", "i", 0, 100)).isEqualTo(0);
          } else {
            call("emscripten_cancel_main_loop", "v");
          }
          return null;
        });
    call("emscripten_set_main_loop", "v", CALLED, 100, 0);
    guest.eventLoop().run();
    assertThat(heard).containsExactly("frame 10");
    call("emscripten_resume_main_loop", "v");
    guest.eventLoop().run();
    assertThat(heard).containsExactly("frame 10", "frame 20", "frame 120");
    assertThat(call("emscripten_set_main_loop_timing", "i", 0, 1)).isEqualTo(1);
  }

  @Test
  void timersRunInTheOrderOfTheirTimesAndCanBeTakenBack() {
    on(
        "v i",
        each -> {
          heard.add(each[0] + " at " + millis());
          return null;
        });
    call("emscripten_async_call", "v", CALLED, 1, 30);
    call("emscripten_set_timeout", "i", CALLED, 10.0, 2);
    Object gone = call("emscripten_set_timeout", "i", CALLED, 20.0, 3);
    call("emscripten_set_immediate", "i", CALLED, 4);
    call("emscripten_clear_timeout", "v", gone);
    guest.eventLoop().run();
    assertThat(heard).containsExactly("4 at 0", "2 at 10", "1 at 30");
  }

  @Test
  void anIntervalRunsUntilItIsCleared() {
    int[] id = {0};
    on(
        "v i",
        each -> {
          heard.add(each[0] + " at " + millis());
          if (heard.size() == 3) {
            call("emscripten_clear_interval", "v", id[0]);
          }
          return null;
        });
    id[0] = (Integer) call("emscripten_set_interval", "i", CALLED, 25.0, 7);
    guest.eventLoop().run();
    assertThat(heard).containsExactly("7 at 25", "7 at 50", "7 at 75");
  }

  @Test
  void animationFramesRunAsLongAsTheFunctionSaysSo() {
    on(
        "i di",
        each -> {
          heard.add(each[1] + " at " + millis());
          return heard.size() < 3 ? 1 : 0;
        });
    call("emscripten_request_animation_frame_loop", "v", CALLED, 8);
    guest.eventLoop().run();
    assertThat(heard).containsExactly("8 at 17", "8 at 33", "8 at 50");
  }
}
