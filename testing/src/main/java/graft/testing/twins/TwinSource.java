package graft.testing.twins;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/// A program in a folder, with a file `build.txt` that says how it is put together: a line for each
/// library, in the order of building, and one for the program itself.
///
/// ```
/// # what it shows
/// side libb.so b.c
/// side liba.so a.c libb.so -rpath=$ORIGIN
/// main main.c liba.so
/// only lld22 emcc
/// variant small sides -O2 -sSIDE_MODULE=2 main -O2 -sMAIN_MODULE=2
/// ```
///
/// A word that ends in `.c` or `.cpp` is a source, one that begins with `-` an option, any other a
/// library to link with. `only` names the ways in which it can be built; without it all are tried.
/// `variant` is a further way: Emscripten, with options for all parts, or for those named before
/// them.
///
/// @param folder with the sources
/// @param parts in the order of building, the program itself last
/// @param toolchains that can build it
/// @param variants further ways to build it with Emscripten
record TwinSource(
    Path folder, List<Part> parts, Set<Toolchain> toolchains, List<Variant> variants) {
  /// Options for Emscripten.
  ///
  /// @param name of this way
  /// @param sides options for the libraries
  /// @param main options for the program
  record Variant(String name, List<String> sides, List<String> main) {
    /// A part with these options.
    Part of(Part part) {
      List<String> options = new ArrayList<>(part.options());
      (part.isMain() ? main : sides).forEach(word -> options.add("-emcc:" + word));
      return new Part(part.name(), part.sources(), part.libraries(), options);
    }
  }

  /// A library or the program.
  ///
  /// @param name of the file
  /// @param sources to compile
  /// @param libraries to link with
  /// @param options such as `-rpath=$ORIGIN/sub`, `-Bsymbolic`, `-tls`, `-eh`, `-exnref`
  record Part(String name, List<String> sources, List<String> libraries, List<String> options) {
    boolean isMain() {
      return name.equals("main");
    }

    boolean isCxx() {
      return sources.stream().anyMatch(source -> source.endsWith(".cpp"));
    }
  }

  /// The name that patterns and messages use.
  String name() {
    return Objects.requireNonNull(folder.getFileName()).toString();
  }

  /// What the program prints natively.
  Path expected() {
    return folder.resolve("expected.txt");
  }

  /// Reads `build.txt`.
  static TwinSource read(Path folder) throws IOException {
    List<Part> parts = new ArrayList<>();
    Set<Toolchain> toolchains = EnumSet.allOf(Toolchain.class);
    List<Variant> variants = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("build.txt"))) {
      List<String> words = List.of(line.strip().split("\\s+"));
      switch (words.get(0)) {
        case "", "#" -> {}
        case "side" -> parts.add(part(words.get(1), words.subList(2, words.size())));
        case "main" -> parts.add(part("main", words.subList(1, words.size())));
        case "only" -> {
          toolchains.clear();
          words
              .subList(1, words.size())
              .forEach(word -> toolchains.add(Toolchain.valueOf(word.toUpperCase(Locale.ROOT))));
        }
        case "variant" -> variants.add(variant(words.get(1), words.subList(2, words.size())));
        default -> throw new IOException(folder + "/build.txt: no such line: " + line);
      }
    }
    return new TwinSource(folder, parts, toolchains, variants);
  }

  private static Variant variant(String name, List<String> words) {
    List<String> sides = new ArrayList<>();
    List<String> main = new ArrayList<>();
    boolean forSides = true;
    boolean forMain = true;
    for (String word : words) {
      switch (word) {
        case "sides" -> {
          forSides = true;
          forMain = false;
        }
        case "main" -> {
          forSides = false;
          forMain = true;
        }
        default -> {
          if (forSides) {
            sides.add(word);
          }
          if (forMain) {
            main.add(word);
          }
        }
      }
    }
    return new Variant(name, sides, main);
  }

  private static Part part(String name, List<String> words) {
    List<String> sources = new ArrayList<>();
    List<String> libraries = new ArrayList<>();
    List<String> options = new ArrayList<>();
    for (String word : words) {
      if (word.startsWith("-")) {
        options.add(word);
      } else if (word.endsWith(".c") || word.endsWith(".cpp")) {
        sources.add(word);
      } else {
        libraries.add(word);
      }
    }
    return new Part(name, sources, libraries, options);
  }
}
