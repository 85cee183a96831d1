package graft.runtime;

import org.jspecify.annotations.Nullable;

/// The variables of one call of a function that is so large that it can only be cut anywhere: its
/// pieces are methods that share them here.
public final class LargeFrame {
  /// i32, and the bits of f32.
  public final int[] ints;

  /// i64, and the bits of f64.
  public final long[] longs;

  /// Vectors, references and exceptions.
  public final @Nullable Object[] references;

  /// All zero and null.
  ///
  /// @param ints how many variables of the first kind there are
  /// @param longs of the second
  /// @param references of the third
  public LargeFrame(int ints, int longs, int references) {
    this.ints = new int[ints];
    this.longs = new long[longs];
    this.references = new Object[references];
  }

  /// A variable's vector; one that was never set is zero.
  public static V128 vector(@Nullable Object value) {
    return value == null ? V128.ZERO : (V128) value;
  }
}
