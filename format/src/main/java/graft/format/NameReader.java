package graft.format;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the `name` section
/// ([spec](https://webassembly.github.io/spec/core/appendix/custom.html#name-section)).
final class NameReader {
  private static final int MODULE = 0;
  private static final int FUNCTIONS = 1;
  private static final int GLOBALS = 7;
  private static final int DATA_SEGMENTS = 9;

  private @Nullable String module;
  private Map<Integer, String> functions = Map.of();
  private Map<Integer, String> globals = Map.of();
  private Map<Integer, String> dataSegments = Map.of();

  private NameReader() {}

  /// What the first `name` section says; nothing if it is malformed, as the spec asks for.
  static NameSection find(String file, byte[] bytes, List<Section> sections) {
    Section section = Section.custom(sections, "name");
    if (section == null) {
      return NameSection.EMPTY;
    }
    try {
      return new NameReader().read(new SectionReader(file, bytes, section));
    } catch (MalformedModuleException ignored) {
      return NameSection.EMPTY;
    }
  }

  private NameSection read(SectionReader in) {
    while (!in.isAtEnd()) {
      int kind = in.u8();
      readSubsection(kind, in.subsection());
    }
    return new NameSection(module, functions, globals, dataSegments);
  }

  private void readSubsection(int kind, SectionReader in) {
    switch (kind) {
      case MODULE -> module = in.name();
      case FUNCTIONS -> functions = in.nameMap();
      case GLOBALS -> globals = in.nameMap();
      case DATA_SEGMENTS -> dataSegments = in.nameMap();
      default -> {}
    }
  }
}
