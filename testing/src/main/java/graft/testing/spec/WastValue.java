package graft.testing.spec;

import graft.runtime.V128;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Values of scripts: arguments, and patterns for results.
final class WastValue {
  private WastValue() {}

  /// An argument as {@link graft.runtime.Func#invoke} takes it.
  ///
  /// @param json such as `{"type": "i32", "value": "4294967295"}`
  static @Nullable Object argument(JsonObject json) {
    String type = json.text("type");
    if (type.equals("v128")) {
      return vector(json.texts("value"));
    }
    String value = json.text("value");
    return switch (type) {
      case "i32" -> (int) number(value);
      case "i64" -> number(value);
      case "f32" -> Float.intBitsToFloat((int) number(value));
      case "f64" -> Double.longBitsToDouble(number(value));
      default -> value.equals("null") ? null : new HostReference(number(value));
    };
  }

  /// Whether a result is what was expected.
  ///
  /// @param json such as `{"type": "f32", "value": "nan:canonical"}`
  static boolean matches(JsonObject json, @Nullable Object found) {
    String type = json.text("type");
    if (type.equals("v128")) {
      return found instanceof V128 vector
          && lanesMatch(json.text("lane_type"), json.texts("value"), vector);
    }
    String value = json.textOrNull("value");
    if (value == null) {
      return found != null;
    }
    return switch (type) {
      case "i32" -> found instanceof Integer i && i == (int) number(value);
      case "i64" -> found instanceof Long l && l == number(value);
      case "f32" -> found instanceof Float f && matchesF32(value, Float.floatToRawIntBits(f));
      case "f64" -> found instanceof Double d && matchesF64(value, Double.doubleToRawLongBits(d));
      default -> Objects.equals(argument(json), found);
    };
  }

  private static boolean lanesMatch(String laneType, List<String> values, V128 found) {
    int width = 128 / values.size();
    for (int i = 0; i < values.size(); i++) {
      long lane = lane(found, i, width);
      boolean matches =
          switch (laneType) {
            case "f32" -> matchesF32(values.get(i), (int) lane);
            case "f64" -> matchesF64(values.get(i), lane);
            default -> lane == (number(values.get(i)) & mask(width));
          };
      if (!matches) {
        return false;
      }
    }
    return true;
  }

  private static boolean matchesF32(String pattern, int bits) {
    return switch (pattern) {
      case "nan:canonical" -> (bits & 0x7fff_ffff) == 0x7fc0_0000;
      case "nan:arithmetic" -> (bits & 0x7fc0_0000) == 0x7fc0_0000;
      default -> bits == (int) number(pattern);
    };
  }

  private static boolean matchesF64(String pattern, long bits) {
    return switch (pattern) {
      case "nan:canonical" -> (bits & Long.MAX_VALUE) == 0x7ff8_0000_0000_0000L;
      case "nan:arithmetic" -> (bits & 0x7ff8_0000_0000_0000L) == 0x7ff8_0000_0000_0000L;
      default -> bits == number(pattern);
    };
  }

  private static V128 vector(List<String> values) {
    int width = 128 / values.size();
    long[] halves = new long[2];
    for (int i = 0; i < values.size(); i++) {
      int bit = i * width;
      halves[bit / 64] |= (number(values.get(i)) & mask(width)) << (bit % 64);
    }
    return new V128(halves[0], halves[1]);
  }

  private static long lane(V128 vector, int index, int width) {
    int bit = index * width;
    return (bit < 64 ? vector.low() : vector.high()) >>> (bit % 64) & mask(width);
  }

  private static long mask(int width) {
    return -1L >>> (64 - width);
  }

  /// Unsigned decimal, or signed.
  private static long number(String text) {
    return text.startsWith("-") ? Long.parseLong(text) : Long.parseUnsignedLong(text);
  }

  /// An expected result as people read it: floats with their bits.
  static String describe(JsonObject json) {
    String type = json.text("type");
    if (type.equals("v128")) {
      return "v128 " + json.text("lane_type") + json.texts("value");
    }
    String value = json.textOrNull("value");
    if (value == null) {
      return type + " not null";
    }
    return value.startsWith("nan") || value.equals("null")
        ? type + " " + value
        : describe(argument(json));
  }

  /// A found result in the same way.
  static String describe(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case Integer i -> "i32 " + i;
      case Long l -> "i64 " + l;
      case Float f -> "f32 " + f + " (0x" + Integer.toHexString(Float.floatToRawIntBits(f)) + ")";
      case Double d -> "f64 " + d + " (0x" + Long.toHexString(Double.doubleToRawLongBits(d)) + ")";
      case V128 v -> "v128 0x" + hex(v.high()) + "_" + hex(v.low());
      default -> value.toString();
    };
  }

  private static String hex(long half) {
    String digits = Long.toHexString(half);
    return "0".repeat(16 - digits.length()) + digits;
  }
}
