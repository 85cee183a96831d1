package graft.ld;

import org.jspecify.annotations.Nullable;

/// What a symbol names. The order is that of the symbol table's kind byte.
enum SymbolKind {
  FUNCTION("WASM_SYMBOL_TYPE_FUNCTION"),
  DATA("WASM_SYMBOL_TYPE_DATA"),
  GLOBAL("WASM_SYMBOL_TYPE_GLOBAL"),
  SECTION("WASM_SYMBOL_TYPE_SECTION"),
  TAG("WASM_SYMBOL_TYPE_TAG"),
  TABLE("WASM_SYMBOL_TYPE_TABLE");

  private static final SymbolKind[] KINDS = values();

  private final String constant;

  SymbolKind(String constant) {
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
