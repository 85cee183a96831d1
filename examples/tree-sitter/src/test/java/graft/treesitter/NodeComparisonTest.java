package graft.treesitter;

import static org.assertj.core.api.Assertions.assertThat;

import graft.testkit.Requires;
import graft.testkit.TreeSitterOracle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The same packages, the same input: here and in Node.
final class NodeComparisonTest {
  @TempDir Path folder;

  /// A question to both.
  ///
  /// @param name for messages
  /// @param number of Node's answer
  /// @param answer ours
  private record Question(String name, int number, Supplier<String> answer) {}

  @Test
  void treesOfTheOldestMainAreNodesToTheCharacter() {
    List<Path> grammars = new ArrayList<>();
    // Lua's is the first: its scanner reads memory from malloc() that it has not written, and what
    // is there depends
    // on what ran before.
    for (String language : List.of("lua", "javascript", "python", "go", "rust", "css", "toml")) {
      grammars.add(Npm.olderGrammar(language));
    }
    for (String language : List.of("java", "json", "typescript")) {
      grammars.add(Npm.grammar(language));
    }
    compareTrees("0.20.8", grammars);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.25.10", "0.27.1"})
  void treesAreNodesToTheCharacter(String version) {
    List<Path> grammars = new ArrayList<>();
    for (String language :
        List.of(
            "c",
            "javascript",
            "typescript",
            "python",
            "java",
            "go",
            "rust",
            "bash",
            "json",
            "html",
            "css",
            "php",
            "regex")) {
      grammars.add(Npm.grammar(language));
    }
    compareTrees(version, grammars);
  }

  private void compareTrees(String version, List<Path> grammars) {
    TreeSitterOracle oracle = new TreeSitterOracle(version, folder);
    List<Question> questions = new ArrayList<>();
    try (TreeSitter treeSitter = Npm.load(version)) {
      for (Path grammar : grammars) {
        Language language = Language.load(treeSitter, grammar);
        for (Sample sample : Sample.of(language.name())) {
          Path source = Npm.write(folder, sample);
          questions.add(
              new Question(
                  sample.file(),
                  oracle.ask("sexp", grammar, source),
                  () -> parse(language, sample.text(), tree -> tree.root().toSexp() + "\n")));
          questions.add(
              new Question(
                  sample.file(),
                  oracle.ask("walk", grammar, source),
                  () -> parse(language, sample.text(), TreeText::of)));
        }
      }
      compare(oracle, questions);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.25.10", "0.27.1"})
  void queriesThatComeWithGrammarsFindWhatTheyFindInNode(String version) throws IOException {
    TreeSitterOracle oracle = new TreeSitterOracle(version, folder);
    List<Question> questions = new ArrayList<>();
    try (TreeSitter treeSitter = Npm.load(version)) {
      for (String name : List.of("javascript", "python", "ruby", "c", "css")) {
        Path grammar = Npm.grammar(name);
        Language language = Language.load(treeSitter, grammar);
        for (Sample sample : Sample.of(name)) {
          Path source = Npm.write(folder, sample);
          for (String file : List.of("highlights.scm", "tags.scm")) {
            Path queries = Requires.npm("tree-sitter-" + name).resolve("queries").resolve(file);
            if (Files.exists(queries)) {
              String text = Files.readString(queries);
              questions.add(
                  new Question(
                      sample.file() + " " + file,
                      oracle.ask("query", grammar, source, queries.toString()),
                      () -> parse(language, sample.text(), tree -> query(language, text, tree))));
            }
          }
        }
      }
      compare(oracle, questions);
    }
  }

  private static String query(Language language, String text, Tree tree) {
    try (Query query = Query.of(language, text)) {
      return TreeText.of(query, tree);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.20.8", "0.25.10", "0.27.1"})
  void anyEditParsesToWhatItDoesInNode(String version) throws IOException {
    long seed = 20_250_101;
    Random random = new Random(seed);
    TreeSitterOracle oracle = new TreeSitterOracle(version, folder);
    List<Question> questions = new ArrayList<>();
    Path grammar = Npm.grammar("json");
    Path source = folder.resolve("source");
    String text = Sample.of("json").getFirst().text();
    Files.writeString(source, text);
    String[] pieces = {"", "{", "]", ",", "\"", "é𝄞", "[1, {\"x\": null}]", "\n\n", "true"};
    try (TreeSitter treeSitter = Npm.load(version)) {
      Language language = Language.load(treeSitter, grammar);
      for (int i = 0; i < 60; i++) {
        int start = random.nextInt(text.length());
        int end = Math.min(text.length(), start + random.nextInt(12));
        if (Character.isLowSurrogate(text.charAt(start))
            || (end < text.length() && Character.isLowSurrogate(text.charAt(end)))) {
          continue;
        }
        String piece = pieces[random.nextInt(pieces.length)];
        Path replacement = Files.writeString(folder.resolve("replacement-" + i), piece);
        questions.add(
            new Question(
                "seed " + seed + ": " + start + " to " + end + " by " + piece,
                oracle.ask("edit", grammar, source, start + "", end + "", replacement.toString()),
                () -> edit(language, text, start, end, piece)));
      }
      compare(oracle, questions);
    }
  }

  private static String edit(Language language, String text, int start, int end, String piece) {
    String changed = text.substring(0, start) + piece + text.substring(end);
    try (Parser parser = Parser.of(language);
        Tree old = parser.parse(text)) {
      old.edit(Edit.replacing(text, start, end, piece));
      try (Tree tree = parser.parse(changed, old)) {
        return TreeText.ofEdit(old, tree);
      }
    }
  }

  private static String parse(Language language, String text, Function<Tree, String> printer) {
    try (Parser parser = Parser.of(language);
        Tree tree = parser.parse(text)) {
      return printer.apply(tree);
    }
  }

  private static void compare(TreeSitterOracle oracle, List<Question> questions) {
    oracle.answer();
    assertThat(questions).isNotEmpty();
    for (Question question : questions) {
      assertThat(question.answer().get())
          .as(question.name())
          .isEqualTo(oracle.answer(question.number()))
          .doesNotStartWith("error: ");
    }
  }
}
