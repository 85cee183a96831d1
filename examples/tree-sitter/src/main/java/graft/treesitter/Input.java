package graft.treesitter;

import org.jspecify.annotations.Nullable;

/// A text that a parser reads piece by piece.
@FunctionalInterface
public interface Input {
  /// The text from a position on, as much of it as is at hand.
  ///
  /// @param index of the first UTF-16 unit
  /// @param point where that is
  /// @return null or nothing at the end
  @Nullable String read(int index, Point point);
}
