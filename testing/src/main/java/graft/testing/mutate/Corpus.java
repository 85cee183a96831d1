package graft.testing.mutate;

import graft.testkit.Requires;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The real modules that are damaged: the linked cases, and npm's tree-sitter mains and grammars
/// where they are installed.
final class Corpus {
  private Corpus() {}

  /// All modules that this machine has, those of the project first.
  static List<Path> modules() throws IOException {
    List<Path> found = new ArrayList<>();
    Path root = Requires.root();
    collect(root.resolve("dl/src/test/cases"), found);
    Path shared = root.resolveSibling("shared");
    String given = System.getenv("GRAFT_SHARED");
    collect((given == null ? shared : Path.of(given)).resolve("cases"), found);
    collect(root.resolve("testing/npm/node_modules"), found);
    return found;
  }

  /// Tree-sitter's main module that most grammars fit, or null where npm's packages are missing.
  static @Nullable Path treeSitterMain() {
    Path file =
        Requires.root()
            .resolve("testing/npm/node_modules/web-tree-sitter-0.25.10/tree-sitter.wasm");
    return Files.exists(file) ? file : null;
  }

  private static void collect(Path folder, List<Path> found) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        if ((name.endsWith(".wasm") || name.endsWith(".so")) && isWasm(file)) {
          found.add(file);
        }
      }
    }
  }

  private static boolean isWasm(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] magic = in.readNBytes(4);
      return magic.length == 4 && magic[0] == 0 && magic[1] == 'a' && magic[2] == 's';
    }
  }
}
