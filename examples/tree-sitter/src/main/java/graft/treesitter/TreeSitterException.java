package graft.treesitter;

/// What tree-sitter refuses: a grammar that is none, or not for this main module; a query that is
/// not well-formed.
public class TreeSitterException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// @param message what is wrong: lower case, no full stop
  public TreeSitterException(String message) {
    super(message);
  }
}
