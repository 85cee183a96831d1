package graft.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// npm's web-tree-sitter, run in Node on the same files: what `testing/npm/tree-sitter-oracle.mjs`
/// says.
public final class TreeSitterOracle {
  private final String version;
  private final Path node;
  private final Path script;
  private final Path folder;
  private final List<String> jobs = new ArrayList<>();

  /// An oracle that has not been asked yet. The test is skipped where Node or the package is
  /// missing.
  ///
  /// @param version of web-tree-sitter: `0.27.1`
  /// @param folder for the answers
  public TreeSitterOracle(String version, Path folder) {
    this.version = version;
    this.folder = folder;
    node = Requires.tool("node");
    Requires.npm("web-tree-sitter-" + version);
    script = Requires.root().resolve("testing/npm/tree-sitter-oracle.mjs");
  }

  /// Adds a question.
  ///
  /// @param kind what is asked; the script lists the kinds
  /// @param more what the kind wants further
  /// @return the number of its answer
  public int ask(String kind, Path grammar, Path source, String... more) {
    List<String> fields = new ArrayList<>();
    fields.add(kind);
    fields.add(answerFile(jobs.size()).toString());
    fields.add(grammar.toString());
    fields.add(source.toString());
    fields.addAll(List.of(more));
    jobs.add(String.join("\t", fields));
    return jobs.size() - 1;
  }

  /// Runs Node once, for all questions.
  public void answer() {
    try {
      Path input = Files.write(folder.resolve("jobs-" + version + ".txt"), jobs);
      Process process =
          new ProcessBuilder(node.toString(), script.toString(), version)
              .redirectInput(input.toFile())
              .redirectErrorStream(true)
              .start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError("node " + script + " " + version + " failed:\n" + output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  /// An answer; it begins with `error: ` if there is none.
  public String answer(int number) {
    try {
      return Files.readString(answerFile(number));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path answerFile(int number) {
    return folder.resolve(version + "-" + number + ".txt");
  }
}
