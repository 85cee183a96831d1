package graft.format;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// An entry of the element section. Its elements are either function indices or constant
/// expressions: exactly one of the two lists is not null.
///
/// @param tableIndex for active segments, else 0
/// @param start for active segments the expression that gives the first slot, else null
/// @param functions the function indices, or null
/// @param expressions the constant expressions, or null
/// @param offset where the entry begins in the file, in bytes
public record ElementSegment(
    SegmentMode mode,
    int tableIndex,
    @Nullable CodeRange start,
    ValType type,
    int @Nullable [] functions,
    @Nullable List<CodeRange> expressions,
    int offset) {
  /// How many elements it holds.
  public int size() {
    if (functions != null) {
      return functions.length;
    }
    return expressions == null ? 0 : expressions.size();
  }
}
