package graft.treesitter;

/// A part of a text.
///
/// @param startIndex of its first UTF-16 unit
/// @param endIndex behind its last UTF-16 unit
/// @param start where its first unit is
/// @param end where the first unit behind it is
public record Range(int startIndex, int endIndex, Point start, Point end) {
  @Override
  public String toString() {
    return startIndex + "-" + endIndex + " " + start + "-" + end;
  }
}
