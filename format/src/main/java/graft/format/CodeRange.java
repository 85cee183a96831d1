package graft.format;

/// A run of instructions in a file, its closing `end` included: a constant expression or the code
/// of a function. {@link CodeReader} decodes it.
///
/// @param offset of the first instruction in the file, in bytes
/// @param end offset behind the closing `end`, in bytes
public record CodeRange(int offset, int end) {
  /// How many bytes the instructions take.
  public int sizeInBytes() {
    return end - offset;
  }
}
