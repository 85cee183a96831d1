package graft.testing.treesitter;

import graft.dl.LoadException;
import graft.testing.BoundedThread;
import graft.testkit.Requires;
import graft.testkit.TreeSitterOracle;
import graft.treesitter.Language;
import graft.treesitter.Parser;
import graft.treesitter.Sample;
import graft.treesitter.Tree;
import graft.treesitter.TreeSitter;
import graft.treesitter.TreeSitterException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/// Loads every grammar under `testing/npm/node_modules` into every main module, parses the samples
/// of its language, and compares the trees with those of the same packages in Node.
///
/// Where Node refuses, Graft must do so, too, with an error that says why. Grammars with an old
/// `dylink` section, which 0.27.1's JavaScript does not read any more, get a new one for Node;
/// Graft loads them as they are.
public final class TreeSitterSuite {
  private static final Map<String, String> MAINS = new LinkedHashMap<>();

  static {
    MAINS.put("0.25.10", "tree-sitter.wasm");
    MAINS.put("0.20.8", "tree-sitter.wasm");
    MAINS.put("0.27.1", "web-tree-sitter.wasm");
  }

  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final long STACK = 64L << 20;

  private final PrintStream out;
  private final Path packages;
  private final Path folder;
  private final List<String> patterns;
  private int passed;
  private int failed;
  private int skipped;
  private @Nullable TreeSitter treeSitter;

  /// A grammar and a file to parse.
  ///
  /// @param name for the report
  /// @param question its number at the oracle
  private record Case(String name, Path grammar, Sample sample, int question) {}

  private TreeSitterSuite(PrintStream out, Path packages, Path folder, List<String> patterns) {
    this.out = out;
    this.packages = packages;
    this.folder = folder;
    this.patterns = patterns;
  }

  /// Runs the suite and ends the JVM: 0 if nothing failed.
  ///
  /// @param args parts of names: only grammars whose path holds one of them; all if there are none
  public static void main(String[] args) throws IOException {
    Path folder = Files.createTempDirectory("graft-treesitter");
    int failed = 0;
    try {
      Path packages = Requires.npm("web-tree-sitter-0.27.1").resolveSibling(".").normalize();
      failed = new TreeSitterSuite(System.out, packages, folder, List.of(args)).run();
    } catch (TestAbortedException e) {
      System.out.println("skipped: " + e.getMessage());
      System.out.println("0 passed, 0 failed, 1 skipped");
    } finally {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    }
    System.exit(failed == 0 ? 0 : 1);
  }

  private int run() throws IOException {
    List<Path> grammars = grammars();
    for (String version : MAINS.keySet()) {
      TreeSitterOracle oracle = new TreeSitterOracle(version, folder);
      List<Case> cases = new ArrayList<>();
      for (Path grammar : grammars) {
        addCases(oracle, version, grammar, cases);
      }
      oracle.answer();
      for (Case each : cases) {
        run(version, each, oracle.answer(each.question()));
      }
      closeMain();
    }
    out.println(passed + " passed, " + failed + " failed, " + skipped + " skipped");
    return failed;
  }

  private List<Path> grammars() throws IOException {
    try (Stream<Path> files = Files.walk(packages)) {
      return files
          .filter(file -> file.getFileName().toString().matches("tree-sitter-.*\\.wasm"))
          .filter(
              file -> patterns.isEmpty() || patterns.stream().anyMatch(file.toString()::contains))
          .sorted()
          .toList();
    }
  }

  private void addCases(TreeSitterOracle oracle, String version, Path grammar, List<Case> cases)
      throws IOException {
    String file = grammar.getFileName().toString();
    String language =
        file.substring("tree-sitter-".length(), file.length() - ".wasm".length()).replace('-', '_');
    List<Sample> samples = Sample.of(language);
    if (samples.isEmpty()) {
      out.println("skipped: " + packages.relativize(grammar) + ": no sample of this language");
      skipped++;
    }
    Path nodesGrammar = version.equals("0.27.1") ? withNewDylink(grammar) : grammar;
    for (Sample sample : samples) {
      Path source = folder.resolve(sample.file());
      Files.writeString(source, sample.text());
      String name = version + " " + packages.relativize(grammar) + " " + sample.file();
      cases.add(new Case(name, grammar, sample, oracle.ask("sexp", nodesGrammar, source)));
    }
  }

  private Path withNewDylink(Path grammar) throws IOException {
    byte[] module = Files.readAllBytes(grammar);
    return NewDylink.isNeededBy(module)
        ? Files.write(Files.createTempFile(folder, "new-", ".wasm"), NewDylink.rewritten(module))
        : grammar;
  }

  private void run(String version, Case each, String nodes) {
    String problem;
    try {
      String found =
          BoundedThread.call(each.name(), STACK, LIMIT, () -> parse(version, each) + "\n");
      problem = found.equals(nodes) ? null : difference(nodes, found);
    } catch (Exception e) {
      // A process in which something went wrong is not used again.
      treeSitter = null;
      Throwable thrown = e.getCause() == null ? e : e.getCause();
      boolean refused = thrown instanceof LoadException || thrown instanceof TreeSitterException;
      problem =
          nodes.startsWith("error: ") && refused
              ? null
              : "expected " + shortened(nodes) + ", found " + shortened(thrown.toString());
    }
    if (problem == null) {
      passed++;
    } else {
      failed++;
      out.println("failed: " + each.name() + ": " + problem);
    }
  }

  private String parse(String version, Case each) {
    @Nullable TreeSitter main = treeSitter;
    if (main == null) {
      main =
          TreeSitter.load(
              packages.resolve("web-tree-sitter-" + version).resolve(MAINS.get(version)));
      treeSitter = main;
    } else {
      main.process().acquire();
    }
    try (Language language = Language.load(main, each.grammar());
        Parser parser = Parser.of(language);
        Tree tree = parser.parse(each.sample().text())) {
      return tree.root().toSexp();
    } finally {
      // The next parse is another thread's.
      main.process().release();
    }
  }

  private void closeMain() {
    if (treeSitter != null) {
      treeSitter.process().acquire();
      treeSitter.close();
      treeSitter = null;
    }
  }

  private static String difference(String expected, String found) {
    int at = 0;
    while (at < Math.min(expected.length(), found.length())
        && expected.charAt(at) == found.charAt(at)) {
      at++;
    }
    int from = Math.max(0, at - 30);
    return "at "
        + at
        + " expected ..."
        + shortened(expected.substring(from))
        + ", found ..."
        + shortened(found.substring(from));
  }

  private static String shortened(String text) {
    String line = text.strip().replace('\n', ' ');
    return line.length() <= 160 ? line : line.substring(0, 160) + "...";
  }
}
