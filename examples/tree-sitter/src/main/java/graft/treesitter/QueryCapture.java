package graft.treesitter;

/// A node that a query has found, with the name that the query gives it.
///
/// @param patternIndex which pattern of the query has found it
/// @param name without the `@`
/// @param node what it is
public record QueryCapture(int patternIndex, String name, Node node) {}
