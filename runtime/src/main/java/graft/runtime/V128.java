package graft.runtime;

/// A 128-bit vector.
///
/// @param low lanes of the lower half, lane 0 in the lowest bits
/// @param high lanes of the upper half
public record V128(long low, long high) {
  /// All bits 0.
  public static final V128 ZERO = new V128(0, 0);
}
