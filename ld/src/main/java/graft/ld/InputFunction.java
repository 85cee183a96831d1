package graft.ld;

import graft.format.FunctionType;
import org.jspecify.annotations.Nullable;

/// A function: its size, locals and code, just as the code section has them. The linker's own
/// functions have no file, and get their bytes from {@link Layout}.
final class InputFunction extends Chunk {
  final FunctionType type;

  /// Index of the type in the object's types; -1 for the linker's own functions.
  final int typeIndex;

  /// Index in the object's functions, imports first.
  final int index;

  /// How many bytes the size in front takes.
  final int codeOffset;

  /// The first symbol's name. Written once, by the object's reader.
  String symbolName = "";

  /// From the object's own name section, or one that the linker made up; else empty.
  String debugName = "";

  /// From the object's export section (`export_name` in C), or null.
  @Nullable String exportName;

  InputFunction(
      ObjectFile file,
      FunctionType type,
      int typeIndex,
      int index,
      int offset,
      int size,
      int sectionOffset,
      int codeOffset) {
    super(file, "", file.bytes, offset, size, sectionOffset);
    this.type = type;
    this.typeIndex = typeIndex;
    this.index = index;
    this.codeOffset = codeOffset;
  }

  private InputFunction(FunctionType type, String name) {
    super(null, name, new byte[0], 0, 0, 0);
    this.type = type;
    this.typeIndex = -1;
    this.index = -1;
    this.codeOffset = 0;
    this.symbolName = name;
  }

  /// A function of the linker's own.
  static InputFunction synthetic(FunctionType type, String name) {
    return new InputFunction(type, name);
  }
}
