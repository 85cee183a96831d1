package graft.treesitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class NodeTest {
  private static @Nullable TreeSitter shared;

  private static Language javaScript() {
    return Objects.requireNonNull(language);
  }

  private static @Nullable Language language;

  @BeforeAll
  static void load() {
    shared = Npm.load("0.27.1");
    language = Language.load(shared, Npm.grammar("javascript"));
  }

  @AfterAll
  static void close() {
    if (shared != null) {
      shared.close();
    }
  }

  private static Tree parse(String text) {
    try (Parser parser = Parser.of(javaScript())) {
      return parser.parse(text);
    }
  }

  @Test
  void childrenAreInTheOrderOfTheText() {
    try (Tree tree = parse("let a = 1 + 2;")) {
      Node declaration = tree.root().namedChildren().getFirst();
      assertThat(declaration.children())
          .extracting(Node::type)
          .containsExactly("let", "variable_declarator", ";");
      assertThat(declaration.childCount()).isEqualTo(3);
      assertThat(declaration.namedChildCount()).isEqualTo(1);
      assertThat(declaration.child(2)).isEqualTo(declaration.children().get(2));
      assertThat(declaration.child(3)).isNull();
      assertThat(declaration.namedChild(0)).isEqualTo(declaration.child(1));
      Node let = declaration.children().getFirst();
      assertThat(let.isNamed()).isFalse();
      assertThat(let.previousSibling()).isNull();
      assertThat(let.nextSibling()).isEqualTo(declaration.child(1));
      assertThat(let.nextNamedSibling()).isEqualTo(declaration.child(1));
      assertThat(declaration.children().getLast().previousNamedSibling())
          .isEqualTo(declaration.child(1));
      assertThat(let.parent()).isEqualTo(declaration);
      assertThat(tree.root().parent()).isNull();
    }
  }

  @Test
  void fieldsAreFoundByName() {
    try (Tree tree = parse("f(1, 2)")) {
      Node call =
          Objects.requireNonNull(tree.root().descendantsOfType("call_expression").getFirst());
      assertThat(Objects.requireNonNull(call.child("function")).text()).isEqualTo("f");
      assertThat(Objects.requireNonNull(call.child("arguments")).text()).isEqualTo("(1, 2)");
      assertThat(call.children("arguments")).hasSize(1);
      assertThat(call.fieldOfChild(0)).isEqualTo("function");
      assertThat(call.child("no such field")).isNull();
      assertThat(call.child("left")).isNull();
    }
  }

  @Test
  void positionsCountUtf16Units() {
    try (Tree tree = parse("/* 𝄞é */\n'ß𝄞' + x")) {
      Node name = tree.root().descendantsOfType("identifier").getFirst();
      assertThat(name.range()).isEqualTo(new Range(18, 19, new Point(1, 8), new Point(1, 9)));
      assertThat(name.text()).isEqualTo("x");
      Node string = tree.root().descendantsOfType("string").getFirst();
      assertThat(string.text()).isEqualTo("'ß𝄞'");
      assertThat(tree.root().descendant(11, 11)).isEqualTo(string.child(1));
      assertThat(tree.root().namedDescendant(new Point(1, 8), new Point(1, 9))).isEqualTo(name);
    }
  }

  @Test
  void errorsAndMissingTokensAreMarked() {
    try (Tree tree = parse("f(1;\n) %% x")) {
      assertThat(tree.root().hasError()).isTrue();
      assertThat(tree.root().isError()).isFalse();
    }
    try (Tree tree = parse("f(1;")) {
      Node missing = tree.root().descendantsOfType(")").getFirst();
      assertThat(tree.root().toSexp()).contains("(MISSING \")\")");
      assertThat(missing.isMissing()).isTrue();
      assertThat(missing.startIndex()).isEqualTo(3);
    }
    try (Tree tree = parse("@@@")) {
      List<Node> errors = tree.root().descendantsOfType("ERROR");
      assertThat(tree.root().toSexp()).contains("ERROR");
      assertThat(errors).isNotEmpty().allMatch(Node::isError);
    }
    try (Tree tree = parse("x // extra")) {
      assertThat(tree.root().descendantsOfType("comment")).hasSize(1).allMatch(Node::isExtra);
    }
  }

  @Test
  void aCursorGoesEverywhere() {
    try (Tree tree = parse("a; b");
        TreeCursor cursor = tree.walk()) {
      assertThat(cursor.parent()).isFalse();
      assertThat(cursor.firstChild()).isTrue();
      assertThat(cursor.node().text()).isEqualTo("a;");
      assertThat(cursor.depth()).isEqualTo(1);
      try (TreeCursor copy = cursor.copy()) {
        assertThat(copy.nextSibling()).isTrue();
        assertThat(copy.node().text()).isEqualTo("b");
        assertThat(copy.nextSibling()).isFalse();
        assertThat(copy.previousSibling()).isTrue();
        assertThat(copy.node()).isEqualTo(cursor.node());
      }
      cursor.reset(tree.root());
      assertThat(cursor.lastChild()).isTrue();
      assertThat(cursor.node().text()).isEqualTo("b");
      assertThat(cursor.parent()).isTrue();
      assertThat(cursor.firstChild(3)).isTrue();
      assertThat(cursor.node().text()).isEqualTo("b");
      assertThat(cursor.parent()).isTrue();
      assertThat(cursor.firstChild(4)).isFalse();
      assertThat(cursor.node()).isEqualTo(tree.root());
    }
  }

  @Test
  void anEditMarksWhatHasChanged() {
    try (Tree tree = parse("a + b")) {
      tree.edit(Edit.replacing("a + b", 4, 5, "ccc"));
      assertThat(tree.root().hasChanges()).isTrue();
      assertThat(tree.root().endIndex()).isEqualTo(7);
      try (Parser parser = Parser.of(javaScript());
          Tree next = parser.parse("a + ccc", tree)) {
        assertThat(next.root().hasChanges()).isFalse();
        assertThat(next.root().text()).isEqualTo("a + ccc");
      }
    }
  }

  @Test
  void aTextMayComeInPieces() {
    String text = "x = [" + "1, ".repeat(5000) + "'𝄞'];";
    try (Parser parser = Parser.of(javaScript());
        Tree whole = parser.parse(text);
        Tree pieces =
            parser.parse(
                (index, _) ->
                    index < text.length()
                        ? text.substring(index, Math.min(text.length(), index + 7))
                        : null,
                null,
                ParseOptions.DEFAULT)) {
      assertThat(pieces.root().toSexp()).isEqualTo(whole.root().toSexp());
      assertThat(pieces.root().text()).isEqualTo(text);
    }
  }

  @Test
  void onlyIncludedRangesAreParsed() {
    String text = "<b>let x = 1</b>";
    Range range = new Range(3, 12, new Point(0, 3), new Point(0, 12));
    try (Parser parser = Parser.of(javaScript());
        Tree tree =
            parser.parse(Tree.inputOf(text), null, new ParseOptions(List.of(range), null))) {
      assertThat(tree.root().hasError()).isFalse();
      assertThat(tree.includedRanges()).containsExactly(range);
      assertThat(tree.root().startIndex()).isEqualTo(3);
    }
  }

  @Test
  void aParseCanBeStopped() {
    String text = "f(x);\n".repeat(20_000);
    List<Integer> seen = new ArrayList<>();
    try (Parser parser = Parser.of(javaScript())) {
      ParseOptions options =
          new ParseOptions(
              List.of(),
              progress -> {
                seen.add(progress.index());
                return progress.index() > 1000;
              });
      assertThatThrownBy(() -> parser.parse(Tree.inputOf(text), null, options))
          .isInstanceOf(TreeSitterException.class)
          .hasMessage("the parse was stopped");
      assertThat(seen).isSorted().last().satisfies(last -> assertThat(last).isGreaterThan(1000));
      try (Tree tree = parser.parse("1")) {
        assertThat(tree.root().toSexp()).isEqualTo("(program (expression_statement (number)))");
      }
    }
  }

  @Test
  void anInputThatThrowsLeavesTheParserUsable() {
    try (Parser parser = Parser.of(javaScript())) {
      for (int i = 0; i < 200; i++) {
        assertThatThrownBy(() ->
                parser.parse(
                    (_, _) -> {
                      throw new IllegalArgumentException("no input");
                    },
                    null,
                    ParseOptions.DEFAULT))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("no input");
      }
      try (Tree tree = parser.parse("1")) {
        assertThat(tree.root().toSexp()).isEqualTo("(program (expression_statement (number)))");
      }
    }
  }

  @Test
  void theParserTellsWhatItDoes() {
    List<String> messages = new ArrayList<>();
    try (Parser parser = Parser.of(javaScript())) {
      parser.setLogger((isLex, message) -> messages.add((isLex ? "lex " : "parse ") + message));
      parser.parse("1").close();
      assertThat(messages).anyMatch(message -> message.startsWith("lex consume character:'1'"));
      assertThat(messages).anyMatch(message -> message.startsWith("parse shift"));
      parser.setLogger(null);
      messages.clear();
      parser.parse("1").close();
      assertThat(messages).isEmpty();
    }
  }

  @Test
  void whatIsClosedSaysSo() {
    Tree tree = parse("1");
    Node root = tree.root();
    Tree copy = tree.copy();
    tree.close();
    tree.close();
    assertThatThrownBy(root::type)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("this tree has been closed");
    assertThat(copy.root().type()).isEqualTo("program");
    copy.close();
    Parser parser = Parser.of(javaScript());
    parser.close();
    assertThatThrownBy(() -> parser.parse("1"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("this parser has been closed");
  }

  @Test
  void treesParsersCursorsAndQueriesAreFreed() {
    String text = Sample.of("javascript").getFirst().text();
    int size = 0;
    for (int i = 0; i < 300; i++) {
      try (Parser parser = Parser.of(javaScript());
          Tree tree = parser.parse(text);
          Tree copy = tree.copy();
          TreeCursor cursor = copy.walk();
          Query query = Query.of(javaScript(), "(identifier) @name")) {
        cursor.firstChild();
        query.captures(tree.root());
        tree.root().children();
        tree.root().toSexp();
      }
      int now = Objects.requireNonNull(shared).engine().allocate(1 << 16);
      Objects.requireNonNull(shared).engine().free(now);
      if (i == 100) {
        size = now;
      }
      if (i > 100) {
        // The next free address does not move up.
        assertThat(now).isLessThanOrEqualTo(size);
      }
    }
  }
}
