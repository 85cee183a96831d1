package graft.format;

/// Characters beyond ASCII in Rust's names: [RFC 3492](https://www.rfc-editor.org/rfc/rfc3492),
/// with `_` in the place of `-`.
final class Punycode {
  private static final int BASE = 36;
  private static final int SMALLEST = 1;
  private static final int LARGEST = 26;
  private static final int SKEW = 38;
  private static final int DAMP = 700;
  private static final int INITIAL_BIAS = 72;
  private static final int INITIAL_POINT = 0x80;

  private Punycode() {}

  /// @throws MangledName.UnknownException if it is no such text
  static String decode(String encoded) {
    int delimiter = encoded.lastIndexOf('_');
    StringBuilder decoded = new StringBuilder(encoded.substring(0, Math.max(delimiter, 0)));
    int count = decoded.length();
    int point = INITIAL_POINT;
    int bias = INITIAL_BIAS;
    int place = 0;
    int at = delimiter + 1;
    while (at < encoded.length()) {
      int old = place;
      int weight = 1;
      for (int k = BASE; ; k += BASE) {
        int digit = at < encoded.length() ? digit(encoded.charAt(at++)) : -1;
        if (digit < 0) {
          throw new MangledName.UnknownException();
        }
        place = Math.addExact(place, Math.multiplyExact(digit, weight));
        int threshold = Math.clamp(k - bias, SMALLEST, LARGEST);
        if (digit < threshold) {
          break;
        }
        weight = Math.multiplyExact(weight, BASE - threshold);
      }
      count++;
      bias = adapt(place - old, count, old == 0);
      point = Math.addExact(point, place / count);
      place %= count;
      if (!Character.isValidCodePoint(point)) {
        throw new MangledName.UnknownException();
      }
      decoded.insert(decoded.offsetByCodePoints(0, place), Character.toString(point));
      place++;
    }
    return decoded.toString();
  }

  private static int digit(char c) {
    return c >= 'a' && c <= 'z' ? c - 'a' : c >= '0' && c <= '9' ? c - '0' + 26 : -1;
  }

  private static int adapt(int delta, int count, boolean first) {
    int rest = first ? delta / DAMP : delta / 2;
    rest += rest / count;
    int k = 0;
    while (rest > (BASE - SMALLEST) * LARGEST / 2) {
      rest /= BASE - SMALLEST;
      k += BASE;
    }
    return k + (BASE - SMALLEST + 1) * rest / (rest + SKEW);
  }
}
