package graft.format;

/// The kinds of things that a module imports and exports.
public enum ExternKind {
  FUNCTION(0, "function"),
  TABLE(1, "table"),
  MEMORY(2, "memory"),
  GLOBAL(3, "global"),
  TAG(4, "tag");

  private final int code;
  private final String text;

  ExternKind(int code, String text) {
    this.code = code;
    this.text = text;
  }

  /// The byte that stands for this kind in a binary.
  public int code() {
    return code;
  }

  /// The word that error messages use: `function`.
  @Override
  public String toString() {
    return text;
  }
}
