package graft.format;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Part of a demangled name. What is declared stands between its two halves: `void (*` and
/// `)(int)`.
///
/// @param left text in front of what is declared
/// @param right text behind it
/// @param shape what a pointer to it must put in parentheses
/// @param base a name's last word without template arguments: a constructor is called that
/// @param template whether a name ends in template arguments
/// @param special whether this is a constructor, destructor or conversion: no result type follows
/// @param suffix qualifiers of a member function
/// @param pack the elements of a parameter pack, or null
/// @param precedence of an expression; 0 binds closest
record MangledNode(
    String left,
    String right,
    Shape shape,
    String base,
    boolean template,
    boolean special,
    String suffix,
    @Nullable List<MangledNode> pack,
    int precedence) {

  /// What kind of type it is.
  enum Shape {
    PLAIN,
    FUNCTION,
    ARRAY
  }

  static MangledNode of(String text) {
    return new MangledNode(text, "", Shape.PLAIN, text, false, false, "", null, 0);
  }

  static MangledNode type(String left, String right, Shape shape) {
    return new MangledNode(left, right, shape, left, false, false, "", null, 0);
  }

  static MangledNode expression(String text, int precedence) {
    return new MangledNode(text, "", Shape.PLAIN, text, false, false, "", null, precedence);
  }

  static MangledNode pack(List<MangledNode> elements) {
    return new MangledNode("", "", Shape.PLAIN, "", false, false, "", elements, 0);
  }

  MangledNode named(String newBase) {
    return new MangledNode(
        left, right, shape, newBase, template, special, suffix, pack, precedence);
  }

  MangledNode asTemplate(boolean isTemplate) {
    return new MangledNode(left, right, shape, base, isTemplate, special, suffix, pack, precedence);
  }

  MangledNode asSpecial() {
    return new MangledNode(left, right, shape, base, template, true, suffix, pack, precedence);
  }

  MangledNode withSuffix(String newSuffix) {
    return new MangledNode(
        left, right, shape, base, template, special, newSuffix, pack, precedence);
  }

  /// The same done to a type, or to each element of a pack.
  MangledNode map(Function<MangledNode, MangledNode> change) {
    return pack == null ? change.apply(this) : pack(pack.stream().map(change).toList());
  }

  MangledNode qualified(String word) {
    return map(node -> type(node.left + word, node.right, node.shape).named(node.base));
  }

  MangledNode pointer(String mark) {
    return map(node ->
        switch (node.shape) {
          case PLAIN -> type(node.left + mark, node.right, Shape.PLAIN);
          case FUNCTION -> type(node.left + "(" + mark, ")" + node.right, Shape.PLAIN);
          case ARRAY -> type(node.left + " (" + mark, ")" + node.right, Shape.PLAIN);
        });
  }

  /// All of it, with the elements of packs in a row.
  String text() {
    if (pack != null) {
      List<String> texts = new ArrayList<>();
      for (MangledNode element : pack) {
        String text = element.text();
        if (!text.isEmpty()) {
          texts.add(text);
        }
      }
      return String.join(", ", texts);
    }
    return left + right;
  }

  /// The text as an operand of an operator.
  String operand(int outer, boolean strict) {
    boolean parentheses = precedence > outer || (strict && precedence == outer);
    return parentheses ? "(" + text() + ")" : text();
  }
}
