package graft.format;

import org.jspecify.annotations.Nullable;

/// The size range of a memory (in pages of 64 KiB) or table (in elements).
///
/// @param minimum unsigned
/// @param maximum unsigned, or null where there is no limit
/// @param shared whether threads share it (memories only)
/// @param is64 whether addresses are i64 (memory64)
public record Limits(long minimum, @Nullable Long maximum, boolean shared, boolean is64) {
  /// Plain 32-bit limits.
  public static Limits of(long minimum, @Nullable Long maximum) {
    return new Limits(minimum, maximum, false, false);
  }

  /// As the text format writes it: `1 10 shared`.
  @Override
  public String toString() {
    return (is64 ? "i64 " : "")
        + Long.toUnsignedString(minimum)
        + (maximum == null ? "" : " " + Long.toUnsignedString(maximum))
        + (shared ? " shared" : "");
  }
}
