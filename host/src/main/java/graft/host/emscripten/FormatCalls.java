package graft.host.emscripten;

import graft.runtime.HostFunction;
import graft.runtime.Memory;
import java.nio.charset.StandardCharsets;
import java.time.Year;

/// Dates as text, where the C library leaves that to JavaScript.
final class FormatCalls {
  private static final int ASCTIME_CAPACITY = 26;

  private final Emscripten emscripten;

  FormatCalls(Emscripten emscripten) {
    this.emscripten = emscripten;
  }

  private String format(int pattern, int tm) {
    Memory memory = emscripten.memory();
    String zoneName = emscripten.string(memory.i32(tm + 40));
    return new TimeFormat(BrokenDownTime.read(memory, tm), zoneName)
        .format(emscripten.string(pattern));
  }

  /// Gives the length without the zero byte, 0 if the text does not fit.
  @HostFunction
  public int strftime(int buffer, int capacity, int pattern, int tm) {
    byte[] text = (format(pattern, tm) + "\0").getBytes(StandardCharsets.UTF_8);
    if (Integer.compareUnsigned(text.length, capacity) > 0) {
      return 0;
    }
    emscripten.memory().write(buffer, text);
    return text.length - 1;
  }

  /// The same; there is only the C locale.
  @HostFunction("strftime_l")
  public int strftimeL(int buffer, int capacity, int pattern, int tm, int locale) {
    return strftime(buffer, capacity, pattern, tm);
  }

  /// Gives the address behind what was read, 0 if the text does not fit the format.
  @HostFunction
  public int strptime(int text, int format, int tm) {
    return new TimeParser(emscripten.memory(), text, tm, emscripten.options().zone())
        .parse(bytes(format));
  }

  /// A string of C, a character for each byte.
  private String bytes(int address) {
    StringBuilder text = new StringBuilder();
    for (int at = address; emscripten.memory().u8(at) != 0; at++) {
      text.append((char) emscripten.memory().u8(at));
    }
    return text.toString();
  }

  /// The same; there is only the C locale.
  @HostFunction("strptime_l")
  public int strptimeL(int text, int format, int tm, int locale) {
    return strptime(text, format, tm);
  }

  @HostFunction("__asctime_r")
  public int asctime(int tm, int buffer) {
    Memory memory = emscripten.memory();
    String text = new TimeFormat(BrokenDownTime.read(memory, tm), "").format("%a %b %e %T %Y\n");
    emscripten.writeString(buffer, ASCTIME_CAPACITY, text);
    return buffer;
  }

  @HostFunction
  public int dysize(int year) {
    return Year.isLeap(year) ? 366 : 365;
  }
}
