package graft.js;

import java.util.ArrayList;
import java.util.List;

/// The text of an `EM_JS` function: `(int x, const char *name)<::>{ return x; }`.
///
/// @param parameters names alone, as JavaScript has them
/// @param body with its braces
record ScriptText(List<String> parameters, String body) {
  private static final String SEPARATOR = "<::>";

  ScriptText {
    parameters = List.copyOf(parameters);
  }

  /// Takes a text apart.
  ///
  /// @throws IllegalArgumentException if it is none
  static ScriptText of(String text) {
    int separator = text.indexOf(SEPARATOR);
    if (separator < 2 || text.charAt(0) != '(' || text.charAt(separator - 1) != ')') {
      throw new IllegalArgumentException("expected (parameters)<::>{ body }");
    }
    List<String> names = new ArrayList<>();
    for (String parameter : split(text.substring(1, separator - 1))) {
      String name = name(parameter);
      if (!name.isEmpty()) {
        names.add(name);
      }
    }
    return new ScriptText(names, text.substring(separator + SEPARATOR.length()));
  }

  /// At the commas outside of parentheses.
  private static List<String> split(String parameters) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i < parameters.length(); i++) {
      switch (parameters.charAt(i)) {
        case '(' -> depth++;
        case ')' -> depth--;
        case ',' -> {
          if (depth == 0) {
            parts.add(parameters.substring(start, i));
            start = i + 1;
          }
        }
        default -> {}
      }
    }
    parts.add(parameters.substring(start));
    return parts;
  }

  /// What a declaration declares: `name` of `const char *name`, `int name[4]` and `void
  /// (*name)(int)`; nothing of `void`.
  private static String name(String declaration) {
    String rest = declaration.strip();
    int pointer = rest.indexOf("(*");
    if (pointer >= 0) {
      rest = rest.substring(pointer + 2, Math.max(pointer + 2, rest.indexOf(')', pointer)));
    }
    int bracket = rest.indexOf('[');
    rest = (bracket < 0 ? rest : rest.substring(0, bracket)).strip();
    int start = rest.length();
    while (start > 0 && isNamePart(rest.charAt(start - 1))) {
      start--;
    }
    String name = rest.substring(start);
    return name.equals("void") ? "" : name;
  }

  private static boolean isNamePart(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '$';
  }

  /// A function expression.
  String expression() {
    return "(function(" + String.join(", ", parameters) + ") " + body + "\n)";
  }
}
