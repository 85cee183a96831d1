package graft.ld;

import org.jspecify.annotations.Nullable;

/// What a relocation puts in its place, and how it is written there
/// ([Linking.md](https://github.com/WebAssembly/tool-conventions/blob/main/Linking.md#relocation-sections)).
/// Each constant is the convention's, without its `R_WASM_`.
enum RelocationType {
  /// `R_WASM_FUNCTION_INDEX_LEB`
  FUNCTION_INDEX_LEB(0, Value.FUNCTION_INDEX, Form.ULEB32),
  /// `R_WASM_TABLE_INDEX_SLEB`
  TABLE_INDEX_SLEB(1, Value.TABLE_INDEX, Form.SLEB32),
  /// `R_WASM_TABLE_INDEX_I32`
  TABLE_INDEX_I32(2, Value.TABLE_INDEX, Form.I32),
  /// `R_WASM_MEMORY_ADDR_LEB`
  MEMORY_ADDR_LEB(3, Value.ADDRESS, Form.ULEB32),
  /// `R_WASM_MEMORY_ADDR_SLEB`
  MEMORY_ADDR_SLEB(4, Value.ADDRESS, Form.SLEB32),
  /// `R_WASM_MEMORY_ADDR_I32`
  MEMORY_ADDR_I32(5, Value.ADDRESS, Form.I32),
  /// `R_WASM_TYPE_INDEX_LEB`
  TYPE_INDEX_LEB(6, Value.TYPE_INDEX, Form.ULEB32),
  /// `R_WASM_GLOBAL_INDEX_LEB`
  GLOBAL_INDEX_LEB(7, Value.GLOBAL_INDEX, Form.ULEB32),
  /// `R_WASM_FUNCTION_OFFSET_I32`
  FUNCTION_OFFSET_I32(8, Value.FUNCTION_OFFSET, Form.I32),
  /// `R_WASM_SECTION_OFFSET_I32`
  SECTION_OFFSET_I32(9, Value.SECTION_OFFSET, Form.I32),
  /// `R_WASM_TAG_INDEX_LEB`
  TAG_INDEX_LEB(10, Value.TAG_INDEX, Form.ULEB32),
  /// `R_WASM_MEMORY_ADDR_REL_SLEB`
  MEMORY_ADDR_REL_SLEB(11, Value.ADDRESS, Form.SLEB32),
  /// `R_WASM_TABLE_INDEX_REL_SLEB`
  TABLE_INDEX_REL_SLEB(12, Value.RELATIVE_TABLE_INDEX, Form.SLEB32),
  /// `R_WASM_GLOBAL_INDEX_I32`
  GLOBAL_INDEX_I32(13, Value.GLOBAL_INDEX, Form.I32),
  /// `R_WASM_MEMORY_ADDR_LEB64`
  MEMORY_ADDR_LEB64(14, Value.ADDRESS, Form.ULEB64),
  /// `R_WASM_MEMORY_ADDR_SLEB64`
  MEMORY_ADDR_SLEB64(15, Value.ADDRESS, Form.SLEB64),
  /// `R_WASM_MEMORY_ADDR_I64`
  MEMORY_ADDR_I64(16, Value.ADDRESS, Form.I64),
  /// `R_WASM_MEMORY_ADDR_REL_SLEB64`
  MEMORY_ADDR_REL_SLEB64(17, Value.ADDRESS, Form.SLEB64),
  /// `R_WASM_TABLE_INDEX_SLEB64`
  TABLE_INDEX_SLEB64(18, Value.TABLE_INDEX, Form.SLEB64),
  /// `R_WASM_TABLE_INDEX_I64`
  TABLE_INDEX_I64(19, Value.TABLE_INDEX, Form.I64),
  /// `R_WASM_TABLE_NUMBER_LEB`
  TABLE_NUMBER_LEB(20, Value.TABLE_NUMBER, Form.ULEB32),
  /// `R_WASM_MEMORY_ADDR_TLS_SLEB`
  MEMORY_ADDR_TLS_SLEB(21, Value.ADDRESS, Form.SLEB32),
  /// `R_WASM_FUNCTION_OFFSET_I64`
  FUNCTION_OFFSET_I64(22, Value.FUNCTION_OFFSET, Form.I64),
  /// `R_WASM_MEMORY_ADDR_LOCREL_I32`
  MEMORY_ADDR_LOCREL_I32(23, Value.RELATIVE_ADDRESS, Form.I32),
  /// `R_WASM_TABLE_INDEX_REL_SLEB64`
  TABLE_INDEX_REL_SLEB64(24, Value.RELATIVE_TABLE_INDEX, Form.SLEB64),
  /// `R_WASM_MEMORY_ADDR_TLS_SLEB64`
  MEMORY_ADDR_TLS_SLEB64(25, Value.ADDRESS, Form.SLEB64),
  /// `R_WASM_FUNCTION_INDEX_I32`
  FUNCTION_INDEX_I32(26, Value.FUNCTION_INDEX, Form.I32);

  /// What the relocated number means.
  enum Value {
    FUNCTION_INDEX,
    TABLE_INDEX,
    RELATIVE_TABLE_INDEX,
    ADDRESS,
    RELATIVE_ADDRESS,
    TYPE_INDEX,
    GLOBAL_INDEX,
    FUNCTION_OFFSET,
    SECTION_OFFSET,
    TAG_INDEX,
    TABLE_NUMBER
  }

  /// How the number is written, and in how many bytes.
  enum Form {
    ULEB32(5),
    SLEB32(5),
    I32(4),
    ULEB64(10),
    SLEB64(10),
    I64(8);

    final int size;

    Form(int size) {
      this.size = size;
    }

    boolean isLeb() {
      return this != I32 && this != I64;
    }
  }

  private static final RelocationType[] TYPES = values();

  private final int code;
  final Value value;
  final Form form;

  /// Whether a number to be added follows the index.
  final boolean hasAddend;

  /// Whether the output needs no slot, entry or type for it, where its symbol is this module's own.
  final boolean plain;

  RelocationType(int code, Value value, Form form) {
    this.code = code;
    this.value = value;
    this.form = form;
    this.hasAddend =
        value == Value.ADDRESS
            || value == Value.RELATIVE_ADDRESS
            || value == Value.FUNCTION_OFFSET
            || value == Value.SECTION_OFFSET;
    this.plain = isPlain(code);
  }

  /// The type with the given number, or null where there is none.
  static @Nullable RelocationType of(int code) {
    return code >= 0 && code < TYPES.length ? TYPES[code] : null;
  }

  /// The same for a number that is known to have a type.
  static RelocationType known(int code) {
    return TYPES[code];
  }

  int code() {
    return code;
  }

  private static boolean isPlain(int code) {
    return switch (code) {
      case 0, 3, 4, 5, 14, 15, 16 -> true;
      default -> false;
    };
  }

  /// Whether the number takes 64 bits.
  boolean is64() {
    return form == Form.ULEB64 || form == Form.SLEB64 || form == Form.I64;
  }

  /// `R_WASM_` and the constant.
  @Override
  public String toString() {
    return "R_WASM_" + name();
  }
}
