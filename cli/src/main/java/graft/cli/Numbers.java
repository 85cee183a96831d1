package graft.cli;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Reads the numbers of options.
final class Numbers {
  private static final String UNITS = "KMG";

  private Numbers() {}

  /// An option's value, a positive number.
  ///
  /// @throws UsageException if it is none
  static int positive(Arguments arguments, String option, int otherwise) {
    String text = arguments.value(option);
    if (text == null) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(text);
      if (number > 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // The same complaint.
    }
    throw new UsageException(option + " wants a positive number, not " + text);
  }

  /// An option's value, a number that is not negative.
  ///
  /// @throws UsageException if it is none
  static int notNegative(Arguments arguments, String option, int otherwise) {
    String text = arguments.value(option);
    if (text == null) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(text);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // The same complaint.
    }
    throw new UsageException(option + " wants a number, 0 or more, not " + text);
  }

  /// An option's value, a number of seconds such as `2` or `0.5`; null if it was not given.
  ///
  /// @throws UsageException if it is none
  static @Nullable Duration seconds(Arguments arguments, String option) {
    String text = arguments.value(option);
    if (text == null) {
      return null;
    }
    try {
      long millis = new BigDecimal(text).movePointRight(3).longValueExact();
      if (millis > 0) {
        return Duration.ofMillis(millis);
      }
    } catch (ArithmeticException | NumberFormatException e) {
      // The same complaint.
    }
    throw new UsageException(option + " wants seconds, such as 2 or 0.5, not " + text);
  }

  /// An option's value in bytes: `65536`, `64K`, `512M`, `2G`.
  ///
  /// @throws UsageException if it is no size
  static long bytes(String option, String text) {
    String upper = text.toUpperCase(Locale.ROOT);
    int unit = upper.isEmpty() ? -1 : UNITS.indexOf(upper.charAt(upper.length() - 1));
    try {
      String digits = unit < 0 ? upper : upper.substring(0, upper.length() - 1);
      long bytes = Math.multiplyExact(Long.parseLong(digits), 1L << (10 * (unit + 1)));
      if (bytes > 0) {
        return bytes;
      }
    } catch (NumberFormatException | ArithmeticException e) {
      // The same complaint.
    }
    throw new UsageException(option + " wants a size such as 64K, 512M or 1G, not " + text);
  }
}
