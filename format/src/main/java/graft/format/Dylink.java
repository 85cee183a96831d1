package graft.format;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a module says about dynamic linking, in `dylink.0` or in the old `dylink` section
/// ([DynamicLinking.md](https://github.com/WebAssembly/tool-conventions/blob/main/DynamicLinking.md)).
///
/// @param memorySize bytes of memory that the module wants for its data (`WASM_DYLINK_MEM_INFO`)
/// @param memoryAlignment of that memory, as a power of two
/// @param tableSize table slots that the module wants
/// @param tableAlignment of those slots, as a power of two
/// @param needed libraries to load first (`WASM_DYLINK_NEEDED`)
/// @param exportFlags symbol flags of exports by name (`WASM_DYLINK_EXPORT_INFO`)
/// @param importFlags symbol flags of imports (`WASM_DYLINK_IMPORT_INFO`)
/// @param runtimePath where to look for needed libraries (`WASM_DYLINK_RUNTIME_PATH`)
/// @param architecture subsection 6 of Emscripten 6: `wasm32`, or null
/// @param legacy whether this was the old `dylink` section
public record Dylink(
    long memorySize,
    int memoryAlignment,
    long tableSize,
    int tableAlignment,
    List<String> needed,
    Map<String, Integer> exportFlags,
    Map<ImportName, Integer> importFlags,
    List<String> runtimePath,
    @Nullable String architecture,
    boolean legacy) {
  /// `WASM_SYMBOL_BINDING_WEAK`.
  public static final int BINDING_WEAK = 0x1;

  /// `WASM_SYMBOL_BINDING_LOCAL`.
  public static final int BINDING_LOCAL = 0x2;

  /// `WASM_SYMBOL_UNDEFINED`.
  public static final int UNDEFINED = 0x10;

  /// `WASM_SYMBOL_TLS`.
  public static final int TLS = 0x100;

  /// Both halves of an import's name. They have an order, so that a hash map stays fast even where
  /// somebody has chosen names that collide.
  public record ImportName(String module, String name) implements Comparable<ImportName> {
    @Override
    public int compareTo(ImportName other) {
      int modules = module.compareTo(other.module);
      return modules != 0 ? modules : name.compareTo(other.name);
    }
  }

  /// Whether the import `module.name` may stay undefined.
  public boolean isWeakImport(String module, String name) {
    Integer flags = importFlags.get(new ImportName(module, name));
    return flags != null && (flags & 3) == BINDING_WEAK;
  }

  /// Whether the export is a thread-local variable: its value counts from `__tls_base`.
  public boolean isTlsExport(String name) {
    return (exportFlags.getOrDefault(name, 0) & TLS) != 0;
  }
}
