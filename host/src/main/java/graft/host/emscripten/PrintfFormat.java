package graft.host.emscripten;

import graft.runtime.Memory;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What C's `printf` makes of a format and its arguments, which lie in memory one after the other:
/// 4 bytes each, or 8 and aligned for `long long` and `double`.
final class PrintfFormat {
  private static final Pattern CONVERSION =
      Pattern.compile("%([-+ #0]*)(\\*|\\d+)?(?:\\.(\\*|\\d*))?(hh|h|ll|l|j|z|t|L)?(.)");

  private final Memory memory;
  private int next;

  /// @param arguments the address of the first
  PrintfFormat(Memory memory, int arguments) {
    this.memory = memory;
    this.next = arguments;
  }

  /// The text.
  String format(String pattern) {
    StringBuilder text = new StringBuilder();
    Matcher matcher = CONVERSION.matcher(pattern);
    int end = 0;
    while (matcher.find(end)) {
      text.append(pattern, end, matcher.start()).append(conversion(matcher));
      end = matcher.end();
    }
    return text.append(pattern.substring(end)).toString();
  }

  private String conversion(Matcher matcher) {
    String flags = matcher.group(1);
    int width = number(matcher.group(2), 0);
    int precision = number(matcher.group(3), -1);
    char kind = matcher.group(5).charAt(0);
    String body =
        switch (kind) {
          case '%' -> "%";
          case 'c' -> Character.toString((char) (i32() & 0xff));
          case 's' -> cut(string(), precision);
          case 'p' -> "0x" + Integer.toHexString(i32());
          case 'd', 'i' -> signed(integer(matcher.group(4), true), flags, precision);
          case 'u', 'x', 'X', 'o' ->
              unsigned(kind, integer(matcher.group(4), false), flags, precision);
          case 'f', 'F', 'e', 'E', 'g', 'G' -> floating(kind, f64(), flags, precision);
          default -> matcher.group();
        };
    boolean zeros = flags.contains("0") && "diuxXofFeEgG".indexOf(kind) >= 0;
    boolean digits = "fFeEgG".indexOf(kind) >= 0 || precision < 0;
    return padded(body, Math.abs(width), flags.contains("-") || width < 0, zeros && digits);
  }

  private int number(@Nullable String text, int otherwise) {
    if (text == null) {
      return otherwise;
    }
    return text.equals("*") ? i32() : text.isEmpty() ? 0 : Integer.parseInt(text);
  }

  private int i32() {
    int value = memory.i32(next);
    next += 4;
    return value;
  }

  private long i64() {
    next = (next + 7) & -8;
    long value = memory.i64(next);
    next += 8;
    return value;
  }

  private double f64() {
    return Double.longBitsToDouble(i64());
  }

  private String string() {
    int address = i32();
    return address == 0 ? "(null)" : memory.cString(address);
  }

  private long integer(@Nullable String length, boolean signed) {
    if ("ll".equals(length) || "j".equals(length)) {
      return i64();
    }
    int value = i32();
    if ("hh".equals(length)) {
      return signed ? (byte) value : value & 0xff;
    }
    if ("h".equals(length)) {
      return signed ? (short) value : value & 0xffff;
    }
    return signed ? value : Integer.toUnsignedLong(value);
  }

  private static String cut(String text, int precision) {
    return precision < 0 || precision >= text.length() ? text : text.substring(0, precision);
  }

  private static String sign(boolean negative, String flags) {
    return negative ? "-" : flags.contains("+") ? "+" : flags.contains(" ") ? " " : "";
  }

  private static String signed(long value, String flags, int precision) {
    String digits = Long.toString(value).replace("-", "");
    return sign(value < 0, flags) + atLeast(digits, precision);
  }

  private static String unsigned(char kind, long value, String flags, int precision) {
    String digits =
        switch (kind) {
          case 'u' -> Long.toUnsignedString(value);
          case 'o' -> (flags.contains("#") ? "0" : "") + Long.toOctalString(value);
          default -> Long.toHexString(value);
        };
    String prefix = flags.contains("#") && value != 0 && (kind == 'x' || kind == 'X') ? "0x" : "";
    String text = prefix + atLeast(digits, precision);
    return kind == 'X' ? text.toUpperCase(Locale.ROOT) : text;
  }

  private static String atLeast(String digits, int precision) {
    return "0".repeat(Math.max(0, precision - digits.length())) + digits;
  }

  private static String floating(char kind, double value, String flags, int precision) {
    boolean upper = Character.isUpperCase(kind);
    double size = Math.abs(value);
    boolean negative = Double.doubleToRawLongBits(value) < 0;
    String digits;
    if (Double.isNaN(value)) {
      digits = "nan";
    } else if (Double.isInfinite(value)) {
      digits = "inf";
    } else {
      int places = precision < 0 ? 6 : precision;
      digits =
          switch (Character.toLowerCase(kind)) {
            case 'f' -> String.format(Locale.ROOT, "%." + places + "f", size);
            case 'e' -> String.format(Locale.ROOT, "%." + places + "e", size);
            default -> general(size, Math.max(places, 1), flags.contains("#"));
          };
    }
    return sign(negative, flags) + (upper ? digits.toUpperCase(Locale.ROOT) : digits);
  }

  private static String general(double size, int places, boolean keepZeros) {
    String scientific = String.format(Locale.ROOT, "%." + (places - 1) + "e", size);
    int mark = scientific.indexOf('e');
    int exponent = Integer.parseInt(scientific.substring(mark + 1));
    if (exponent >= -4 && exponent < places) {
      String plain = String.format(Locale.ROOT, "%." + (places - 1 - exponent) + "f", size);
      return keepZeros ? plain : withoutZeros(plain);
    }
    return keepZeros
        ? scientific
        : withoutZeros(scientific.substring(0, mark)) + scientific.substring(mark);
  }

  private static String withoutZeros(String digits) {
    return digits.indexOf('.') < 0 ? digits : digits.replaceAll("\\.?0+$", "");
  }

  private static String padded(String text, int width, boolean left, boolean zeros) {
    String fill = (zeros && !left ? "0" : " ").repeat(Math.max(0, width - text.length()));
    if (left) {
      return text + fill;
    }
    int start = zeros && !text.isEmpty() && "+- ".indexOf(text.charAt(0)) >= 0 ? 1 : 0;
    return zeros ? text.substring(0, start) + fill + text.substring(start) : fill + text;
  }
}
