package graft.dl;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The words of a C++ declaration: identifiers, numbers, `::`, `&&`, `...`, names of operators such
/// as `operator<<`, single characters.
record CxxTokens(List<String> words, int[] closing) {
  /// Longer ones first.
  private static final List<String> OPERATORS =
      List.of(
          "()", "[]", "<=>", "->*", "<<=", ">>=", "<<", ">>", "<=", ">=", "==", "!=", "&&", "||",
          "++", "--", "+=", "-=", "*=", "/=", "%=", "^=", "&=", "|=", "->", "+", "-", "*", "/", "%",
          "^", "&", "|", "~", "!", "=", "<", ">", ",");

  private static final List<String> LONG = List.of("...", "::", "&&");

  /// @param closing where the bracket is closed that a word opens: `(`, `[` or `{`; else -1
  CxxTokens {}

  static CxxTokens of(String text) {
    List<String> words = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      if (Character.isWhitespace(text.charAt(at))) {
        at++;
        continue;
      }
      int end = end(text, at);
      String word = text.substring(at, end);
      at = end;
      if (word.equals("operator")) {
        int symbol = skipSpace(text, at);
        String operator = operator(text, symbol);
        word += operator;
        at = operator.isEmpty() ? at : symbol + operator.length();
      }
      words.add(word);
    }
    return new CxxTokens(words, closing(words));
  }

  private static int skipSpace(String text, int at) {
    int end = at;
    while (end < text.length() && Character.isWhitespace(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static String operator(String text, int at) {
    for (String each : OPERATORS) {
      if (text.startsWith(each, at)) {
        return each;
      }
    }
    return "";
  }

  private static int end(String text, int at) {
    char first = text.charAt(at);
    if (isOfWord(first)) {
      int end = at + 1;
      while (end < text.length() && isOfWord(text.charAt(end))) {
        end++;
      }
      return end;
    }
    if (first == '\'') {
      int end = text.indexOf('\'', at + 1);
      return end < 0 ? text.length() : end + 1;
    }
    for (String each : LONG) {
      if (text.startsWith(each, at)) {
        return at + each.length();
      }
    }
    return at + 1;
  }

  static boolean isOfWord(char c) {
    return Character.isUnicodeIdentifierPart(c) || c == '$' || Character.isSurrogate(c);
  }

  private static int[] closing(List<String> words) {
    int[] closing = new int[words.size()];
    Arrays.fill(closing, -1);
    int[] open = new int[words.size()];
    int depth = 0;
    for (int i = 0; i < closing.length; i++) {
      switch (words.get(i)) {
        case "(", "[", "{" -> open[depth++] = i;
        case ")", "]", "}" -> {
          if (depth > 0) {
            closing[open[--depth]] = i;
          }
        }
        default -> {}
      }
    }
    return closing;
  }
}
