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
  ATOMICS
}
