package graft.treesitter;

/// A position in a text.
///
/// @param row lines before it: a line ends behind its line feed
/// @param column UTF-16 units between the beginning of the line and it
public record Point(int row, int column) implements Comparable<Point> {
  /// The beginning of every text.
  public static final Point ZERO = new Point(0, 0);

  /// Where an index is in a text.
  ///
  /// @param index in UTF-16 units
  public static Point at(String text, int index) {
    int row = 0;
    int lineStart = 0;
    for (int feed = text.indexOf('\n'); feed >= 0 && feed < index; ) {
      row++;
      lineStart = feed + 1;
      feed = text.indexOf('\n', lineStart);
    }
    return new Point(row, index - lineStart);
  }

  @Override
  public int compareTo(Point other) {
    return row != other.row
        ? Integer.compare(row, other.row)
        : Integer.compare(column, other.column);
  }

  @Override
  public String toString() {
    return row + ":" + column;
  }
}
