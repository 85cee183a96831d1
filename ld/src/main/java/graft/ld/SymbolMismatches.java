package graft.ld;

import graft.format.FunctionType;
import graft.format.GlobalType;
import graft.format.TableType;
import org.jspecify.annotations.Nullable;

/// What is said of symbols that do not fit together.
final class SymbolMismatches {
  private final Options options;
  private final Diagnostics diagnostics;

  SymbolMismatches(Options options, Diagnostics diagnostics) {
    this.options = options;
    this.diagnostics = diagnostics;
  }

  static String signatures(String name, Symbol a, Symbol b) {
    return signatures(name, a.functionType(), a.file, b.functionType(), b.file);
  }

  void reportSignatures(Symbol existing, FunctionType type, @Nullable InputFile file) {
    diagnostics.error(
        signatures(existing.name, existing.functionType(), existing.file, type, file));
  }

  static String signatures(
      String name,
      FunctionType type1,
      @Nullable InputFile file1,
      FunctionType type2,
      @Nullable InputFile file2) {
    return "function signature mismatch: "
        + name
        + "\n>>> defined as "
        + Types.show(type1)
        + " in "
        + InputFile.describe(file1)
        + "\n>>> defined as "
        + Types.show(type2)
        + " in "
        + InputFile.describe(file2);
  }

  void checkImport(
      String what, Symbol symbol, String known, String other, @Nullable InputFile file) {
    if (!known.equals(other)) {
      diagnostics.error(
          "import "
              + what
              + " mismatch for symbol: "
              + options.show(symbol)
              + "\n>>> defined as "
              + known
              + " in "
              + InputFile.describe(symbol.file)
              + "\n>>> defined as "
              + other
              + " in "
              + InputFile.describe(file));
    }
  }

  void reportKind(Symbol existing, @Nullable InputFile file, SymbolKind kind) {
    reportMismatch(
        "symbol type mismatch: " + options.show(existing),
        existing,
        existing.kind.toString(),
        kind.toString(),
        file);
  }

  private void reportMismatch(
      String what, Symbol existing, String known, String other, @Nullable InputFile file) {
    diagnostics.error(mismatch(what, existing, known, other, file));
  }

  private static String mismatch(
      String what, Symbol existing, String known, String other, @Nullable InputFile file) {
    return what
        + "\n>>> defined as "
        + known
        + " in "
        + InputFile.describe(existing.file)
        + "\n>>> defined as "
        + other
        + " in "
        + InputFile.describe(file);
  }

  void checkGlobal(Symbol existing, @Nullable InputFile file, @Nullable GlobalType type) {
    GlobalType known = existing.globalType;
    if (known != null && type != null && !known.equals(type)) {
      reportMismatch(
          "Global type mismatch: " + existing.name,
          existing,
          Types.show(known),
          Types.show(type),
          file);
    }
  }

  void checkTag(Symbol existing, @Nullable InputFile file, @Nullable FunctionType type) {
    FunctionType known = existing.signature;
    if (known != null && type != null && !known.equals(type)) {
      diagnostics.warn(
          mismatch(
              "Tag signature mismatch: " + existing.name,
              existing,
              Types.show(known),
              Types.show(type),
              file));
    }
  }

  void checkTable(Symbol existing, @Nullable InputFile file, TableType type) {
    TableType known = existing.tableType;
    if (known != null && known.element() != type.element()) {
      reportMismatch(
          "Table type mismatch: " + existing.name,
          existing,
          Types.show(known),
          Types.show(type),
          file);
    }
  }
}
