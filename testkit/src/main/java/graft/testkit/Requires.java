package graft.testkit;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/// What a test needs of the machine. Where it is missing the test is skipped with a message that
/// says what would be needed; in CI (environment variable `GRAFT_CI=true`) everything is there, and
/// the test fails instead.
///
/// ```java
/// Path cases = Requires.shared("cases");
/// Path grammar = Requires.npm("tree-sitter-c/tree-sitter-c.wasm");
/// Path clang = Requires.tool("clang-22");
/// ```
public final class Requires {
  private Requires() {}

  /// The project's root folder: system property `graft.root` (Maven sets it), or else the nearest
  /// folder upwards that holds the launcher.
  ///
  /// @return an absolute path
  public static Path root() {
    @Nullable String given = System.getProperty("graft.root");
    if (given != null) {
      return Path.of(given).toAbsolutePath().normalize();
    }
    Path start = Path.of("").toAbsolutePath();
    for (@Nullable Path folder = start; folder != null; folder = folder.getParent()) {
      if (Files.isRegularFile(folder.resolve("graft"))
          && Files.isRegularFile(folder.resolve("pom.xml"))) {
        return folder;
      }
    }
    throw new AssertionError("BUG: " + start + " is not inside of the project; set -Dgraft.root");
  }

  /// A file or folder of those that the project keeps outside of its repository: below system
  /// property `graft.shared`, or environment variable `GRAFT_SHARED`, or `../shared` beside the
  /// project.
  ///
  /// @param path relative to that folder, such as `cases`
  /// @return the path; it exists
  /// @throws TestAbortedException if it does not (not in CI)
  /// @throws AssertionError if it does not, in CI
  public static Path shared(String path) {
    Path file = sharedRoot().resolve(path);
    return existing(file, file + " (set GRAFT_SHARED to the folder that holds " + path + ")");
  }

  /// A file or folder of an npm package.
  ///
  /// @param path the package's name and the path in it, such as `tree-sitter-c/tree-sitter-c.wasm`
  /// @return the path; it exists
  /// @throws TestAbortedException if it does not (not in CI)
  /// @throws AssertionError if it does not, in CI
  public static Path npm(String path) {
    return existing(
        root().resolve("testing/npm/node_modules").resolve(path),
        "npm package file " + path + " (./dev npm installs the packages)");
  }

  /// A file or folder of the machine.
  ///
  /// @param path an absolute path
  /// @param remedy what brings it
  /// @return the path; it exists
  /// @throws TestAbortedException if it does not (not in CI)
  /// @throws AssertionError if it does not, in CI
  public static Path file(String path, String remedy) {
    return existing(Path.of(path), path + ": " + remedy);
  }

  /// A program.
  ///
  /// @param name its name, such as `wasm-ld-22`
  /// @return where it is on the `PATH`
  /// @throws TestAbortedException if it is not (not in CI)
  /// @throws AssertionError if it is not, in CI
  public static Path tool(String name) {
    @Nullable String path = System.getenv("PATH");
    return Arrays.stream((path == null ? "" : path).split(File.pathSeparator, -1))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> missing("program " + name + " on the PATH"));
  }

  private static Path sharedRoot() {
    @Nullable String property = System.getProperty("graft.shared");
    @Nullable String given = property != null ? property : System.getenv("GRAFT_SHARED");
    return given != null ? Path.of(given).toAbsolutePath() : root().resolveSibling("shared");
  }

  private static Path existing(Path path, String what) {
    if (!Files.exists(path)) {
      throw missing(what);
    }
    return path;
  }

  private static RuntimeException missing(String what) {
    String message = "this test needs " + what;
    if ("true".equals(System.getenv("GRAFT_CI"))) {
      throw new AssertionError(message);
    }
    return new TestAbortedException(message);
  }
}
