package graft.ld;

import org.jspecify.annotations.Nullable;

/// Bytes that are copied to the output and relocated there: a function, a data segment, a custom
/// section.
abstract sealed class Chunk extends Input permits InputFunction, InputSegment, InputSection {
  /// Number of no COMDAT.
  static final int NO_COMDAT = -1;

  final @Nullable ObjectFile file;
  final String name;
  final byte[] bytes;

  /// Where the chunk begins in {@link #bytes}.
  final int offset;

  /// Size in the input.
  final int size;

  /// Where the chunk begins, in bytes from the start of its section's contents.
  final int sectionOffset;

  Relocations relocations = Relocations.NONE;
  int firstRelocation;
  int endRelocation;

  /// Whether all relocations are {@link RelocationType#plain}, or against a global's index.
  boolean plain;

  int comdat = NO_COMDAT;

  /// Set when the object joins its link and another one has brought the same COMDAT. Nothing refers
  /// to it, but functions and segments stay where nothing is collected, as wasm-ld has it.
  boolean discarded;

  Chunk(
      @Nullable ObjectFile file,
      String name,
      byte[] bytes,
      int offset,
      int size,
      int sectionOffset) {
    this.file = file;
    this.name = name;
    this.bytes = bytes;
    this.offset = offset;
    this.size = size;
    this.sectionOffset = sectionOffset;
  }

  /// Takes those of the section's relocations that lie in this chunk.
  void setRelocations(Relocations all, int first, int end) {
    relocations = all;
    firstRelocation = first;
    endRelocation = end;
  }

  boolean hasRelocations() {
    return firstRelocation < endRelocation;
  }

  /// The object that this chunk came with; only asked where there are relocations.
  ObjectFile object() {
    if (file == null) {
      throw new AssertionError("BUG: the linker's own chunk " + name + " has no object");
    }
    return file;
  }

  String comdatName() {
    return comdat == NO_COMDAT ? "" : object().comdats.get(comdat);
  }
}
