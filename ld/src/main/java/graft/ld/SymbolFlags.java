package graft.ld;

/// Bits of a symbol's flags
/// ([Linking.md](https://github.com/WebAssembly/tool-conventions/blob/main/Linking.md#symbol-table-subsection)).
final class SymbolFlags {
  /// `WASM_SYMBOL_BINDING_WEAK`
  static final int WEAK = 0x1;

  /// `WASM_SYMBOL_BINDING_LOCAL`
  static final int LOCAL = 0x2;

  /// Both bits of the binding.
  static final int BINDING = 0x3;

  /// `WASM_SYMBOL_VISIBILITY_HIDDEN`
  static final int HIDDEN = 0x4;

  /// `WASM_SYMBOL_UNDEFINED`
  static final int UNDEFINED = 0x10;

  /// `WASM_SYMBOL_EXPORTED`
  static final int EXPORTED = 0x20;

  /// `WASM_SYMBOL_EXPLICIT_NAME`
  static final int EXPLICIT_NAME = 0x40;

  /// `WASM_SYMBOL_NO_STRIP`
  static final int NO_STRIP = 0x80;

  /// `WASM_SYMBOL_TLS`
  static final int TLS = 0x100;

  /// `WASM_SYMBOL_ABSOLUTE`
  static final int ABSOLUTE = 0x200;

  private SymbolFlags() {}
}
