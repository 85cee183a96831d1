package graft.ld;

/// A custom section of an object.
final class InputSection extends Chunk {
  /// Where the strings begin, if equal ones are to be merged; else empty.
  int[] pieces = {};

  InputSection(ObjectFile file, String name, int offset, int size) {
    super(file, name, file.bytes, offset, size, 0);
  }

  boolean isMergeable() {
    return pieces.length > 0;
  }
}
