package graft.ld;

import graft.format.Export;
import graft.format.ExternKind;
import graft.format.ExternType;
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
      return ModuleReader.read(path, bytes);
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

  /// The names that this link exports for the side modules, one a line, sorted.
  String exportList(Layout layout) {
    Set<String> wanted = new TreeSet<>();
    for (String path : options.exportFor) {
      WasmModule module = read(path);
      if (module != null) {
        module.imports().stream()
            .filter(DynamicChecks::isSymbol)
            .forEach(entry -> wanted.add(entry.name()));
      }
    }
    StringBuilder text = new StringBuilder();
    Set<String> exported = new TreeSet<>();
    layout.exports.forEach(export -> exported.add(export.name()));
    wanted.stream().filter(exported::contains).forEach(name -> text.append(name).append('\n'));
    return text.toString();
  }

  /// Reports each import that none of the modules exports, or exports with another type.
  void check(Layout layout) {
    if (options.checkAgainst.isEmpty()) {
      return;
    }
    Map<String, ExternType> exports = new HashMap<>();
    for (String path : options.checkAgainst) {
      WasmModule module = read(path);
      if (module != null) {
        module
            .exports()
            .forEach(export -> exports.putIfAbsent(export.name(), type(module, export)));
      }
    }
    String tried = String.join(", ", options.checkAgainst);
    List<Symbol> imports = new ArrayList<>(layout.imports);
    imports.addAll(layout.gotImports);
    Set<Symbol> seen = new HashSet<>();
    for (Symbol symbol : imports) {
      if (symbol.isUndefined()
          && symbol.file != null
          && !symbol.isWeak()
          && !LOADER.contains(symbol.name)
          && LayoutBuilder.importModule(symbol).equals(Options.DEFAULT_MODULE)
          && seen.add(symbol)) {
        check(symbol, exports.get(LayoutBuilder.importName(symbol)), tried);
      }
    }
  }

  private static ExternType type(WasmModule module, Export export) {
    return export.kind() == ExternKind.FUNCTION
        ? module.functionType(export.index())
        : export.kind() == ExternKind.GLOBAL
            ? module.allGlobals().get(export.index())
            : new FunctionType(List.of(), List.of());
  }

  private void check(Symbol symbol, @Nullable ExternType type, String tried) {
    String file = InputFile.describe(symbol.file);
    if (type == null) {
      diagnostics.error(
          file + ": undefined symbol: " + options.show(symbol) + ": not exported by " + tried);
    } else if (symbol.kind == SymbolKind.FUNCTION
        && type instanceof FunctionType function
        && !function.equals(symbol.signature)) {
      diagnostics.error(
          file
              + ": function signature mismatch: "
              + options.show(symbol)
              + ": expected "
              + Types.show(symbol.functionType())
              + ", found "
              + Types.show(function)
              + " in "
              + tried);
    }
  }
}
