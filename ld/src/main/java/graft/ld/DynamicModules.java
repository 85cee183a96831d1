package graft.ld;

import graft.format.InvalidModuleException;
import graft.format.MalformedModuleException;
import graft.format.ModuleReader;
import graft.format.WasmModule;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads main and side modules that a link is told about, but that are none of its inputs.
final class DynamicModules {
  /// What a loader supplies, whatever the main module exports.
  private static final Set<String> LOADER =
      Set.of("memory", "__memory_base", "__table_base", "__indirect_function_table");

  private final FileSource files;
  private final Diagnostics diagnostics;

  DynamicModules(FileSource files, Diagnostics diagnostics) {
    this.files = files;
    this.diagnostics = diagnostics;
  }

  /// Whether an import stands for a symbol of another module.
  static boolean isSymbol(String module, String name) {
    return (module.equals("env") && !isLoaders(name))
        || module.equals("GOT.mem")
        || module.equals("GOT.func");
  }

  static boolean isLoaders(String name) {
    return LOADER.contains(name);
  }

  /// A side module; null after the error was reported.
  @Nullable WasmModule sideModule(String path) {
    WasmModule module = module(path);
    if (module != null && module.dylink() == null) {
      diagnostics.error(path + ": not a side module: no dylink.0 section");
      return null;
    }
    return module;
  }

  /// A main or side module; null after the error was reported.
  @Nullable WasmModule module(String path) {
    byte[] bytes = files.read(path);
    if (bytes == null) {
      return null;
    }
    try {
      WasmModule module = ModuleReader.readForeign(path, bytes);
      if (module.dylink() == null && module.customSection("linking") != null) {
        diagnostics.error(path + ": an object, not a main or side module");
        return null;
      }
      return module;
    } catch (MalformedModuleException e) {
      diagnostics.malformed(e);
    } catch (InvalidModuleException e) {
      diagnostics.error(String.valueOf(e.getMessage()));
    }
    return null;
  }
}
