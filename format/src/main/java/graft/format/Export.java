package graft.format;

/// One entry of the export section.
///
/// @param name what others call it
/// @param kind which index space `index` belongs to
/// @param index in that index space, imports first
/// @param offset where the entry begins in the file, in bytes
public record Export(String name, ExternKind kind, int index, int offset) {}
