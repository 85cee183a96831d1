package graft.format;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/// The names of parameters and locals that the `name` section gives; they are many, so they are
/// read only on demand.
///
/// @param locals by function index, then by local index
public record LocalNames(Map<Integer, Map<Integer, String>> locals) {
  private static final int LOCALS = 2;

  /// What a module says; nothing where the section is missing or malformed.
  public static LocalNames of(WasmModule module) {
    Map<Integer, Map<Integer, String>> locals = new HashMap<>();
    Section section = module.customSection("name");
    if (section != null) {
      try {
        read(new SectionReader(module.file(), module.bytes(), section), locals);
      } catch (MalformedModuleException ignored) {
        return new LocalNames(Map.of());
      }
    }
    return new LocalNames(Collections.unmodifiableMap(locals));
  }

  private static void read(SectionReader in, Map<Integer, Map<Integer, String>> locals) {
    while (!in.isAtEnd()) {
      int kind = in.u8();
      SectionReader subsection = in.subsection();
      if (kind == LOCALS) {
        subsection.each("functions", () -> locals.put(subsection.u32(), subsection.nameMap()));
      }
    }
  }

  /// The names of a function's parameters and locals, by index.
  public Map<Integer, String> ofFunction(int function) {
    return locals.getOrDefault(function, Map.of());
  }
}
