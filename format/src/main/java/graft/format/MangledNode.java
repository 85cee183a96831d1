package graft.format;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Part of a demangled name. What is declared stands between its two halves: `void (*` and
/// `)(int)`. It does not change until its name is complete; then it may become part of another
/// ({@link NameParts}).
final class MangledNode {
  /// What kind of type it is.
  enum Shape {
    PLAIN,
    FUNCTION,
    ARRAY
  }

  private static final NameText NONE = NameText.EMPTY;
  private static final NameText OPEN = NameText.of("(");
  private static final NameText CLOSE = NameText.of(")");

  private NameText left = NONE;
  private NameText right = NONE;
  private Shape shape = Shape.PLAIN;
  private NameText base = NONE;
  private boolean template;
  private boolean special;
  private NameText suffix = NONE;
  private @Nullable List<MangledNode> pack;

  /// Of an expression; 0 binds closest.
  private int precedence;

  /// A part to be filled in.
  MangledNode() {}

  private static MangledNode made(
      NameText left,
      NameText right,
      Shape shape,
      NameText base,
      boolean template,
      boolean special,
      NameText suffix,
      @Nullable List<MangledNode> pack,
      int precedence) {
    NameParts parts = left.parts != null ? left.parts : base.parts;
    MangledNode node = parts == null ? new MangledNode() : parts.node();
    node.left = left;
    node.right = right;
    node.shape = shape;
    node.base = base;
    node.template = template;
    node.special = special;
    node.suffix = suffix;
    node.pack = pack;
    node.precedence = precedence;
    return node;
  }

  /// Text in front of what is declared.
  NameText left() {
    return left;
  }

  /// Text behind it.
  NameText right() {
    return right;
  }

  /// What a pointer to it must put in parentheses.
  Shape shape() {
    return shape;
  }

  /// A name's last word without template arguments: a constructor is called that.
  NameText base() {
    return base;
  }

  /// Whether a name ends in template arguments.
  boolean template() {
    return template;
  }

  /// Whether this is a constructor, destructor or conversion: no result type follows.
  boolean special() {
    return special;
  }

  /// Qualifiers of a member function.
  NameText suffix() {
    return suffix;
  }

  /// The elements of a parameter pack, or null.
  @Nullable List<MangledNode> pack() {
    return pack;
  }

  static MangledNode of(String text) {
    return of(NameText.of(text));
  }

  static MangledNode of(NameText text) {
    return expression(text, 0);
  }

  /// A name with a last word of its own.
  static MangledNode name(NameText text, NameText base, boolean template, boolean special) {
    return made(text, NONE, Shape.PLAIN, base, template, special, NONE, null, 0);
  }

  static MangledNode type(NameText left, NameText right, Shape shape) {
    return made(left, right, shape, left, false, false, NONE, null, 0);
  }

  static MangledNode expression(NameText text, int precedence) {
    return made(text, NONE, Shape.PLAIN, text, false, false, NONE, null, precedence);
  }

  static MangledNode pack(List<MangledNode> elements) {
    return made(NONE, NONE, Shape.PLAIN, NONE, false, false, NONE, elements, 0);
  }

  MangledNode named(NameText newBase) {
    return made(left, right, shape, newBase, template, special, suffix, pack, precedence);
  }

  MangledNode asSpecial() {
    return made(left, right, shape, base, template, true, suffix, pack, precedence);
  }

  MangledNode withSuffix(NameText newSuffix) {
    return newSuffix.isEmpty() && suffix.isEmpty()
        ? this
        : made(left, right, shape, base, template, special, newSuffix, pack, precedence);
  }

  /// The same done to a type, or to each element of a pack.
  MangledNode map(UnaryOperator<MangledNode> change) {
    if (pack == null) {
      return change.apply(this);
    }
    List<MangledNode> changed = new ArrayList<>(pack.size());
    for (MangledNode element : pack) {
      changed.add(change.apply(element));
    }
    return pack(changed);
  }

  MangledNode qualified(NameText word) {
    return map(node -> type(node.left.plus(word), node.right, node.shape).named(node.base));
  }

  MangledNode pointer(NameText mark) {
    if (pack == null && shape == Shape.PLAIN) {
      return type(left.plus(mark), right, Shape.PLAIN);
    }
    return map(node ->
        switch (node.shape) {
          case PLAIN -> type(node.left.plus(mark), node.right, Shape.PLAIN);
          case FUNCTION -> node.pointer(OPEN, mark);
          case ARRAY -> node.pointer(NameText.of(" ("), mark);
        });
  }

  /// A pointer that needs parentheses.
  MangledNode pointer(NameText open, NameText mark) {
    return type(left.plus(open).plus(mark), CLOSE.plus(right), Shape.PLAIN);
  }

  /// All of it, with the elements of packs in a row.
  NameText text() {
    if (pack != null) {
      List<NameText> texts = new ArrayList<>();
      for (MangledNode element : pack) {
        NameText text = element.text();
        if (!text.isEmpty()) {
          texts.add(text);
        }
      }
      return NameText.list(texts);
    }
    return left.plus(right);
  }

  /// The text as an operand of an operator.
  NameText operand(int outer, boolean strict) {
    boolean parentheses = precedence > outer || (strict && precedence == outer);
    return parentheses ? OPEN.plus(text()).plus(CLOSE) : text();
  }
}
