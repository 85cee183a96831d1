package graft.dl;

/// In which order the constructors of the modules run that are loaded at start.
public enum ConstructorOrder {
  /// What the main module was made for: {@link #MAIN_FIRST} for Emscripten's, else {@link
  /// #DEPENDENCIES_FIRST}.
  AUTOMATIC,
  /// Main first, then the libraries, each after those that it needs: Emscripten's order.
  MAIN_FIRST,
  /// Every module after those that it needs, main last: ELF's order.
  DEPENDENCIES_FIRST
}
