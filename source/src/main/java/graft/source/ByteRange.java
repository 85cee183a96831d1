package graft.source;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A part of a file that a client asks for.
///
/// @param first offset in the file
/// @param last offset of the last byte; before `first` if the file has no such part
record ByteRange(int first, int last) {
  private static final Pattern SINGLE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

  /// Reads the header `Range`.
  ///
  /// @return null if it is not one range; a server may then send all
  static @Nullable ByteRange parse(String header, int length) {
    Matcher parts = SINGLE.matcher(header.replace(" ", ""));
    if (!parts.matches() || (parts.group(1).isEmpty() && parts.group(2).isEmpty())) {
      return null;
    }
    if (parts.group(1).isEmpty()) {
      long count = Long.parseLong(parts.group(2));
      return new ByteRange((int) Math.max(0, length - count), count == 0 ? -1 : length - 1);
    }
    long first = Long.parseLong(parts.group(1));
    long last = parts.group(2).isEmpty() ? length - 1L : Long.parseLong(parts.group(2));
    if (last < first && !parts.group(2).isEmpty()) {
      return null;
    }
    return new ByteRange(
        (int) Math.min(first, length), first >= length ? -1 : (int) Math.min(last, length - 1L));
  }

  boolean isEmpty() {
    return last < first;
  }
}
