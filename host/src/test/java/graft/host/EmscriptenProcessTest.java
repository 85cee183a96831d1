package graft.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import graft.runtime.GuestExit;
import graft.runtime.Memory;
import graft.runtime.Trap;
import graft.vfs.GuestFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Memory, ends, names, console.
final class EmscriptenProcessTest {
  private static final int OUT = 0x8000;

  private final FakeGuest guest = new FakeGuest();
  private final Memory memory = guest.memory();
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private EmscriptenHost host;

  @BeforeEach
  void start() throws IOException {
    GuestFiles files = GuestFiles.builder().standardOutput(output).build();
    host =
        EmscriptenHost.of(
            guest,
            HostOptions.builder().files(files).arguments("prog").random(new Random(1)).build());
  }

  private Object call(String name, String result, Object... arguments) {
    return FakeGuest.call(host, "env", name, result, arguments);
  }

  @Test
  void theHeapGrowsGenerouslyUpToItsLimit() {
    assertThat(call("emscripten_get_heap_max", "i")).isEqualTo(16 * Memory.PAGE);
    assertThat(call("emscripten_resize_heap", "i", 4 * Memory.PAGE + 1)).isEqualTo(1);
    assertThat(memory.sizeInPages()).isEqualTo(5);
    assertThat(call("emscripten_resize_heap", "i", 10 * Memory.PAGE)).isEqualTo(1);
    assertThat(call("emscripten_resize_heap", "i", 11 * Memory.PAGE)).isEqualTo(1);
    assertThat(memory.sizeInPages()).isEqualTo(12);
    assertThat(call("emscripten_resize_heap", "i", 17 * Memory.PAGE)).isEqualTo(0);
    assertThat(call("emscripten_resize_heap", "i", -1)).isEqualTo(0);
  }

  @Test
  void bytesAreCopied() {
    memory.write(OUT, "abcdef".getBytes(UTF_8));
    assertThat(call("emscripten_memcpy_big", "i", OUT + 2, OUT, 4)).isEqualTo(OUT + 2);
    assertThat(memory.utf8(OUT, 6)).isEqualTo("ababcd");
    call("_emscripten_memcpy_js", "v", OUT, OUT + 4, 2);
    assertThat(memory.utf8(OUT, 6)).isEqualTo("cdabcd");
    assertThatThrownBy(() -> call("_emscripten_memcpy_js", "v", OUT, -1, 2))
        .isInstanceOf(Trap.class);
  }

  @Test
  void anExitWritesWhatIsLeft() {
    List<String> log = new ArrayList<>();
    guest.define("__stdio_exit", "v", _ -> log.add("flushed"));
    assertThatThrownBy(() -> call("exit", "v", 4))
        .isInstanceOfSatisfying(GuestExit.class, e -> assertThat(e.status()).isEqualTo(4));
    assertThat(log).containsExactly("flushed");
    assertThatThrownBy(() -> call("_exit", "v", 5)).isInstanceOf(GuestExit.class);
    assertThat(log).hasSize(1);
  }

  @Test
  void abortsSayWhy() {
    assertThatThrownBy(() -> call("abort", "v")).hasMessage("aborted: native code called abort()");
    assertThatThrownBy(() -> call("_abort_js", "v")).isInstanceOf(Trap.class);
    assertThatThrownBy(() ->
            call(
                "__assert_fail",
                "v",
                guest.string("x > 0"),
                guest.string("a.c"),
                12,
                guest.string("main")))
        .hasMessage("aborted: Assertion failed: x > 0 (a.c: main: 12)");
  }

  @Test
  void signalHandlersAreCalled() {
    List<Object> log = new ArrayList<>();
    guest.table().set(3, FakeGuest.function("handler", "v i", arguments -> log.add(arguments[0])));
    call("__call_sighandler", "v", 3, 15);
    assertThat(log).containsExactly(15);
    assertThat(call("_setitimer_js", "i", 0, 10.0)).isEqualTo(0);
  }

  @Test
  void smallThings() {
    call("_emscripten_get_progname", "v", OUT, 4);
    assertThat(memory.cString(OUT)).isEqualTo("pro");
    call("emscripten_console_log", "v", guest.string("hello"));
    call("emscripten_outn", "v", guest.string("hello, all"), 5);
    assertThat(output.toString(UTF_8)).isEqualTo("hello\nhello\n");
    assertThat(call("getentropy", "i", OUT, 8)).isEqualTo(0);
    byte[] expected = new byte[8];
    new Random(1).nextBytes(expected);
    assertThat(memory.read(OUT, 8)).isEqualTo(expected);
    assertThat(call("system", "i", 0)).isEqualTo(0);
    assertThat(call("_emscripten_system", "i", guest.string("ls"))).isEqualTo(-52);
    call("setTempRet0", "v", 9);
    assertThat(call("getTempRet0", "i")).isEqualTo(9);
    assertThat(call("emscripten_random", "f")).isInstanceOf(Float.class);
  }
}
