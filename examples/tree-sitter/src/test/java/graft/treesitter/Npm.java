package graft.treesitter;

import graft.testkit.Requires;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Main modules and grammars of the installed npm packages; tests are skipped without them.
final class Npm {
  /// The versions of web-tree-sitter that are installed.
  static final List<String> VERSIONS = List.of("0.20.8", "0.25.10", "0.27.1");

  private Npm() {}

  /// A main module.
  static Path main(String version) {
    String file = version.equals("0.27.1") ? "web-tree-sitter.wasm" : "tree-sitter.wasm";
    return Requires.npm("web-tree-sitter-" + version + "/" + file);
  }

  static TreeSitter load(String version) {
    return TreeSitter.load(main(version));
  }

  /// The official grammar of a language.
  static Path grammar(String language) {
    String name = language.equals("tsx") ? "typescript" : language;
    return Requires.npm("tree-sitter-" + name + "/tree-sitter-" + language + ".wasm");
  }

  /// A grammar of package tree-sitter-wasms.
  static Path olderGrammar(String language) {
    return Requires.npm("tree-sitter-wasms/out/tree-sitter-" + language + ".wasm");
  }

  /// Writes a sample into a folder.
  static Path write(Path folder, Sample sample) {
    try {
      return Files.writeString(folder.resolve(sample.file()), sample.text());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
