package graft.cli;

import java.util.List;
import java.util.Locale;

/// A connection that downloads are reckoned for.
///
/// @param name what it is called
/// @param bitsPerSecond how much comes
/// @param roundTripMillis how long a question and its answer take at least
record Network(String name, long bitsPerSecond, int roundTripMillis) {
  static final List<Network> ALL =
      List.of(
          new Network("slow 3G", 400_000, 400),
          new Network("3G", 1_600_000, 150),
          new Network("4G", 9_000_000, 85),
          new Network("cable", 50_000_000, 20));

  /// `3G (1.6 Mbit/s)`.
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s (%.1f Mbit/s)", name, bitsPerSecond / 1e6);
  }

  /// Milliseconds for some bytes.
  ///
  /// @param rounds how often is asked one after the other; what is asked for together is one
  long millis(long bytes, int rounds) {
    return (long) rounds * roundTripMillis + bytes * 8_000 / bitsPerSecond;
  }
}
