package graft.host.emscripten;

import graft.runtime.HostFunction;
import graft.runtime.Trap;
import graft.vfs.ErrnoException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// JavaScript's console: a line each on standard output or standard error.
final class ConsoleCalls {
  private static final int LOG_WARN = 2;
  private static final int LOG_ERROR = 4;
  private static final int LOG_C_STACK = 8;
  private static final int LOG_JS_STACK = 16;

  private final Emscripten emscripten;

  ConsoleCalls(Emscripten emscripten) {
    this.emscripten = emscripten;
  }

  private void print(int fd, int text) {
    print(fd, emscripten.string(text));
  }

  private void print(int fd, String text) {
    byte[] line = (text + "\n").getBytes(StandardCharsets.UTF_8);
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

  @HostFunction("emscripten_outn")
  public void out(int text, int length) {
    print(1, emscripten.memory().utf8(text, length));
  }

  @HostFunction("emscripten_errn")
  public void err(int text, int length) {
    print(2, emscripten.memory().utf8(text, length));
  }

  @HostFunction("emscripten_dbgn")
  public void debug(int text, int length) {
    print(2, emscripten.memory().utf8(text, length));
  }

  /// `void emscripten_log(int flags, const char *format, ...)`: to the console with
  /// `EM_LOG_CONSOLE` and whatever says how serious it is, else to the standard streams, which are
  /// the same here.
  @HostFunction("emscripten_log")
  public void log(int flags, int pattern, int arguments) {
    String text =
        new PrintfFormat(emscripten.memory(), arguments).format(emscripten.string(pattern));
    if ((flags & (LOG_C_STACK | LOG_JS_STACK)) != 0) {
      text = text.isBlank() ? stack() : text.stripTrailing() + "\n" + stack();
    }
    print((flags & (LOG_ERROR | LOG_WARN)) != 0 ? 2 : 1, text);
  }

  /// `int emscripten_get_callstack(int flags, char *out, int maxbytes)`: the active functions, a
  /// line each. Without a place to write it tells how much it wants.
  @HostFunction("emscripten_get_callstack")
  public int callStack(int flags, int out, int capacity) {
    String text = stack() + "\n";
    return out == 0 || capacity <= 0
        ? text.getBytes(StandardCharsets.UTF_8).length + 1
        : emscripten.writeString(out, capacity, text) + 1;
  }

  private static String stack() {
    return Trap.describeStack(new Throwable()).replaceFirst("^\n", "");
  }

  /// Writes a number as JavaScript does.
  ///
  /// @return its length, and what is written of it, without the zero byte
  @HostFunction("emscripten_print_double")
  public int printDouble(double number, int out, int capacity) {
    String text = JavaScriptNumber.toString(number);
    return out == 0 ? text.length() : emscripten.writeString(out, capacity, text);
  }

  // What Emscripten 3.1.6 has in JavaScript for mains without that part of the C library.

  @HostFunction
  public int puts(int text) {
    print(1, withoutLineBreak(emscripten.string(text)));
    return 0;
  }

  /// Every call is a line of its own: a console knows nothing else.
  @HostFunction
  public int printf(int pattern, int arguments) {
    String text =
        new PrintfFormat(emscripten.memory(), arguments).format(emscripten.string(pattern));
    print(1, withoutLineBreak(text));
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  @HostFunction
  public int strlen(int text) {
    int end = text;
    while (emscripten.memory().u8(end) != 0) {
      end++;
    }
    return end - text;
  }

  private static String withoutLineBreak(String text) {
    return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
  }
}
