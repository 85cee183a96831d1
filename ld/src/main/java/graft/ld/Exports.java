package graft.ld;

/// Which symbols are exported.
final class Exports {
  private Exports() {}

  /// Whether the output exports the symbol if it stays.
  ///
  /// @param live whether it is known to stay already
  static boolean isExported(Symbol symbol, Options options, boolean live) {
    if (!symbol.isDefinedHere() || symbol.isLocal()) {
      return false;
    }
    // A library exports its weak definitions: the dynamic linker may choose them for everybody.
    if (options.shared && live && symbol.isWeak() && !symbol.isHidden()) {
      return true;
    }
    return options.exportAll
        || (options.exportDynamic && !symbol.isHidden())
        || (options.exportUsed && symbol.isNoStrip() && !symbol.isHidden())
        || symbol.forceExport
        || (symbol.flags & SymbolFlags.EXPORTED) != 0;
  }
}
