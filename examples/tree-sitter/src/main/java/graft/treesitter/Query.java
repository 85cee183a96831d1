package graft.treesitter;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Patterns that are looked for in trees, in tree-sitter's [query
/// language](https://tree-sitter.github.io/tree-sitter/using-parsers/queries/index.html).
///
/// The predicates `#eq?`, `#match?`, `#any-of?` and their `not-` and `any-` forms filter what is
/// found; `#set!`, `#is?` and `#is-not?` become {@link #properties}; all others are in {@link
/// #predicates}.
public final class Query implements AutoCloseable {
  private static final Pattern WORD = Pattern.compile("[\\w-]+");

  private final Language language;
  private final Engine engine;
  private final Handle handle;
  private final List<String> captureNames;
  private final List<PatternPredicates> patterns;
  private boolean exceededMatchLimit;

  private Query(Language language, int address) {
    this.language = language;
    this.engine = language.treeSitter().engine();
    this.handle = new Handle(engine, "query", address);
    this.captureNames =
        readStrings(GuestFunction.QUERY_CAPTURE_COUNT, GuestFunction.QUERY_CAPTURE_NAME);
    this.patterns = new ArrayList<>();
  }

  /// Compiles a query.
  ///
  /// @throws QueryException if it is not well-formed, or not for this language
  public static Query of(Language language, String source) {
    Engine engine = language.treeSitter().engine();
    byte[] bytes = source.getBytes(StandardCharsets.UTF_8);
    int text = engine.allocate(bytes);
    int address;
    try {
      address =
          engine.callWith(
              GuestFunction.QUERY_NEW,
              language.address(),
              text,
              bytes.length,
              engine.addressOfWord(0),
              engine.addressOfWord(1));
    } finally {
      engine.free(text);
    }
    if (address == 0) {
      throw error(source, bytes, engine.word(0), QueryException.Kind.of(engine.word(1)));
    }
    Query query = new Query(language, address);
    try {
      query.readPredicates();
    } catch (RuntimeException e) {
      query.close();
      throw e;
    }
    return query;
  }

  private static QueryException error(
      String source, byte[] bytes, int offset, QueryException.Kind kind) {
    int index = new String(bytes, 0, offset, StandardCharsets.UTF_8).length();
    String rest = source.substring(index).lines().findFirst().orElse("");
    Matcher word = WORD.matcher(rest);
    boolean names =
        kind == QueryException.Kind.NODE_NAME
            || kind == QueryException.Kind.FIELD_NAME
            || kind == QueryException.Kind.CAPTURE_NAME;
    return new QueryException(kind, names && word.find() ? word.group() : rest, index);
  }

  private List<String> readStrings(GuestFunction count, GuestFunction string) {
    int length = engine.call(count, handle.address());
    List<String> strings = new ArrayList<>(length);
    for (int i = 0; i < length; i++) {
      int address = engine.call(string, handle.address(), i, engine.addressOfWord(0));
      strings.add(engine.utf8(address, engine.word(0)));
    }
    return List.copyOf(strings);
  }

  /// A pattern's predicates are a list of steps: a kind and a number each; kind 0 ends a predicate.
  private void readPredicates() {
    List<String> strings =
        readStrings(GuestFunction.QUERY_STRING_COUNT, GuestFunction.QUERY_STRING);
    int count = engine.call(GuestFunction.QUERY_PATTERN_COUNT, handle.address());
    for (int pattern = 0; pattern < count; pattern++) {
      int address =
          engine.call(
              GuestFunction.QUERY_PREDICATES, handle.address(), pattern, engine.addressOfWord(0));
      int steps = engine.word(0);
      PatternPredicates.Builder predicates = new PatternPredicates.Builder();
      List<QueryPredicate.Operand> operands = new ArrayList<>();
      for (int i = 0; i < steps; i++) {
        int kind = engine.wordAt(address + 8 * i);
        int number = engine.wordAt(address + 8 * i + 4);
        switch (kind) {
          case 1 -> operands.add(new QueryPredicate.Capture(captureNames.get(number)));
          case 2 -> operands.add(new QueryPredicate.Text(strings.get(number)));
          default -> {
            predicates.add(operands);
            operands.clear();
          }
        }
      }
      patterns.add(predicates.build());
    }
  }

  /// The language that it is for.
  public Language language() {
    return language;
  }

  /// How many patterns it has; their indices are 0 and up.
  public int patternCount() {
    return patterns.size();
  }

  /// The names of its captures, without the `@`.
  public List<String> captureNames() {
    return captureNames;
  }

  /// What a pattern says in `#set!`, `#is?` or `#is-not?`.
  ///
  /// @param operator one of these three, without the `#`
  /// @return values by name; null where there is only a name
  public Map<String, @Nullable String> properties(int patternIndex, String operator) {
    return patterns.get(patternIndex).properties(operator);
  }

  /// The predicates of a pattern that mean nothing to this class.
  public List<QueryPredicate> predicates(int patternIndex) {
    return patterns.get(patternIndex).others();
  }

  /// Where the patterns fit in a node and below.
  public List<QueryMatch> matches(Node node) {
    return matches(node, QueryOptions.DEFAULT);
  }

  /// Where the patterns fit in a node and below.
  public List<QueryMatch> matches(Node node, QueryOptions options) {
    int count = run(GuestFunction.QUERY_MATCHES, node, options);
    int list = engine.word(1);
    int address = list;
    List<QueryMatch> matches = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int pattern = engine.wordAt(address);
      List<QueryCapture> captures = new ArrayList<>();
      address = readCaptures(node, address + 8, engine.wordAt(address + 4), pattern, captures);
      if (patterns.get(pattern).accepts(captures)) {
        matches.add(new QueryMatch(pattern, captures));
      }
    }
    engine.free(list);
    return matches;
  }

  /// The nodes that the patterns name, in the order of the text.
  public List<QueryCapture> captures(Node node) {
    return captures(node, QueryOptions.DEFAULT);
  }

  /// The nodes that the patterns name, in the order of the text.
  public List<QueryCapture> captures(Node node, QueryOptions options) {
    int count = run(GuestFunction.QUERY_CAPTURES, node, options);
    int list = engine.word(1);
    int address = list;
    List<QueryCapture> found = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int pattern = engine.wordAt(address);
      int wanted = engine.wordAt(address + 8);
      List<QueryCapture> captures = new ArrayList<>();
      address = readCaptures(node, address + 12, engine.wordAt(address + 4), pattern, captures);
      if (patterns.get(pattern).accepts(captures)) {
        found.add(captures.get(wanted));
      }
    }
    engine.free(list);
    return found;
  }

  /// Whether the last search gave up matches because of {@link QueryOptions#matchLimit}.
  public boolean exceededMatchLimit() {
    return exceededMatchLimit;
  }

  /// Versions differ in how many arguments they take.
  private int run(GuestFunction search, Node node, QueryOptions options) {
    Point start = options.start();
    Point end = options.end();
    int query = handle.address();
    int tree = node.tree().address();
    engine.putNode(0, node);
    int[] arguments =
        switch (engine.parameterCount(search)) {
          case 7 -> // 0.20.8
              new int[] {
                query,
                tree,
                start.row(),
                start.column(),
                end.row(),
                end.column(),
                options.matchLimit()
              };
          case 11 -> // 0.25.10: the last is a time limit
              new int[] {
                query,
                tree,
                start.row(),
                start.column(),
                end.row(),
                end.column(),
                options.startIndex(),
                options.endIndex(),
                options.matchLimit(),
                options.maxStartDepth(),
                0
              };
          case 16 -> // 0.27.1: before the limits is the range that matches must lie in
              new int[] {
                query,
                tree,
                start.row(),
                start.column(),
                end.row(),
                end.column(),
                options.startIndex(),
                options.endIndex(),
                0,
                0,
                0,
                0,
                0,
                0,
                options.matchLimit(),
                options.maxStartDepth()
              };
          default ->
              throw new UnsupportedOperationException(
                  "queries of this main module take unknown arguments: "
                      + engine.parameterCount(search));
        };
    engine.callWith(search, arguments);
    exceededMatchLimit = engine.word(2) != 0;
    return engine.word(0);
  }

  private int readCaptures(
      Node node, int address, int count, int pattern, List<QueryCapture> captures) {
    return engine.readCaptures(
        node.tree(),
        address,
        count,
        (index, found) -> captures.add(new QueryCapture(pattern, captureNames.get(index), found)));
  }

  /// Frees the query.
  @Override
  public void close() {
    handle.close(GuestFunction.QUERY_DELETE);
  }
}
