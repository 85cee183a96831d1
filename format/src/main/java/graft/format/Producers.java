package graft.format;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What made a module: its `producers` section
/// ([ProducersSection.md](https://github.com/WebAssembly/tool-conventions/blob/main/ProducersSection.md)).
///
/// @param fields by field name (`language`, `processed-by`, `sdk`) what stands there, in order
public record Producers(Map<String, List<Producer>> fields) {
  /// Keeps the map's order.
  public Producers {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  /// A language, tool or SDK.
  ///
  /// @param name such as `clang`
  /// @param version such as `22.1.0`; empty where it is not known
  public record Producer(String name, String version) {}

  /// What a module says; nothing if it has no such section.
  ///
  /// @throws MalformedModuleException if the section is malformed
  public static Producers of(WasmModule module) {
    Map<String, List<Producer>> fields = new LinkedHashMap<>();
    Section section = module.customSection("producers");
    if (section != null) {
      SectionReader in = new SectionReader(module.file(), module.bytes(), section);
      in.each("fields", () -> fields.put(in.name(), in.vector("producers", () -> producer(in))));
      in.expectEnd();
    }
    return new Producers(fields);
  }

  private static Producer producer(SectionReader in) {
    return new Producer(in.name(), in.name());
  }
}
