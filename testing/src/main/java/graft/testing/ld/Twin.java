package graft.testing.ld;

import java.nio.file.Path;
import java.util.List;

/// A link that is made twice: by Graft and by wasm-ld-22.
///
/// @param name of the pair
/// @param folder where relative paths begin
/// @param words the linker's arguments but for the output; objects are paths
/// @param program whether the output runs by itself
/// @param printed what the program prints, or empty if it only has to print the same twice
record Twin(String name, Path folder, List<String> words, boolean program, String printed) {
  Twin(String name, List<String> words, boolean program, String printed) {
    this(name, Path.of(""), words, program, printed);
  }
}
