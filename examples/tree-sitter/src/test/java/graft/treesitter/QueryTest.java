package graft.treesitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import graft.testkit.TreeSitterOracle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class QueryTest {
  private static final String SOURCE =
      """
      function größe(a, a2) { return a + MAX_SIZE; }
      class Box { get größe() { return 'x' === "x"; } }
      größe(1); größe(größe(2)); other(a, a); // TODO: é
      /* none */ a.b(1, x => x);
      """;

  /// One for each form of predicate, met and not.
  private static final List<String> QUERIES =
      List.of(
          "(call_expression function: (identifier) @f (#eq? @f \"größe\"))",
          "(call_expression function: (identifier) @f (#not-eq? @f \"größe\"))",
          "(binary_expression left: (_) @a right: (_) @b (#eq? @a @b))",
          "(binary_expression left: (_) @a right: (_) @b (#not-eq? @a @b))",
          "(arguments (identifier)+ @all (#eq? @all \"a\"))",
          "(arguments (_)+ @all (#any-eq? @all \"2\"))",
          "(formal_parameters (identifier)+ @all (#any-not-eq? @all \"a\"))",
          "((identifier) @c (#match? @c \"^[A-Z_]+$\"))",
          "((identifier) @c (#not-match? @c \"^[A-Z_]+$\"))",
          "((comment) @c (#match? @c \"\\\\bTODO:\\\\s+[^\\\\u0000-\\\\u007f]\"))",
          "(formal_parameters (identifier)+ @all (#any-match? @all \"\\\\d$\"))",
          "(formal_parameters (identifier)+ @all (#any-not-match? @all \"\\\\d$\"))",
          "((identifier) @c (#any-of? @c \"MAX_SIZE\" \"größe\" \"other\"))",
          "((identifier) @c (#not-any-of? @c \"MAX_SIZE\" \"größe\" \"other\"))",
          "(call_expression function: (identifier)? @none arguments: (_) @x (#match? @none \"o\"))",
          "(call_expression function: (identifier)? @none arguments: (_) @x (#not-match? @none \"o\"))",
          "(call_expression function: (identifier)? @none arguments: (_) @x (#any-of? @none \"o\"))",
          "((identifier) @c (#set! kind \"name\") (#set! bare) (#is? local) (#is-not? global \"x\"))",
          "((identifier) @c (#my-own? @c \"text\" @c))",
          "(_ body: (_) @inner) @outer",
          "\"return\" @keyword \"function\" @keyword (#eq? @keyword \"return\")");

  private static @Nullable TreeSitter shared;
  private static @Nullable Language language;
  @TempDir Path folder;

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

  private static Language javaScript() {
    return Objects.requireNonNull(language);
  }

  private static Query query(String source) {
    return Query.of(javaScript(), source);
  }

  @Test
  void everyPredicateFiltersAsItDoesInNode() throws IOException {
    TreeSitterOracle oracle = new TreeSitterOracle("0.27.1", folder);
    Path source = Files.writeString(folder.resolve("source.js"), SOURCE);
    List<Integer> numbers = new ArrayList<>();
    for (String each : QUERIES) {
      Path file = Files.writeString(folder.resolve(numbers.size() + ".scm"), each);
      numbers.add(oracle.ask("query", Npm.grammar("javascript"), source, file.toString()));
    }
    oracle.answer();
    try (Parser parser = Parser.of(javaScript());
        Tree tree = parser.parse(SOURCE)) {
      for (int i = 0; i < QUERIES.size(); i++) {
        try (Query query = query(QUERIES.get(i))) {
          assertThat(TreeText.of(query, tree))
              .as(QUERIES.get(i))
              .isEqualTo(oracle.answer(numbers.get(i)));
        }
      }
    }
  }

  @Test
  void oldMainsAnswerQueries() {
    for (String version : Npm.VERSIONS) {
      try (TreeSitter treeSitter = Npm.load(version);
          Language json = Language.load(treeSitter, Npm.grammar("json"));
          Parser parser = Parser.of(json);
          Tree tree = parser.parse("{\"a\": [1, 22, 333]}");
          Query query = Query.of(json, "((number) @n (#match? @n \"..\"))")) {
        assertThat(query.matches(tree.root())).hasSize(2);
        assertThat(query.captures(tree.root()))
            .extracting(capture -> capture.node().text())
            .containsExactly("22", "333");
      }
    }
  }

  @Test
  void aQueryLooksWhereItIsTold() {
    try (Parser parser = Parser.of(javaScript());
        Tree tree = parser.parse("a; b; c;\nd;");
        Query query = query("(identifier) @i")) {
      assertThat(texts(query, tree, QueryOptions.DEFAULT)).containsExactly("a", "b", "c", "d");
      assertThat(texts(query, tree, QueryOptions.DEFAULT.between(new Point(1, 0), Point.ZERO)))
          .containsExactly("d");
      assertThat(texts(query, tree, QueryOptions.DEFAULT.between(new Point(0, 3), new Point(0, 5))))
          .containsExactly("b");
      assertThat(query.matches(tree.root()).getFirst().nodes("i").getFirst().text()).isEqualTo("a");
      assertThat(query.exceededMatchLimit()).isFalse();
    }
  }

  private static List<String> texts(Query query, Tree tree, QueryOptions options) {
    return query.captures(tree.root(), options).stream()
        .map(capture -> capture.node().text())
        .toList();
  }

  @Test
  void whatAQueryHoldsCanBeAsked() {
    try (Query query =
        query("((identifier) @a @b (#set! x 1) (#is? y) (#own! @b z)) (number) @c")) {
      assertThat(query.patternCount()).isEqualTo(2);
      assertThat(query.captureNames()).containsExactly("a", "b", "c");
      assertThat(query.properties(0, "set!")).containsEntry("x", "1");
      assertThat(query.properties(0, "is?")).containsEntry("y", null);
      assertThat(query.properties(1, "set!")).isEmpty();
      assertThat(query.predicates(0))
          .containsExactly(
              new QueryPredicate(
                  "own!", List.of(new QueryPredicate.Capture("b"), new QueryPredicate.Text("z"))));
      assertThat(query.language()).isSameAs(javaScript());
    }
  }

  @Test
  void whatIsWrongIsSaidWithItsPlace() {
    assertError("(identifier) (blödsinn)", QueryException.Kind.NODE_NAME, 14, "'bl'");
    assertError("/* */", QueryException.Kind.SYNTAX, 0, "'/* */'");
    assertError("; ünï\n(call_expression nope: (_))", QueryException.Kind.FIELD_NAME, 23, "'nope'");
    assertError("((number) @n (#eq? @m 1))", QueryException.Kind.CAPTURE_NAME, 20, "'m'");
    assertError(
        "(program (formal_parameters))", QueryException.Kind.PATTERN_STRUCTURE, 9, "'(formal_");
    assertError("((number) @n (#eq? @n))", QueryException.Kind.PREDICATE, 0, "wrong number");
    assertError("((number) @n (#match? @n \"(\"))", QueryException.Kind.PREDICATE, 0, "regular");
    assertError("((number) @n (#any-of? x @n))", QueryException.Kind.PREDICATE, 0, "first");
    assertError("((number) @n (#set! @n))", QueryException.Kind.PREDICATE, 0, "string");
  }

  private static void assertError(
      String source, QueryException.Kind kind, int index, String message) {
    QueryException error = catchThrowableOfType(QueryException.class, () -> query(source).close());
    assertThat(error).as(source).hasMessageStartingWith("query: ").hasMessageContaining(message);
    assertThat(error.kind()).isEqualTo(kind);
    assertThat(error.index()).isEqualTo(index);
  }
}
