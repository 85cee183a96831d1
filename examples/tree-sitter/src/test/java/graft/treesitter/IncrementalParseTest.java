package graft.treesitter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

final class IncrementalParseTest {
  static final List<String> VERSIONS = Npm.VERSIONS;

  /// Keeps the text correct: with errors, what the parser makes of a text may depend on its past.
  private record Change(String from, String to) {}

  @ParameterizedTest
  @FieldSource("VERSIONS")
  void anEditedTreeParsesAgainToWhatAFreshParseGives(String version) {
    List<Change> changes =
        List.of(
            new Change("counter.add", "counter.addAll"),
            new Change("let shown = 0;", "let shown = 0; // größer\n    let 数 = '𝄞';"),
            new Change("'█'", "'é'"),
            new Change("    let 数 = '𝄞';", ""),
            new Change("if (!word) continue;", "if (!word) { continue; } else { word += word }"),
            new Change("import { readFile }", "/* 𝄞𝄞 */ import { readFile, writeFile }"),
            new Change("naïve();\n", "naïve();\nclass A extends B { m() { return super.m() } }\n"));
    String text = Sample.of("javascript").getFirst().text();
    try (TreeSitter treeSitter = Npm.load(version);
        Language language = Language.load(treeSitter, Npm.olderGrammar("javascript"));
        Parser parser = Parser.of(language)) {
      Tree tree = parser.parse(text);
      assertThat(tree.root().toSexp()).doesNotContain("ERROR");
      for (Change change : changes) {
        int start = text.indexOf(change.from());
        if (start < 0) {
          continue;
        }
        int end = start + change.from().length();
        tree.edit(Edit.replacing(text, start, end, change.to()));
        text = text.substring(0, start) + change.to() + text.substring(end);
        Tree next = parser.parse(text, tree);
        tree.close();
        tree = next;
        try (Tree fresh = parser.parse(text)) {
          assertThat(TreeText.of(tree)).as(change.toString()).isEqualTo(TreeText.of(fresh));
        }
      }
      tree.close();
    }
  }
}
