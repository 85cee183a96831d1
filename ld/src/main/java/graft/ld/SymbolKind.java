package graft.ld;

import org.jspecify.annotations.Nullable;

/// What a symbol names. The order is that of the symbol table's kind byte.
enum SymbolKind {
  FUNCTION(0, "WASM_SYMBOL_TYPE_FUNCTION"),
  DATA(1, "WASM_SYMBOL_TYPE_DATA"),
  GLOBAL(2, "WASM_SYMBOL_TYPE_GLOBAL"),
  SECTION(3, "WASM_SYMBOL_TYPE_SECTION"),
  TAG(4, "WASM_SYMBOL_TYPE_TAG"),
  TABLE(5, "WASM_SYMBOL_TYPE_TABLE");

  private static final SymbolKind[] KINDS = values();

  /// The number in symbol tables.
  final int code;

  private final String constant;

  SymbolKind(int code, String constant) {
    this.code = code;
    this.constant = constant;
  }

  static @Nullable SymbolKind of(int code) {
    return code < KINDS.length ? KINDS[code] : null;
  }

  /// The convention's constant: wasm-ld's messages show it.
  @Override
  public String toString() {
    return constant;
  }
}
