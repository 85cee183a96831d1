package graft.ld;

import java.util.Arrays;

/// A data segment of an object, with what `WASM_SEGMENT_INFO` says about it.
final class InputSegment extends Chunk {
  /// `WASM_SEG_FLAG_STRINGS`
  static final int STRINGS = 1;

  /// `WASM_SEG_FLAG_TLS`
  static final int TLS = 2;

  /// `WASM_SEG_FLAG_RETAIN`
  static final int RETAIN = 4;

  /// As a power of two.
  final int alignment;

  final int flags;

  /// Where the strings begin, if equal ones are to be merged; else empty.
  int[] pieces = {};

  InputSegment(
      ObjectFile file,
      String name,
      int offset,
      int size,
      int sectionOffset,
      int alignment,
      int flags) {
    super(file, name, file.bytes, offset, size, sectionOffset);
    this.alignment = alignment;
    this.flags = flags;
  }

  boolean isTls() {
    return (flags & TLS) != 0;
  }

  boolean isMergeable() {
    return pieces.length > 0;
  }

  /// Number of the string that holds the byte at `at`.
  int pieceAt(long at) {
    return pieceAt(pieces, at);
  }

  static int pieceAt(int[] pieces, long at) {
    int found = Arrays.binarySearch(pieces, (int) at);
    return found >= 0 ? found : -found - 2;
  }
}
