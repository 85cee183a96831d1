package graft.format;

import java.util.HashMap;
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

  private final byte[] bytes;
  private @Nullable String module;
  private final Map<Integer, String> functions = new HashMap<>();
  private final Map<Integer, String> globals = new HashMap<>();
  private final Map<Integer, String> dataSegments = new HashMap<>();

  private NameReader(byte[] bytes) {
    this.bytes = bytes;
  }

  /// What the first `name` section says; nothing if it is malformed, as the spec asks for.
  static NameSection find(String file, byte[] bytes, List<Section> sections) {
    for (Section section : sections) {
      if (section.id() == 0 && section.name().equals("name")) {
        try {
          return new NameReader(bytes)
              .read(new SectionReader(file, bytes, section.offset(), section.end()));
        } catch (MalformedModuleException ignored) {
          return NameSection.EMPTY;
        }
      }
    }
    return NameSection.EMPTY;
  }

  private NameSection read(SectionReader in) {
    while (!in.isAtEnd()) {
      int kind = in.u8();
      long size = in.u32AsLong();
      int offset = in.position();
      in.skip(size);
      readSubsection(kind, new SectionReader(in.file(), bytes, offset, in.position()));
    }
    return new NameSection(
        module, Map.copyOf(functions), Map.copyOf(globals), Map.copyOf(dataSegments));
  }

  private void readSubsection(int kind, SectionReader in) {
    switch (kind) {
      case MODULE -> module = in.name();
      case FUNCTIONS -> readNames(in, functions);
      case GLOBALS -> readNames(in, globals);
      case DATA_SEGMENTS -> readNames(in, dataSegments);
      default -> {}
    }
  }

  private static void readNames(SectionReader in, Map<Integer, String> names) {
    in.each("names", () -> names.putIfAbsent(in.u32(), in.name()));
  }
}
