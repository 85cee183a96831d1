package graft.ld;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A section of the output.
///
/// @param id the section's id; 0 for custom sections
/// @param name a custom section's name
/// @param head what stands in front of the chunks, or all there is
/// @param placed chunks behind the head
/// @param size of the contents in bytes, a custom section's name not counted
record OutputSection(
    int id, String name, WasmBuffer head, List<Placed> placed, int size, @Nullable Symbol symbol) {

  /// Bytes at an offset in the contents.
  ///
  /// @param chunk what they are made of, or null if they are given
  /// @param given bytes that need no relocation, or null
  /// @param strings what the given bytes are made of, or null
  /// @param made what makes the bytes when they are written, or null
  record Placed(
      int offset,
      @Nullable Chunk chunk,
      byte @Nullable [] given,
      @Nullable MergedStrings strings,
      @Nullable Made made) {
    Placed(int offset, @Nullable Chunk chunk, byte @Nullable [] given) {
      this(offset, chunk, given, null, null);
    }

    /// In bytes.
    int size() {
      return given != null
          ? given.length
          : chunk != null ? chunk.size : made != null ? made.size() : 0;
    }

    static Placed of(int offset, MergedStrings strings) {
      return new Placed(offset, null, strings.contents(), strings, null);
    }
  }

  /// Bytes that are nowhere before they are written.
  interface Made {
    int size();

    void write(byte[] target, int offset);
  }

  static OutputSection of(int id, WasmBuffer contents) {
    return new OutputSection(id, "", contents, List.of(), contents.size(), null);
  }

  static OutputSection custom(String name, WasmBuffer contents) {
    return new OutputSection(0, name, contents, List.of(), contents.size(), null);
  }

  /// Length of a custom section's name with its size; 0 for others.
  int nameSize() {
    if (id != 0) {
      return 0;
    }
    int length = name.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
    return Leb.unsignedSize(length) + length;
  }
}
