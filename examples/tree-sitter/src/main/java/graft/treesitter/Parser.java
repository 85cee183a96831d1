package graft.treesitter;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Turns texts into trees.
///
/// ```java
/// try (TreeSitter treeSitter = TreeSitter.load(Path.of("web-tree-sitter.wasm"));
///     Language json = Language.load(treeSitter, Path.of("tree-sitter-json.wasm"));
///     Parser parser = Parser.of(json);
///     Tree tree = parser.parse("[1, 2]")) {
///   System.out.println(tree.root().toSexp());
/// }
/// ```
public final class Parser implements AutoCloseable {
  private final Engine engine;
  private final Handle handle;
  private final int inputBuffer;
  private Language language;
  private @Nullable BiConsumer<? super Boolean, ? super String> logger;

  private Parser(Language language) {
    this.engine = language.treeSitter().engine();
    this.language = language;
    engine.call(GuestFunction.PARSER_NEW);
    this.handle = new Handle(engine, "parser", engine.word(0));
    this.inputBuffer = engine.word(1);
    setLanguage(language);
  }

  /// A parser for a language.
  public static Parser of(Language language) {
    return new Parser(language);
  }

  /// Parses other texts in another language of the same {@link TreeSitter}.
  public void setLanguage(Language language) {
    if (language.treeSitter().engine() != engine) {
      throw new IllegalArgumentException("a language of another TreeSitter: " + language);
    }
    this.language = language;
    engine.call(GuestFunction.PARSER_SET_LANGUAGE, handle.address(), language.address());
  }

  /// The language that it parses.
  public Language language() {
    return language;
  }

  /// Tells what the parser does while it parses: whether the lexer says it, and what it says.
  public void setLogger(@Nullable BiConsumer<? super Boolean, ? super String> logger) {
    this.logger = logger;
  }

  /// Parses a text.
  ///
  /// @return its tree, errors included; for the caller to close
  public Tree parse(String text) {
    return parse(text, null);
  }

  /// Parses a changed text with the tree of the text before, whose unchanged parts are used again.
  ///
  /// @param text as it is now
  /// @param old the tree of the text before, after {@link Tree#edit}; stays the caller's
  /// @return the new tree, for the caller to close
  public Tree parse(String text, @Nullable Tree old) {
    return parse(Tree.inputOf(text), old, ParseOptions.DEFAULT);
  }

  /// Parses a text that comes piece by piece.
  ///
  /// @param input gives the text; also later, when somebody asks for the text of a node
  /// @param old the tree of the text before, after {@link Tree#edit}, or null
  /// @return the new tree, for the caller to close
  /// @throws TreeSitterException if the options stopped the parse; the next one begins anew
  public Tree parse(Input input, @Nullable Tree old, ParseOptions options) {
    int parser = handle.address();
    int oldTree = old == null ? 0 : old.address();
    boolean done = false;
    engine.callbacks().begin(input, logger, options.stop());
    try {
      engine.call(GuestFunction.PARSER_ENABLE_LOGGER, parser, logger == null ? 0 : 1);
      int count = options.includedRanges().size();
      int ranges = count == 0 ? 0 : engine.allocateRanges(options.includedRanges());
      int tree =
          engine.guarded(() ->
              engine.callWith(
                  GuestFunction.PARSER_PARSE, parser, inputBuffer, oldTree, ranges, count));
      if (tree == 0) {
        throw new TreeSitterException("the parse was stopped");
      }
      done = true;
      return new Tree(language, tree, input);
    } finally {
      engine.callbacks().end();
      if (!done) {
        engine.call(GuestFunction.PARSER_RESET, parser);
      }
    }
  }

  /// Frees the parser; its trees stay.
  @Override
  public void close() {
    boolean wasOpen = handle.isOpen();
    handle.close(GuestFunction.PARSER_DELETE);
    if (wasOpen && !engine.isClosed()) {
      engine.free(inputBuffer);
    }
  }
}
