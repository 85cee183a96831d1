package graft.ld;

import graft.format.Export;
import graft.format.ExternKind;
import graft.format.FunctionType;
import graft.format.Import;
import graft.format.InvalidModuleException;
import graft.format.MalformedModuleException;
import graft.format.ModuleReader;
import graft.format.WasmModule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What links of main and side modules can know of each other: `--check-against`, `--export-for`.
final class DynamicChecks {
  /// What a loader supplies, whatever the main module exports.
  private static final Set<String> LOADER =
      Set.of("memory", "__memory_base", "__table_base", "__indirect_function_table");

  private final Options options;
  private final FileSource files;
  private final Diagnostics diagnostics;

  DynamicChecks(Options options, FileSource files, Diagnostics diagnostics) {
    this.options = options;
    this.files = files;
    this.diagnostics = diagnostics;
  }

  private @Nullable WasmModule read(String path) {
    byte[] bytes = files.read(path);
    if (bytes == null) {
      return null;
    }
    try {
      return ModuleReader.readForeign(path, bytes);
    } catch (MalformedModuleException e) {
      diagnostics.malformed(e);
    } catch (InvalidModuleException e) {
      diagnostics.error(String.valueOf(e.getMessage()));
    }
    return null;
  }

  /// Wants from this link whatever the side modules import.
  void addExports() {
    for (String path : options.exportFor) {
      WasmModule module = read(path);
      if (module != null) {
        for (Import entry : module.imports()) {
          if (isSymbol(entry)) {
            options.exportedSymbols.add(entry.name());
          }
        }
      }
    }
  }

  private static boolean isSymbol(Import entry) {
    return (entry.module().equals("env") && !LOADER.contains(entry.name()))
        || entry.module().equals("GOT.mem")
        || entry.module().equals("GOT.func");
  }

  /// The names that the side modules want of a main module, one a line, sorted: what they import
  /// and none of them exports.
  ///
  /// @param layout the link, of which only what it exports is named; null for all names
  String exportList(@Nullable Layout layout) {
    Set<String> wanted = new TreeSet<>();
    Set<String> own = new HashSet<>();
    for (String path : options.exportFor) {
      WasmModule module = read(path);
      if (module != null) {
        module.imports().stream()
            .filter(DynamicChecks::isSymbol)
            .forEach(entry -> wanted.add(entry.name()));
        module.exports().forEach(export -> own.add(export.name()));
      }
    }
    wanted.removeAll(own);
    if (layout != null) {
      Set<String> exported = new HashSet<>();
      layout.exports.forEach(export -> exported.add(export.name()));
      wanted.retainAll(exported);
    }
    StringBuilder text = new StringBuilder();
    wanted.forEach(name -> text.append(name).append('\n'));
    return text.toString();
  }

  /// Reports each import that none of the modules exports, or exports with another type.
  void check(Layout layout) {
    if (options.checkAgainst.isEmpty()) {
      return;
    }
    Map<String, Found> exports = new HashMap<>();
    for (String path : options.checkAgainst) {
      WasmModule module = read(path);
      if (module != null) {
        for (Export export : module.exports()) {
          exports.putIfAbsent(export.name(), new Found(path, export.kind(), type(module, export)));
        }
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
          && !LOADER.contains(symbol.name)
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
