package graft.testing.ld;

import java.util.List;

/// A link that is made twice: by Graft and by wasm-ld-22.
///
/// @param name of the pair
/// @param words the linker's arguments but for the output; objects are paths
/// @param program whether the output runs by itself
/// @param printed what the program prints, or empty if it only has to print the same twice
record Twin(String name, List<String> words, boolean program, String printed) {}
