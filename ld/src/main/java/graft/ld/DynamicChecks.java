package graft.ld;

import graft.format.Export;
import graft.format.ExternKind;
import graft.format.FunctionType;
import graft.format.WasmModule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Compares what a side module imports with the modules that it will meet (`--check-against`).
final class DynamicChecks {
  private final Options options;
  private final FileSource files;
  private final Diagnostics diagnostics;

  DynamicChecks(Options options, FileSource files, Diagnostics diagnostics) {
    this.options = options;
    this.files = files;
    this.diagnostics = diagnostics;
  }

  /// Reports each import that none of the modules exports, or exports with another type.
  void check(Layout layout) {
    if (options.checkAgainst.isEmpty()) {
      return;
    }
    Map<String, Found> exports = new HashMap<>();
    for (String path : options.checkAgainst) {
      WasmModule module = new DynamicModules(files, diagnostics).module(path);
      if (module == null) {
        return; // All that it may have would seem to be missing.
      }
      for (Export export : module.exports()) {
        exports.putIfAbsent(export.name(), new Found(path, export.kind(), type(module, export)));
      }
    }
    List<Symbol> imports = new ArrayList<>(layout.imports);
    imports.addAll(layout.gotImports);
    Set<Symbol> seen = new HashSet<>();
    for (Symbol symbol : imports) {
      if (symbol.isUndefined()
          && symbol.file != null
          && !symbol.isWeak()
          // The source says that it comes from the environment, under this very name.
          && symbol.importName == null
          && !DynamicModules.isLoaders(symbol.name)
          && seen.add(symbol)) {
        check(symbol, exports);
      }
    }
  }

  /// An export of a module to check against.
  private record Found(String path, ExternKind kind, @Nullable FunctionType type) {}

  private static @Nullable FunctionType type(WasmModule module, Export export) {
    return export.kind() == ExternKind.FUNCTION ? module.functionType(export.index()) : null;
  }

  private void check(Symbol symbol, Map<String, Found> exports) {
    String file = InputFile.describe(symbol.file);
    Found found = exports.get(symbol.name);
    if (found == null) {
      List<String> near = NearNames.of(symbol.name, exports.keySet(), options.demangle);
      diagnostics.error(
          file
              + ": undefined symbol: "
              + options.show(symbol)
              + ": not exported by "
              + String.join(", ", options.checkAgainst)
              + (near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?"));
    } else if ((symbol.kind == SymbolKind.FUNCTION) != (found.kind == ExternKind.FUNCTION)) {
      diagnostics.error(
          "symbol type mismatch: "
              + options.show(symbol)
              + "\n>>> defined as "
              + symbol.kind
              + " in "
              + file
              + "\n>>> defined as "
              + (found.kind == ExternKind.FUNCTION ? SymbolKind.FUNCTION : SymbolKind.DATA)
              + " in "
              + found.path);
    } else if (found.type != null
        && symbol.signature != null
        && !found.type.equals(symbol.signature)) {
      diagnostics.error(
          "function signature mismatch: "
              + options.show(symbol)
              + "\n>>> defined as "
              + Types.show(symbol.functionType())
              + " in "
              + file
              + "\n>>> defined as "
              + Types.show(found.type)
              + " in "
              + found.path);
    }
  }
}
