package graft.treesitter;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A place in a {@link Tree} that moves: the quick way to visit many nodes.
public final class TreeCursor implements AutoCloseable {
  private static final int WORDS = 4;

  private final Tree tree;
  private final Engine engine;
  private final int[] state = new int[WORDS];
  private boolean closed;

  TreeCursor(Node node) {
    tree = node.tree();
    engine = tree.engine();
    engine.ask(GuestFunction.CURSOR_NEW, node);
    read();
  }

  private TreeCursor(TreeCursor other) {
    tree = other.tree;
    engine = other.engine;
    other.ask(GuestFunction.CURSOR_COPY);
    read();
  }

  /// The node that it is at.
  public Node node() {
    ask(GuestFunction.CURSOR_NODE);
    return Objects.requireNonNull(engine.node(tree));
  }

  /// The field that this node is in, or null if it is in none.
  public @Nullable String field() {
    return tree.language().field(ask(GuestFunction.CURSOR_FIELD));
  }

  /// How far below its first node it is.
  ///
  /// @throws UnsupportedOperationException if the main module is 0.20.8
  public int depth() {
    return ask(GuestFunction.CURSOR_DEPTH);
  }

  /// Moves to the first child.
  ///
  /// @return false if there is none: it has not moved then
  public boolean firstChild() {
    return move(GuestFunction.CURSOR_FIRST_CHILD);
  }

  /// Moves to the last child.
  ///
  /// @return false if there is none: it has not moved then
  /// @throws UnsupportedOperationException if the main module is 0.20.8
  public boolean lastChild() {
    return move(GuestFunction.CURSOR_LAST_CHILD);
  }

  /// Moves to the next sibling.
  ///
  /// @return false if there is none: it has not moved then
  public boolean nextSibling() {
    return move(GuestFunction.CURSOR_NEXT_SIBLING);
  }

  /// Moves to the sibling before.
  ///
  /// @return false if there is none: it has not moved then
  /// @throws UnsupportedOperationException if the main module is 0.20.8
  public boolean previousSibling() {
    return move(GuestFunction.CURSOR_PREVIOUS_SIBLING);
  }

  /// Moves to the parent.
  ///
  /// @return false at its first node: it has not moved then
  public boolean parent() {
    return move(GuestFunction.CURSOR_PARENT);
  }

  /// Moves to the first child that reaches behind an index. It goes from child to child: main
  /// modules' own function for it (`ts_tree_cursor_goto_first_child_for_index_wasm`) always answers
  /// no.
  ///
  /// @param index of a UTF-16 unit
  /// @return false if there is none: it has not moved then
  public boolean firstChild(int index) {
    if (!firstChild()) {
      return false;
    }
    do {
      if (node().endIndex() > index) {
        return true;
      }
    } while (nextSibling());
    parent();
    return false;
  }

  /// Starts again at another node of the same tree.
  public void reset(Node node) {
    if (node.tree() != tree) {
      throw new IllegalArgumentException("a node of another tree");
    }
    write(Engine.WORDS_OF_NODE);
    engine.ask(GuestFunction.CURSOR_RESET, node);
    read();
  }

  /// A second cursor at the same place.
  ///
  /// @return the copy, for the caller to close
  /// @throws UnsupportedOperationException if the main module is 0.20.8
  public TreeCursor copy() {
    return new TreeCursor(this);
  }

  /// Frees the cursor.
  @Override
  public void close() {
    if (!closed && !engine.isClosed()) {
      write(0);
      // What it frees is its own: it does not look at the tree, which may be gone.
      engine.call(GuestFunction.CURSOR_DELETE, 0);
    }
    closed = true;
  }

  private int ask(GuestFunction question) {
    write(0);
    return engine.call(question, tree.address());
  }

  private boolean move(GuestFunction motion) {
    boolean moved = ask(motion) != 0;
    read();
    return moved;
  }

  private void write(int word) {
    if (closed) {
      throw new IllegalStateException("this cursor has been closed");
    }
    for (int i = 0; i < WORDS; i++) {
      engine.setWord(word + i, state[i]);
    }
  }

  private void read() {
    for (int i = 0; i < WORDS; i++) {
      state[i] = engine.word(i);
    }
  }
}
