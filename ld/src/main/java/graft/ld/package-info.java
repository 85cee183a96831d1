/// The static linker: wasm-ld's options and wasm-ld's words.
///
/// {@link graft.ld.Linker} links in this JVM, {@link graft.ld.LinkCommand} is the command line. A
/// link goes through stages, each a value made from the one before:
///
/// - `Inputs`: the files of the command line, known by what they are (objects, archive members,
///   shared and stub libraries);
/// - `Resolution`: which files take part, and what every name stands for;
/// - `Liveness`: what garbage collection keeps;
/// - `Layout`: every index, slot and address of the output, and the linker's own functions;
/// - bytes: sections, with relocations applied.
///
/// Where wasm-ld's order of things decides about the bytes, it is kept: its output is the
/// reference.
@NullMarked
package graft.ld;

import org.jspecify.annotations.NullMarked;
