package graft.runtime;

import org.jspecify.annotations.Nullable;

/// Where the parts of a large function leave the locals that they changed for the part that called
/// them: written just before the return and read just after it, so nothing else can come between.
public abstract class ScratchFields {
  // One declaration each would take a hundred lines.
  // spotless:off

  /// 48 fields for i32.
  public int i0,
      i1,
      i2,
      i3,
      i4,
      i5,
      i6,
      i7,
      i8,
      i9,
      i10,
      i11,
      i12,
      i13,
      i14,
      i15,
      i16,
      i17,
      i18,
      i19,
      i20,
      i21,
      i22,
      i23,
      i24,
      i25,
      i26,
      i27,
      i28,
      i29,
      i30,
      i31,
      i32,
      i33,
      i34,
      i35,
      i36,
      i37,
      i38,
      i39,
      i40,
      i41,
      i42,
      i43,
      i44,
      i45,
      i46,
      i47;

  /// 24 fields for i64.
  public long j0,
      j1,
      j2,
      j3,
      j4,
      j5,
      j6,
      j7,
      j8,
      j9,
      j10,
      j11,
      j12,
      j13,
      j14,
      j15,
      j16,
      j17,
      j18,
      j19,
      j20,
      j21,
      j22,
      j23;

  /// 12 fields for f32.
  public float f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11;

  /// 24 fields for f64.
  public double d0,
      d1,
      d2,
      d3,
      d4,
      d5,
      d6,
      d7,
      d8,
      d9,
      d10,
      d11,
      d12,
      d13,
      d14,
      d15,
      d16,
      d17,
      d18,
      d19,
      d20,
      d21,
      d22,
      d23;

  /// 12 fields for references and vectors.
  public @Nullable Object l0, l1, l2, l3, l4, l5, l6, l7, l8, l9, l10, l11;

  // spotless:on

  /// All zero.
  protected ScratchFields() {}
}
