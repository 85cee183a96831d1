package graft.testing.fuzz;

/// What random modules may use besides WebAssembly 1.0 with sign extension and saturating
/// truncation.
public enum Feature {
  /// Several results, blocks with parameters.
  MULTI_VALUE,
  /// `memory.copy` and its like, passive segments.
  BULK,
  /// References in locals and globals, table instructions.
  REFERENCES,
  SIMD,
  /// Legacy exceptions.
  EXCEPTIONS,
  TAIL_CALLS,
  ATOMICS,
  /// Addresses of 64 bits in memory 0.
  MEMORY64,
  /// A second memory, with addresses of 32 bits.
  MULTI_MEMORY,
  /// `try_table` and `throw_ref`.
  EXNREF;

  /// What Node 20 knows, too.
  static java.util.Set<Feature> ofNode() {
    return java.util.EnumSet.complementOf(java.util.EnumSet.of(MULTI_MEMORY, EXNREF));
  }
}
