package graft.format;

/// The kinds of things that a module imports and exports; the ordinal is the byte in a binary.
public enum ExternKind {
  FUNCTION("function"),
  TABLE("table"),
  MEMORY("memory"),
  GLOBAL("global"),
  TAG("tag");

  private final String text;

  ExternKind(String text) {
    this.text = text;
  }

  /// The word that error messages use: `function`.
  @Override
  public String toString() {
    return text;
  }
}
