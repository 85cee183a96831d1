package graft.ld;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The second stage: which files take part, and what every name stands for.
///
/// @param table the names; later stages only look, but for the linker's own functions, which come
///   up as {@link Layout} finds that it needs them
/// @param objects in the order in which their contents follow each other
/// @param sharedLibraries that the output needs
/// @param synthetics the linker's own symbols
/// @param entry the entry point, or null
/// @param alwaysLive what stays in any case
/// @param legacyTable whether an object uses the function table without saying where
/// @param unused archive members that did not join
record Resolution(
    SymbolTable table,
    List<ObjectFile> objects,
    List<SharedLibrary> sharedLibraries,
    Synthetics synthetics,
    @Nullable Symbol entry,
    List<Symbol> alwaysLive,
    boolean legacyTable,
    List<Inputs.Lazy> unused) {

  /// For `--why-extract`: who made which member join, for the sake of which symbol.
  record Extraction(String reference, String extracted, String symbol) {}

  List<Symbol> symbols() {
    return table.symbols;
  }
}
