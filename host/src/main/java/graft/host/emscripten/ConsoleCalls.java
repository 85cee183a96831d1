package graft.host.emscripten;

import graft.runtime.HostFunction;
import graft.vfs.ErrnoException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// JavaScript's console: a line each on standard output or standard error.
final class ConsoleCalls {
  private final Emscripten emscripten;

  ConsoleCalls(Emscripten emscripten) {
    this.emscripten = emscripten;
  }

  private void print(int fd, int text) {
    byte[] line = (emscripten.string(text) + "\n").getBytes(StandardCharsets.UTF_8);
    try {
      emscripten.file(fd).write(ByteBuffer.wrap(line));
    } catch (ErrnoException e) {
      // The guest has closed the stream, or nobody reads it: a console says nothing then.
    }
  }

  @HostFunction("emscripten_console_log")
  public void log(int text) {
    print(1, text);
  }

  @HostFunction("emscripten_console_warn")
  public void warn(int text) {
    print(2, text);
  }

  @HostFunction("emscripten_console_error")
  public void error(int text) {
    print(2, text);
  }

  @HostFunction("_emscripten_out")
  public void outOld(int text) {
    print(1, text);
  }

  @HostFunction("_emscripten_err")
  public void errOld(int text) {
    print(2, text);
  }

  @HostFunction("emscripten_out")
  public void out(int text) {
    print(1, text);
  }

  @HostFunction("emscripten_err")
  public void err(int text) {
    print(2, text);
  }

  @HostFunction("emscripten_dbg")
  public void debug(int text) {
    print(2, text);
  }
}
