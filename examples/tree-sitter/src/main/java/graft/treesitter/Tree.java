package graft.treesitter;

import java.util.List;
import java.util.Objects;

/// The syntax tree of a text. It lies in the guest's memory until it is closed; its {@link Node}s
/// are good as long as it is.
public final class Tree implements AutoCloseable {
  /// Units that a parser is given at once.
  private static final int PIECE = 8192;

  private final Language language;
  private final Engine engine;
  private final Handle handle;
  private final Input input;

  Tree(Language language, int address, Input input) {
    this.language = language;
    this.engine = language.treeSitter().engine();
    this.handle = new Handle(engine, "tree", address);
    this.input = input;
  }

  static Input inputOf(String text) {
    return (index, _) ->
        index < 0 || index >= text.length()
            ? null
            : text.substring(index, Math.min(text.length(), index + PIECE));
  }

  /// The language that the text was parsed in.
  public Language language() {
    return language;
  }

  /// The node that all others are below of.
  public Node root() {
    engine.call(GuestFunction.TREE_ROOT, address());
    return Objects.requireNonNull(engine.node(this));
  }

  /// Tells the tree how its text has changed, before the changed text is parsed with it.
  public void edit(Edit edit) {
    int address = address();
    engine.putEdit(edit);
    engine.call(GuestFunction.TREE_EDIT, address);
  }

  /// Where the structure of another tree differs from this one's.
  ///
  /// @param newer the tree of the changed text, parsed with this one after {@link #edit}
  public List<Range> changedRanges(Tree newer) {
    engine.call(GuestFunction.TREE_CHANGED_RANGES, address(), newer.address());
    return engine.takeRanges();
  }

  /// The parts of the text that were parsed.
  ///
  /// @throws UnsupportedOperationException if the main module is 0.20.8
  public List<Range> includedRanges() {
    engine.call(GuestFunction.TREE_INCLUDED_RANGES, address());
    return engine.takeRanges();
  }

  /// A cursor at the root.
  public TreeCursor walk() {
    return root().walk();
  }

  /// A second tree that shares this one's memory: cheap.
  ///
  /// @return the copy, for the caller to close
  public Tree copy() {
    return new Tree(language, engine.call(GuestFunction.TREE_COPY, address()), input);
  }

  /// Frees the tree.
  @Override
  public void close() {
    handle.close(GuestFunction.TREE_DELETE);
  }

  @Override
  public String toString() {
    return handle.isOpen() && !engine.isClosed() ? root().toSexp() : "closed tree";
  }

  Engine engine() {
    return engine;
  }

  int address() {
    return handle.address();
  }

  /// The text between two indices, as the input gives it now.
  String text(int startIndex, int endIndex, Point start) {
    StringBuilder text = new StringBuilder();
    while (startIndex + text.length() < endIndex) {
      String piece = input.read(startIndex + text.length(), start);
      if (piece == null || piece.isEmpty()) {
        break;
      }
      text.append(piece);
    }
    text.setLength(Math.min(text.length(), Math.max(0, endIndex - startIndex)));
    return text.toString();
  }
}
