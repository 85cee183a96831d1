package graft.ld;

import org.jspecify.annotations.Nullable;

/// An entry of an object's symbol table (`WASM_SYMBOL_TABLE`).
///
/// @param kind what it names
/// @param flags bits of {@link SymbolFlags}
/// @param name the symbol's own name; empty for sections
/// @param index of the function, global, tag or table (imports first), of the section, or of the
///   data segment
/// @param offset of data in its segment
/// @param size of data
/// @param importModule for what is undefined and no data: the import's module
/// @param importName the import's name, where it is not the symbol's (`WASM_SYMBOL_EXPLICIT_NAME`)
record ObjectSymbol(
    SymbolKind kind,
    int flags,
    String name,
    int index,
    long offset,
    long size,
    @Nullable String importModule,
    @Nullable String importName) {

  boolean isUndefined() {
    return (flags & SymbolFlags.UNDEFINED) != 0;
  }

  boolean isLocal() {
    return (flags & SymbolFlags.BINDING) == SymbolFlags.LOCAL;
  }

  boolean isWeak() {
    return (flags & SymbolFlags.BINDING) == SymbolFlags.WEAK;
  }

  /// Whether other files can see this definition.
  boolean isGlobalDefinition() {
    return !isUndefined() && !isLocal();
  }
}
