package graft.treesitter;

import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// How to parse.
///
/// @param includedRanges the only parts of the text to parse, in order and without overlap; all of
///   it if there are none
/// @param stop asked from time to time, stops the parse by answering true; null never stops it. The
///   main module of 0.20.8 does not ask.
public record ParseOptions(List<Range> includedRanges, @Nullable Predicate<? super Progress> stop) {

  /// All of the text, without stopping.
  public static final ParseOptions DEFAULT = new ParseOptions(List.of(), null);

  /// How far a parse has come.
  ///
  /// @param index of the UTF-16 unit that it has reached
  /// @param hasError whether it has met a syntax error
  public record Progress(int index, boolean hasError) {}

  /// Copies the list.
  public ParseOptions {
    includedRanges = List.copyOf(includedRanges);
  }
}
