/// For the compiler alone: modules whose bytes were validated before.
@org.jspecify.annotations.NullMarked
package graft.format.trusted;
