package graft.host.emscripten;

import java.math.BigDecimal;
import java.math.MathContext;

/// Numbers as JavaScript writes them.
final class JavaScriptNumber {
  /// From so many digits before the point on, and more zeros than that behind it, there is an
  /// exponent.
  private static final int MOST_DIGITS = 21;

  private static final int MOST_ZEROS = 6;

  private JavaScriptNumber() {}

  /// The shortest digits that are this number
  /// ([ECMAScript](https://tc39.es/ecma262/#sec-numeric-types-number-tostring)).
  static String toString(double number) {
    if (Double.isNaN(number) || Double.isInfinite(number)) {
      return Double.toString(number);
    }
    if (number == 0) {
      return "0";
    }
    BigDecimal shortest = shortest(number);
    int before = shortest.precision() - shortest.scale();
    if (before > -MOST_ZEROS && before <= MOST_DIGITS) {
      return shortest.toPlainString();
    }
    String digits = shortest.unscaledValue().abs().toString();
    return (number < 0 ? "-" : "")
        + digits.charAt(0)
        + (digits.length() > 1 ? "." + digits.substring(1) : "")
        + (before > 0 ? "e+" : "e-")
        + Math.abs(before - 1);
  }

  /// Java gives two digits where one would do.
  private static BigDecimal shortest(double number) {
    BigDecimal digits = new BigDecimal(Double.toString(number)).stripTrailingZeros();
    BigDecimal one = digits.round(new MathContext(1));
    return one.doubleValue() == number ? one : digits;
  }
}
