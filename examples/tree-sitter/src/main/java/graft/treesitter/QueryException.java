package graft.treesitter;

/// A query that is not well-formed, or that names what the language does not have: `query: bad node
/// name 'foo' (at index 12)`.
public final class QueryException extends TreeSitterException {
  private static final long serialVersionUID = 1L;
  private final Kind kind;
  private final int index;

  /// What is wrong with a query.
  public enum Kind {
    /// It does not follow the syntax of queries.
    SYNTAX("bad syntax at"),
    /// The language has no such node type.
    NODE_NAME("bad node name"),
    /// The language has no such field.
    FIELD_NAME("bad field name"),
    /// A predicate names a capture that its pattern lacks.
    CAPTURE_NAME("bad capture name"),
    /// No tree of the language can have such nodes.
    PATTERN_STRUCTURE("bad pattern structure at"),
    /// The language cannot be queried.
    LANGUAGE("bad language at"),
    /// A predicate does not have the arguments that it wants.
    PREDICATE("bad predicate");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    /// The kind for a `TSQueryError`.
    static Kind of(int error) {
      return error >= 1 && error <= LANGUAGE.ordinal() + 1 ? values()[error - 1] : SYNTAX;
    }
  }

  QueryException(Kind kind, String what, int index) {
    super("query: " + kind.words + " '" + what + "' (at index " + index + ")");
    this.kind = kind;
    this.index = index;
  }

  /// What is wrong.
  public Kind kind() {
    return kind;
  }

  /// Where in the query's source, in UTF-16 units.
  public int index() {
    return index;
  }
}
