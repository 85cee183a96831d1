package graft.format;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the `dylink.0` and `dylink` sections
/// ([DynamicLinking.md](https://github.com/WebAssembly/tool-conventions/blob/main/DynamicLinking.md)).
final class DylinkReader {
  private static final int MEM_INFO = 1; // WASM_DYLINK_MEM_INFO
  private static final int NEEDED = 2; // WASM_DYLINK_NEEDED
  private static final int EXPORT_INFO = 3; // WASM_DYLINK_EXPORT_INFO
  private static final int IMPORT_INFO = 4; // WASM_DYLINK_IMPORT_INFO
  private static final int RUNTIME_PATH = 5; // WASM_DYLINK_RUNTIME_PATH
  private static final int ARCHITECTURE = 6;

  private static final int MAX_ALIGNMENT = 31;

  private long memorySize;
  private int memoryAlignment;
  private long tableSize;
  private int tableAlignment;
  private List<String> needed = List.of();
  private final Map<String, Integer> exportFlags = new LinkedHashMap<>();
  private final Map<Dylink.ImportName, Integer> importFlags = new HashMap<>();
  private List<String> runtimePath = List.of();
  private @Nullable String architecture;

  private DylinkReader() {}

  /// What the first `dylink.0` section says, else the first `dylink` section, else null.
  ///
  /// The convention wants the section to be the module's first one. Emscripten insists on that only
  /// when it is handed bytes, not when it is handed a `WebAssembly.Module`; Wasmer never does. So a
  /// later one counts here, too.
  static @Nullable Dylink find(String file, byte[] bytes, List<Section> sections) {
    Section section = Section.custom(sections, "dylink.0");
    if (section != null) {
      return new DylinkReader().read(new SectionReader(file, bytes, section));
    }
    Section old = Section.custom(sections, "dylink");
    return old == null ? null : new DylinkReader().readOld(new SectionReader(file, bytes, old));
  }

  private Dylink read(SectionReader in) {
    while (!in.isAtEnd()) {
      int kind = in.u8();
      readSubsection(kind, in.subsection());
    }
    return dylink(false);
  }

  private void readSubsection(int kind, SectionReader in) {
    switch (kind) {
      case MEM_INFO -> readMemoryInfo(in);
      case NEEDED -> needed = in.vector("needed libraries", in::name);
      case EXPORT_INFO -> in.each("exports", () -> exportFlags.put(in.name(), in.u32()));
      case IMPORT_INFO ->
          in.each(
              "imports",
              () -> importFlags.put(new Dylink.ImportName(in.name(), in.name()), in.u32()));
      case RUNTIME_PATH -> runtimePath = in.vector("runtime paths", in::name);
      case ARCHITECTURE -> architecture = in.name();
      default -> in.seek(in.end());
    }
    in.expectEnd();
  }

  private void readMemoryInfo(SectionReader in) {
    memorySize = in.u32AsLong();
    memoryAlignment = alignment(in);
    tableSize = in.u32AsLong();
    tableAlignment = alignment(in);
  }

  private static int alignment(SectionReader in) {
    int at = in.position();
    long alignment = in.u32AsLong();
    if (alignment > MAX_ALIGNMENT) {
      throw in.malformed("malformed dylink section: an alignment of 2^" + alignment, at);
    }
    return (int) alignment;
  }

  /// The first files of this kind had no list of needed libraries.
  private Dylink readOld(SectionReader in) {
    readMemoryInfo(in);
    if (!in.isAtEnd()) {
      needed = in.vector("needed libraries", in::name);
    }
    in.expectEnd();
    return dylink(true);
  }

  private Dylink dylink(boolean legacy) {
    return new Dylink(
        memorySize,
        memoryAlignment,
        tableSize,
        tableAlignment,
        needed,
        Collections.unmodifiableMap(exportFlags),
        Collections.unmodifiableMap(importFlags),
        runtimePath,
        architecture,
        legacy);
  }
}
