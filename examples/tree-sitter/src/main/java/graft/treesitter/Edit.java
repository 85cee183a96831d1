package graft.treesitter;

import java.util.Objects;

/// A change of a text: what lay between {@code startIndex} and {@code oldEndIndex} is replaced by
/// what now lies between {@code startIndex} and {@code newEndIndex}. All indices are in UTF-16
/// units.
///
/// @param startIndex where the change begins, before and after it
/// @param oldEndIndex where the replaced part ended before the change
/// @param newEndIndex where its replacement ends after the change
/// @param start where {@code startIndex} is
/// @param oldEnd where {@code oldEndIndex} was in the old text
/// @param newEnd where {@code newEndIndex} is in the new text
public record Edit(
    int startIndex, int oldEndIndex, int newEndIndex, Point start, Point oldEnd, Point newEnd) {

  /// The replacement of a part of a text.
  ///
  /// @param text as it is before
  /// @param start of the part
  /// @param end behind the part
  /// @param replacement what takes its place
  /// @throws IndexOutOfBoundsException if the part does not lie in the text
  public static Edit replacing(String text, int start, int end, String replacement) {
    Objects.checkFromToIndex(start, end, text.length());
    Point from = Point.at(text, start);
    Point inReplacement = Point.at(replacement, replacement.length());
    Point newEnd =
        inReplacement.row() == 0
            ? new Point(from.row(), from.column() + inReplacement.column())
            : new Point(from.row() + inReplacement.row(), inReplacement.column());
    return new Edit(start, end, start + replacement.length(), from, Point.at(text, end), newEnd);
  }
}
