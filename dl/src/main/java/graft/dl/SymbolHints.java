package graft.dl;

import graft.format.Demangler;
import graft.format.Export;
import graft.format.InvalidModuleException;
import graft.format.MalformedModuleException;
import graft.format.ModuleReader;
import graft.format.WasmModule;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Looks for what an undefined symbol may have meant: a library that is there but not visible, or
/// that is on the search path but not loaded.
final class SymbolHints {
  /// How many files of the search path are read, and how many bytes.
  private static final int MAX_FILES = 200;

  private static final long MAX_BYTES = 64 << 20;

  /// How many symbols of nearly the same name are shown.
  private static final int MAX_NEAR = 8;

  /// What programs begin at.
  private static final Set<String> STARTS =
      Set.of("_start", "main", "__main_void", "__main_argc_argv");

  private final GuestProcess process;
  private @Nullable Map<String, String> onPath;
  private @Nullable CxxNames onPathNames;
  private @Nullable Set<String> unexported;

  SymbolHints(GuestProcess process) {
    this.process = process;
  }

  /// The symbol with a hint, if there is one.
  UndefinedSymbol explain(UndefinedSymbol symbol) {
    return explain(symbol, null);
  }

  private UndefinedSymbol explain(UndefinedSymbol symbol, @Nullable Deadline deadline) {
    return symbol.hint() != null ? symbol : symbol.withHint(hint(symbol.name(), deadline));
  }

  /// The symbols with hints.
  List<UndefinedSymbol> explain(List<UndefinedSymbol> symbols) {
    return explain(symbols, null);
  }

  /// The symbols with the hints that are found in time.
  ///
  /// @param deadline after which moment no more files are read, or null
  List<UndefinedSymbol> explain(List<UndefinedSymbol> symbols, @Nullable Deadline deadline) {
    return symbols.stream().map(symbol -> explain(symbol, deadline)).toList();
  }

  private @Nullable String hint(String symbol, @Nullable Deadline deadline) {
    for (Library library : process.linkMap().libraries()) {
      if (!library.isGlobal() && library.image().symbol(symbol) != null) {
        return library + " defines it, but was opened without GLOBAL";
      }
    }
    Library main = process.mainOrNull();
    if (main != null && unexported(main.module()).contains(symbol)) {
      return main
          + " has it, but does not export it: link that with --export="
          + symbol
          + " (graft ld --export-for=LIBRARY lists all that a library wants)";
    }
    Map<String, String> onPath = onPath(deadline);
    String file = onPath.get(symbol);
    if (file != null) {
      return file + " defines it: add it to needed, or open it with GLOBAL";
    }
    for (Library library : process.linkMap().libraries()) {
      String near = near(symbol, library.image().cxxNames());
      if (near != null) {
        return library + " defines " + near;
      }
    }
    if (deadline != null && deadline.isOver()) {
      return null;
    }
    if (onPathNames == null) {
      onPathNames = new CxxNames(onPath.keySet());
    }
    String near = near(symbol, onPathNames);
    return near == null ? null : onPath.get(near.split("[ ,:]", 2)[0]) + " defines " + near;
  }

  /// The functions that the name section knows. Who asks for one has not found it as an export.
  private Set<String> unexported(WasmModule main) {
    Set<String> names = unexported;
    if (names == null) {
      names = new HashSet<>();
      for (var each : main.names().functions().entrySet()) {
        if (each.getKey() >= main.importedFunctionCount()) {
          names.add(each.getValue());
        }
      }
      unexported = names;
    }
    return names;
  }

  /// What libraries define instead of what somebody looked up in them: a thing of another kind, or
  /// others of the same name; null if there is nothing.
  static @Nullable String instead(String symbol, @Nullable Symbol other, List<Library> libraries) {
    if (other != null) {
      return other.library()
          + " defines it as a "
          + (other instanceof Symbol.Function ? "function" : "variable");
    }
    for (Library library : libraries) {
      String near = near(symbol, library.image().cxxNames());
      if (near != null) {
        return library + " defines " + near;
      }
    }
    return null;
  }

  /// Symbols that are called alike but have other parameters, or are C's where C++'s are wanted.
  private static @Nullable String near(String symbol, CxxNames names) {
    List<String> found =
        names.overloads(symbol).stream().filter(each -> !each.equals(symbol)).toList();
    if (found.isEmpty()) {
      return null;
    }
    boolean mixed = found.stream().anyMatch(each -> isCxx(each) != isCxx(symbol));
    return found.stream().limit(MAX_NEAR).map(CxxNames::shown).collect(Collectors.joining(", "))
        + (found.size() > MAX_NEAR ? ", and " + (found.size() - MAX_NEAR) + " more" : "")
        + (mixed ? ": extern \"C\" is missing on one side" : "");
  }

  /// Whether it is C++'s, mangled or as somebody wrote it.
  private static boolean isCxx(String symbol) {
    return Demangler.isMangled(symbol) || symbol.contains("::") || symbol.contains("(");
  }

  /// What the libraries define that are on the path, as far as they are at hand.
  private Map<String, String> onPath(@Nullable Deadline deadline) {
    Map<String, String> known = onPath;
    if (known == null) {
      if (deadline != null && deadline.isOver()) {
        return Map.of();
      }
      known = readPath();
      onPath = known;
    }
    return known;
  }

  private Map<String, String> readPath() {
    Map<String, String> symbols = new HashMap<>();
    Set<Object> seen = new HashSet<>();
    process.linkMap().libraries().forEach(library -> seen.add(library.identity()));
    long bytes = 0;
    for (ModuleSource place : process.options().search().places()) {
      try {
        for (String name : place.isAtHand() ? place.names() : List.<String>of()) {
          boolean more = seen.size() < MAX_FILES && bytes < MAX_BYTES;
          ModuleFile file = more ? place.find(name) : null;
          if (file != null && seen.add(file.identity())) {
            bytes += readExports(file, symbols);
          }
        }
      } catch (IOException _) {
        // A place that cannot be read has no hints.
      }
    }
    return symbols;
  }

  /// Whether it is a program: nobody can open or need one.
  private static boolean isMain(WasmModule module) {
    return module.exports().stream()
        .map(Export::name)
        .anyMatch(name -> STARTS.contains(name) || name.equals("memory"));
  }

  private static int readExports(ModuleFile file, Map<String, String> symbols) throws IOException {
    byte[] bytes = file.read();
    try {
      WasmModule module = ModuleReader.read(file.name(), bytes);
      if (module.dylink() != null && !isMain(module)) {
        for (Export export : module.exports()) {
          symbols.putIfAbsent(export.name(), file.name());
        }
      }
    } catch (MalformedModuleException | InvalidModuleException _) {
      // Not every file is a module.
    }
    return bytes.length;
  }
}
