package graft.ld;

import java.util.HashMap;
import java.util.Map;

/// Where chunks begin in their sections of the output, in bytes from the start of the section's
/// contents.
final class OutputOffsets {
  static final OutputOffsets NONE = new OutputOffsets(0);

  private final Indices offsets;
  private final Map<Integer, MergedStrings> merged = new HashMap<>();

  /// @param expected about how many chunks there are
  OutputOffsets(int expected) {
    this.offsets = new Indices(expected);
  }

  void put(Chunk chunk, int offset) {
    offsets.put(chunk.id, offset);
  }

  void put(Chunk chunk, MergedStrings strings) {
    merged.put(chunk.id, strings);
  }

  int of(Chunk chunk) {
    return offsets.of(chunk.id);
  }

  /// Where a byte of a custom section ended up.
  long of(InputSection section, long offset) {
    MergedStrings strings = merged.get(section.id);
    if (strings != null) {
      return offset >= 0 && offset < section.size ? strings.offsetOf(section, offset) : 0;
    }
    return Math.max(0, offsets.of(section.id)) + offset;
  }
}
