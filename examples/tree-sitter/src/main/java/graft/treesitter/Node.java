package graft.treesitter;

import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A node of a {@link Tree}. Indices and columns are in UTF-16 units.
///
/// Nodes are values: reading one asks the tree, so that the tree must not have been closed.
public final class Node {
  /// The type that stands for a syntax error.
  public static final String ERROR = "ERROR";

  private static final int ERROR_ID = 0xffff;

  private final Tree tree;
  private final int id;
  private final int startIndex;
  private final Point start;
  private final int context;

  Node(Tree tree, int id, int startIndex, Point start, int context) {
    this.tree = tree;
    this.id = id;
    this.startIndex = startIndex;
    this.start = start;
    this.context = context;
  }

  /// The tree that it is part of.
  public Tree tree() {
    return tree;
  }

  /// A number that no other node of the tree has.
  public int id() {
    return id;
  }

  int context() {
    return context;
  }

  // What it is.

  /// What it is: `identifier`, or for an anonymous node its text, such as `+`.
  public String type() {
    return nameOf(typeId());
  }

  /// The id of its type in the language.
  public int typeId() {
    return engine().ask(GuestFunction.NODE_SYMBOL, this) & ERROR_ID;
  }

  /// Its type in the grammar, behind aliases.
  ///
  /// @throws UnsupportedOperationException if the main module is 0.20.8
  public String grammarType() {
    return nameOf(engine().ask(GuestFunction.NODE_GRAMMAR_SYMBOL, this) & ERROR_ID);
  }

  private String nameOf(int typeId) {
    String type = tree.language().type(typeId);
    return type == null || type.isEmpty() ? ERROR : type;
  }

  /// Whether a rule of the grammar has that name; others stand for a piece of text.
  public boolean isNamed() {
    return asks(GuestFunction.NODE_IS_NAMED);
  }

  /// Whether it may stand anywhere, such as a comment.
  ///
  /// @throws UnsupportedOperationException if the main module is 0.20.8
  public boolean isExtra() {
    return asks(GuestFunction.NODE_IS_EXTRA);
  }

  /// Whether it is a syntax error itself.
  public boolean isError() {
    return typeId() == ERROR_ID;
  }

  /// Whether the parser has put it in to get over an error.
  public boolean isMissing() {
    return asks(GuestFunction.NODE_IS_MISSING);
  }

  /// Whether it is or holds a syntax error.
  public boolean hasError() {
    return asks(GuestFunction.NODE_HAS_ERROR);
  }

  /// Whether the tree has been edited here since it was parsed.
  public boolean hasChanges() {
    return asks(GuestFunction.NODE_HAS_CHANGES);
  }

  private boolean asks(GuestFunction question) {
    return engine().ask(question, this) != 0;
  }

  // Where it is.

  /// The index of its first unit.
  public int startIndex() {
    return startIndex;
  }

  /// The index behind its last unit.
  public int endIndex() {
    return engine().ask(GuestFunction.NODE_END_INDEX, this);
  }

  /// Where it begins.
  public Point start() {
    return start;
  }

  /// Where it ends.
  public Point end() {
    engine().ask(GuestFunction.NODE_END_POINT, this);
    return engine().point();
  }

  /// The part of the text that it covers.
  public Range range() {
    return new Range(startIndex, endIndex(), start, end());
  }

  /// Its text, from the text that was parsed: edits of the tree since then are not in it.
  public String text() {
    return tree.text(startIndex, endIndex(), start);
  }

  // Nodes near it.

  /// How many children it has.
  public int childCount() {
    return engine().ask(GuestFunction.NODE_CHILD_COUNT, this);
  }

  /// How many named children it has.
  public int namedChildCount() {
    return engine().ask(GuestFunction.NODE_NAMED_CHILD_COUNT, this);
  }

  /// Its children.
  public List<Node> children() {
    return engine().findAll(GuestFunction.NODE_CHILDREN, this);
  }

  /// Its named children.
  public List<Node> namedChildren() {
    return engine().findAll(GuestFunction.NODE_NAMED_CHILDREN, this);
  }

  /// One of its children, or null if there are not that many.
  public @Nullable Node child(int index) {
    engine().putNode(0, this);
    engine().call(GuestFunction.NODE_CHILD, tree.address(), index);
    return engine().node(tree);
  }

  /// One of its named children, or null if there are not that many.
  public @Nullable Node namedChild(int index) {
    engine().putNode(0, this);
    engine().call(GuestFunction.NODE_NAMED_CHILD, tree.address(), index);
    return engine().node(tree);
  }

  /// The first child in a field, or null if there is none.
  public @Nullable Node child(String field) {
    int fieldId = tree.language().fieldId(field);
    if (fieldId == 0) {
      return null;
    }
    engine().putNode(0, this);
    engine().call(GuestFunction.NODE_CHILD_BY_FIELD, tree.address(), fieldId);
    return engine().node(tree);
  }

  /// All children in a field.
  ///
  /// @throws UnsupportedOperationException if the main module is 0.20.8
  public List<Node> children(String field) {
    int fieldId = tree.language().fieldId(field);
    if (fieldId == 0) {
      return List.of();
    }
    engine().putNode(0, this);
    engine().call(GuestFunction.NODE_CHILDREN_BY_FIELD, tree.address(), fieldId);
    return engine().takeNodes(tree);
  }

  /// The field that one of its children is in, or null if that is in none.
  ///
  /// @throws UnsupportedOperationException if the main module is 0.20.8
  public @Nullable String fieldOfChild(int index) {
    engine().putNode(0, this);
    int name = engine().call(GuestFunction.NODE_FIELD_NAME_FOR_CHILD, tree.address(), index);
    return engine().utf8(name);
  }

  /// The node that it is a child of, or null for the root.
  public @Nullable Node parent() {
    return engine().find(GuestFunction.NODE_PARENT, this);
  }

  /// The next child of its parent.
  public @Nullable Node nextSibling() {
    return engine().find(GuestFunction.NODE_NEXT_SIBLING, this);
  }

  /// The child of its parent before it.
  public @Nullable Node previousSibling() {
    return engine().find(GuestFunction.NODE_PREVIOUS_SIBLING, this);
  }

  /// The next named child of its parent.
  public @Nullable Node nextNamedSibling() {
    return engine().find(GuestFunction.NODE_NEXT_NAMED_SIBLING, this);
  }

  /// The named child of its parent before it.
  public @Nullable Node previousNamedSibling() {
    return engine().find(GuestFunction.NODE_PREVIOUS_NAMED_SIBLING, this);
  }

  /// All nodes of some types in it, itself included, in the order of the text.
  public List<Node> descendantsOfType(String... types) {
    TreeSet<Integer> ids = new TreeSet<>();
    for (String type : types) {
      ids.addAll(tree.language().typeIds(type));
      if (type.equals(ERROR)) {
        ids.add(ERROR_ID);
      }
    }
    int symbols = engine().allocateWords(ids);
    try {
      engine().putNode(0, this);
      engine()
          .callWith(
              GuestFunction.NODE_DESCENDANTS_OF_TYPE,
              tree.address(),
              symbols,
              ids.size(),
              0,
              0,
              0,
              0);
      return engine().takeNodes(tree);
    } finally {
      engine().free(symbols);
    }
  }

  /// The smallest node in it that covers a part of the text.
  public @Nullable Node descendant(int startIndex, int endIndex) {
    return descendant(GuestFunction.NODE_DESCENDANT_FOR_INDEX, startIndex, endIndex);
  }

  /// The smallest named node in it that covers a part of the text.
  public @Nullable Node namedDescendant(int startIndex, int endIndex) {
    return descendant(GuestFunction.NODE_NAMED_DESCENDANT_FOR_INDEX, startIndex, endIndex);
  }

  /// The smallest node in it that covers a part of the text.
  public @Nullable Node descendant(Point start, Point end) {
    return descendant(GuestFunction.NODE_DESCENDANT_FOR_POSITION, start, end);
  }

  /// The smallest named node in it that covers a part of the text.
  public @Nullable Node namedDescendant(Point start, Point end) {
    return descendant(GuestFunction.NODE_NAMED_DESCENDANT_FOR_POSITION, start, end);
  }

  private @Nullable Node descendant(GuestFunction question, int startIndex, int endIndex) {
    engine().setWord(Engine.WORDS_OF_NODE, startIndex);
    engine().setWord(Engine.WORDS_OF_NODE + 1, endIndex);
    return engine().find(question, this);
  }

  private @Nullable Node descendant(GuestFunction question, Point start, Point end) {
    engine().putPoint(Engine.WORDS_OF_NODE, start);
    engine().putPoint(Engine.WORDS_OF_NODE + 2, end);
    return engine().find(question, this);
  }

  /// A cursor that starts here and does not leave this node.
  public TreeCursor walk() {
    return new TreeCursor(this);
  }

  // As text.

  /// The node as an S-expression: what `toString()` of the JavaScript API gives, to the character.
  public String toSexp() {
    int address = engine().ask(GuestFunction.NODE_TO_STRING, this);
    String text = engine().bytesToString(address);
    engine().free(address);
    return text;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Node node && node.tree == tree && node.id == id;
  }

  @Override
  public int hashCode() {
    return id;
  }

  @Override
  public String toString() {
    return toSexp();
  }

  private Engine engine() {
    return tree.engine();
  }
}
