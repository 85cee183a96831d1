package graft.format;

import org.jspecify.annotations.Nullable;

/// A value type ([spec](https://webassembly.github.io/spec/core/syntax/types.html#value-types)).
public enum ValType {
  I32(0x7f, "i32"),
  I64(0x7e, "i64"),
  F32(0x7d, "f32"),
  F64(0x7c, "f64"),
  V128(0x7b, "v128"),
  FUNCREF(0x70, "funcref"),
  EXTERNREF(0x6f, "externref"),
  /// A caught exception of the `try_table` proposal.
  EXNREF(0x69, "exnref");

  private final int code;
  private final String text;

  ValType(int code, String text) {
    this.code = code;
    this.text = text;
  }

  /// The byte that stands for this type in a binary.
  public int code() {
    return code;
  }

  /// Whether values of this type are references.
  public boolean isReference() {
    return code <= 0x70;
  }

  /// The type with the given byte, or null where there is none.
  public static @Nullable ValType of(int code) {
    return switch (code) {
      case 0x7f -> I32;
      case 0x7e -> I64;
      case 0x7d -> F32;
      case 0x7c -> F64;
      case 0x7b -> V128;
      case 0x70 -> FUNCREF;
      case 0x6f -> EXTERNREF;
      case 0x69 -> EXNREF;
      default -> null;
    };
  }

  /// The spelling of the text format: `i32`.
  @Override
  public String toString() {
    return text;
  }
}
