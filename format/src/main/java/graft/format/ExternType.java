package graft.format;

/// The type of an import or export
/// ([spec](https://webassembly.github.io/spec/core/syntax/types.html#external-types)).
public sealed interface ExternType
    permits FunctionType, TableType, MemoryType, GlobalType, TagType {
  /// Which of the five kinds this is.
  ExternKind kind();
}
