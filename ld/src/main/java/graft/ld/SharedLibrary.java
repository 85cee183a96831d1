package graft.ld;

import graft.format.Dylink;
import graft.format.Export;
import graft.format.FunctionType;
import graft.format.MalformedModuleException;
import graft.format.ModuleReader;
import graft.format.WasmModule;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A shared library (`dylink.0`) that the output will need.
final class SharedLibrary extends InputFile {
  final boolean is64;
  final List<Definition> definitions;

  /// Something that the library exports.
  ///
  /// @param type of a function; null for data
  record Definition(String name, int flags, @Nullable FunctionType type) {}

  private SharedLibrary(String path, boolean is64, List<Definition> definitions) {
    super(path, null);
    this.is64 = is64;
    this.definitions = definitions;
  }

  /// Reads a module; null if it is no shared library.
  static @Nullable SharedLibrary read(String path, byte[] bytes) {
    WasmModule module = ModuleReader.readForeign(path, bytes);
    Dylink dylink = module.dylink();
    if (dylink == null) {
      return null;
    }
    List<Definition> definitions = new ArrayList<>();
    for (Export export : module.exports()) {
      int flags = dylink.exportFlags().getOrDefault(export.name(), 0);
      switch (export.kind()) {
        case FUNCTION -> {
          if (export.index() < 0 || export.index() >= module.functionCount()) {
            throw new MalformedModuleException(
                path,
                "export of function " + export.index() + ", which is not there",
                export.offset());
          }
          definitions.add(
              new Definition(export.name(), flags, module.functionType(export.index())));
        }
        case GLOBAL -> definitions.add(new Definition(export.name(), flags, null));
        default -> {}
      }
    }
    boolean is64 = module.allMemories().stream().anyMatch(memory -> memory.limits().is64());
    return new SharedLibrary(path, is64, List.copyOf(definitions));
  }
}
