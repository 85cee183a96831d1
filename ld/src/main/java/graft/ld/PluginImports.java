package graft.ld;

import graft.format.Dylink;
import graft.format.Export;
import graft.format.ExternKind;
import graft.format.FunctionType;
import graft.format.Import;
import graft.format.ValType;
import graft.format.WasmModule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What side modules want of the main module that is linked (`--export-for`): it is kept and
/// exported, and what nobody has is reported.
final class PluginImports {
  /// The functions of Emscripten's environment whose names are made to measure.
  private static final List<String> HOST_PREFIXES =
      List.of("invoke_", "__cxa_find_matching_catch_");

  private static final String SCRIPT = "__em_js__";

  private final Options options;
  private final FileSource files;
  private final Diagnostics diagnostics;
  private final List<Plugin> plugins = new ArrayList<>();

  private record Plugin(String path, WasmModule module) {}

  /// Something that a plugin can have, and where it is.
  private record Found(String path, SymbolKind kind, @Nullable FunctionType type) {}

  private PluginImports(Options options, FileSource files, Diagnostics diagnostics) {
    this.options = options;
    this.files = files;
    this.diagnostics = diagnostics;
  }

  /// Reads the side modules.
  static PluginImports read(Options options, FileSource files, Diagnostics diagnostics) {
    PluginImports wants = new PluginImports(options, files, diagnostics);
    DynamicModules modules = new DynamicModules(files, diagnostics);
    for (String path : options.exportFor) {
      WasmModule module = modules.sideModule(path);
      if (module != null) {
        wants.plugins.add(new Plugin(path, module));
      }
    }
    return wants;
  }

  /// Wants from this link whatever the side modules import.
  void addExports() {
    for (Plugin plugin : plugins) {
      for (Import entry : plugin.module.imports()) {
        if (isSymbol(entry)) {
          options.exportedSymbols.add(entry.name());
        }
      }
    }
  }

  private static boolean isSymbol(Import entry) {
    return DynamicModules.isSymbol(entry.module(), entry.name());
  }

  /// The names that the side modules want of a main module, one a line, sorted: what they import
  /// and none of them exports.
  ///
  /// @param layout the link, of which only what it exports is named; null for all names
  String exportList(@Nullable Layout layout) {
    Set<String> wanted = new TreeSet<>();
    Set<String> own = new HashSet<>();
    for (Plugin plugin : plugins) {
      plugin.module.imports().stream()
          .filter(PluginImports::isSymbol)
          .forEach(entry -> wanted.add(entry.name()));
      plugin.module.exports().forEach(export -> own.add(export.name()));
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

  /// Reports what nobody has, or has with another type: neither the output, nor the other
  /// libraries, nor the host.
  void check(Layout layout) {
    if (plugins.isEmpty() || options.pluginReport == Options.ImportReport.NONE) {
      return;
    }
    Map<String, Found> known = new HashMap<>();
    for (Layout.Export export : layout.exports) {
      known.put(export.name(), found(export));
    }
    for (SharedLibrary library : layout.resolution.sharedLibraries()) {
      for (SharedLibrary.Definition each : library.definitions) {
        SymbolKind kind = each.type() == null ? SymbolKind.DATA : SymbolKind.FUNCTION;
        known.putIfAbsent(each.name(), new Found(library.toString(), kind, each.type()));
      }
    }
    plugins.forEach(plugin -> addExports(plugin, known));
    Set<String> host = HostNames.read(options.hostSymbols, files);
    for (Plugin plugin : plugins) {
      boolean complete = addNeeded(plugin, known, new HashSet<>());
      for (Import entry : plugin.module.imports()) {
        check(plugin, entry, complete, known, host);
      }
    }
  }

  private Found found(Layout.Export export) {
    Symbol symbol = export.symbol();
    boolean isFunction = symbol != null && symbol.kind == SymbolKind.FUNCTION;
    return new Found(
        options.output,
        isFunction ? SymbolKind.FUNCTION : SymbolKind.DATA,
        isFunction && symbol != null ? symbol.signature : null);
  }

  private static void addExports(Plugin plugin, Map<String, Found> known) {
    for (Export export : plugin.module.exports()) {
      boolean isFunction = export.kind() == ExternKind.FUNCTION;
      known.putIfAbsent(
          export.name(),
          new Found(
              plugin.path,
              isFunction ? SymbolKind.FUNCTION : SymbolKind.DATA,
              isFunction ? plugin.module.functionType(export.index()) : null));
    }
  }

  /// Adds what the libraries have that a plugin needs, if they lie beside it.
  ///
  /// @param seen the libraries that were looked at
  /// @return whether all are known
  private boolean addNeeded(Plugin plugin, Map<String, Found> known, Set<String> seen) {
    Dylink dylink = plugin.module.dylink();
    boolean complete = true;
    for (String name : dylink == null ? List.<String>of() : dylink.needed()) {
      String path = plugin.path.substring(0, plugin.path.lastIndexOf('/') + 1) + name;
      if (seen.add(path)) {
        WasmModule module =
            files.exists(path) ? new DynamicModules(files, diagnostics).sideModule(path) : null;
        if (module == null) {
          complete = false;
        } else {
          Plugin needed = new Plugin(path, module);
          addExports(needed, known);
          complete &= addNeeded(needed, known, seen);
        }
      }
    }
    return complete;
  }

  private void check(
      Plugin plugin, Import entry, boolean complete, Map<String, Found> known, Set<String> host) {
    boolean isCall = entry.module().equals("env") && entry.type() instanceof FunctionType;
    if (!isSymbol(entry) || (entry.module().equals("env") && !isCall)) {
      return; // The loader makes what modules share without a definition.
    }
    String name = entry.name();
    Found found = known.get(name);
    if (found == null) {
      if (complete && !isWeak(plugin, entry) && !isHosts(name, host, known)) {
        report(missing(plugin, name, known));
      }
      return;
    }
    SymbolKind kind = entry.module().equals("GOT.mem") ? SymbolKind.DATA : SymbolKind.FUNCTION;
    if (kind != found.kind) {
      report(
          "symbol type mismatch: "
              + options.show(name)
              + "\n>>> defined as "
              + found.kind
              + " in "
              + found.path
              + "\n>>> wanted as "
              + kind
              + " by "
              + plugin.path);
    } else if (isCall
        && entry.type() instanceof FunctionType wanted
        && found.type != null
        && !fit(wanted, found.type)) {
      report(
          "function signature mismatch: "
              + options.show(name)
              + "\n>>> defined as "
              + Types.show(found.type)
              + " in "
              + found.path
              + "\n>>> wanted as "
              + Types.show(wanted)
              + " by "
              + plugin.path);
    }
  }

  private static boolean isWeak(Plugin plugin, Import entry) {
    Dylink dylink = plugin.module.dylink();
    return dylink != null
        && (dylink.isWeakImport(entry.module(), entry.name())
            // Of entries of the GOT only the function itself says so.
            || dylink.isWeakImport("env", entry.name()));
  }

  private static boolean isHosts(String name, Set<String> host, Map<String, Found> known) {
    return host.contains(name)
        || HOST_PREFIXES.stream().anyMatch(name::startsWith)
        || known.containsKey(SCRIPT + name);
  }

  private String missing(Plugin plugin, String name, Map<String, Found> known) {
    List<String> near = NearNames.of(name, known.keySet(), options.demangle);
    return plugin.path
        + ": undefined symbol: "
        + options.show(name)
        + ": not exported by "
        + options.output
        + (near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?");
  }

  /// Whether one type is the other, or what Emscripten makes of it for JavaScript without `BigInt`:
  /// two i32 in place of an i64.
  private static boolean fit(FunctionType wanted, FunctionType found) {
    return wanted.equals(found) || narrow(wanted).equals(found) || narrow(found).equals(wanted);
  }

  private static FunctionType narrow(FunctionType type) {
    List<ValType> parameters = new ArrayList<>();
    for (ValType each : type.parameters()) {
      parameters.add(each == ValType.I64 ? ValType.I32 : each);
      if (each == ValType.I64) {
        parameters.add(ValType.I32);
      }
    }
    return new FunctionType(
        parameters,
        type.results().stream().map(each -> each == ValType.I64 ? ValType.I32 : each).toList());
  }

  private void report(String message) {
    if (options.pluginReport == Options.ImportReport.ERROR) {
      diagnostics.error(message);
    } else {
      diagnostics.warn(message);
    }
  }
}
