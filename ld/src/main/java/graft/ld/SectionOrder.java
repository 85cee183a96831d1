package graft.ld;

import graft.format.ByteReader;

/// The order that an object's sections must have
/// ([spec](https://webassembly.github.io/spec/core/binary/modules.html#binary-module),
/// [Linking.md](https://github.com/WebAssembly/tool-conventions/blob/main/Linking.md)). Each comes
/// once, apart from relocations and from custom sections of other names, which may be anywhere.
final class SectionOrder {
  private static final int ANYWHERE = -1;
  private static final int DYLINK = 0;
  private static final int LINKING = 20;
  private static final int RELOCATIONS = 21;
  private static final int NAME = 22;
  private static final int PRODUCERS = 23;
  private static final int FEATURES = 24;

  /// By id, from 1 on: data count stands in front of code, tags in front of globals.
  private static final int[] KNOWN = {1, 2, 3, 4, 5, 8, 9, 10, 11, 13, 14, 12, 6};

  private int last = ANYWHERE;

  /// Checks the next section.
  ///
  /// @param name a custom section's
  /// @param contents stands where they begin
  void check(int id, String name, ByteReader contents) {
    int place = place(id, name);
    if (place == ANYWHERE) {
      return;
    }
    if (place <= last && place != RELOCATIONS) {
      throw contents.malformed("out of order section type: " + id, contents.position());
    }
    last = Math.max(last, place);
  }

  private static int place(int id, String name) {
    if (id != 0) {
      return id <= KNOWN.length ? KNOWN[id - 1] : ANYWHERE;
    }
    return switch (name) {
      case "dylink", "dylink.0" -> DYLINK;
      case "linking" -> LINKING;
      case "name" -> NAME;
      case "producers" -> PRODUCERS;
      case "target_features" -> FEATURES;
      default -> name.startsWith("reloc.") ? RELOCATIONS : ANYWHERE;
    };
  }
}
