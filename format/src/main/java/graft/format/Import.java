package graft.format;

/// One entry of the import section.
///
/// @param module first half of the name, such as `env`
/// @param name second half of the name
/// @param type what is wanted
/// @param typeIndex for functions and tags the index of the type in the type section, else -1
/// @param offset where the entry begins in the file, in bytes
public record Import(String module, String name, ExternType type, int typeIndex, int offset) {
  /// Which kind of thing is wanted.
  public ExternKind kind() {
    return type.kind();
  }
}
