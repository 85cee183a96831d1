package graft.dl;

/// Is told what the loader does, like `LD_DEBUG` of `ld.so`.
@FunctionalInterface
public interface LoadTrace {
  /// Takes a line.
  void line(Topic topic, String text);

  /// What lines are about.
  enum Topic {
    /// Libraries and where they are put.
    LIBS,
    /// Where files are looked for.
    FILES,
    /// Where symbols are looked for.
    SYMBOLS,
    /// What imports are bound to.
    BINDINGS,
    /// Entries of the global offset table.
    RELOC,
    /// How long it took.
    STATISTICS
  }
}
