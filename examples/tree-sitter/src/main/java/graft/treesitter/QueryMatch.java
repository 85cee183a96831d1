package graft.treesitter;

import java.util.List;

/// A place that a pattern of a query fits.
///
/// @param patternIndex which pattern
/// @param captures the nodes that the pattern names, in the order of the text
public record QueryMatch(int patternIndex, List<QueryCapture> captures) {
  /// Copies the list.
  public QueryMatch {
    captures = List.copyOf(captures);
  }

  /// The captured nodes of one name.
  ///
  /// @param name without the `@`
  public List<Node> nodes(String name) {
    return captures.stream()
        .filter(capture -> capture.name().equals(name))
        .map(QueryCapture::node)
        .toList();
  }
}
