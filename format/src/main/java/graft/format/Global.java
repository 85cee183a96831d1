package graft.format;

/// A global that the module defines.
///
/// @param initial the constant expression that gives its first value
public record Global(GlobalType type, CodeRange initial) {}
