package graft.ld;

/// A file that the caller has in memory. Where an option or an argument names it, these bytes are
/// taken, and no file is read.
///
/// @param name as the arguments call it
/// @param bytes the file; must not be changed while the link runs
public record LinkInput(String name, byte[] bytes) {}
