package graft.js;

import graft.runtime.Trap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The JavaScript that Emscripten writes beside a main module: it takes the texts of `EM_ASM` and
/// `EM_JS` out of the module and puts them there.
///
/// ```js
/// var ASM_CONSTS = {
///   1024: function($0) {console.log($0);},
///   1056: ($0, $1) => { return $0 + $1; }
/// };
/// function add(a,b){ return a + b; }
/// ```
final class GlueText {
  private static final String TABLE = "ASM_CONSTS";

  /// How deep templates may be in templates: each is a call of the reader.
  private static final int DEEPEST = 200;

  private final String text;
  private int depth;
  private @Nullable Map<Integer, String> constants;

  GlueText(String text) {
    this.text = text;
  }

  /// The function expressions of `ASM_CONSTS` by their numbers.
  Map<Integer, String> constants() {
    if (constants == null) {
      constants = new TreeMap<>();
      int open = table();
      if (open >= 0) {
        readTable(open, constants);
      }
    }
    return constants;
  }

  private int table() {
    for (int at = text.indexOf(TABLE); at >= 0; at = text.indexOf(TABLE, at + 1)) {
      int next = blanks(at + TABLE.length());
      if (next < text.length() && text.charAt(next) == '=') {
        next = blanks(next + 1);
        if (next < text.length() && text.charAt(next) == '{') {
          return next;
        }
      }
    }
    return -1;
  }

  private void readTable(int open, Map<Integer, String> into) {
    int end = closing(open);
    int at = open + 1;
    while (at < end) {
      int colon = text.indexOf(':', at);
      if (colon < 0 || colon > end) {
        return;
      }
      int comma = comma(colon + 1, end);
      String key = text.substring(at, colon).strip();
      if (key.matches("-?\\d{1,10}")) {
        into.put((int) Long.parseLong(key), "(" + text.substring(colon + 1, comma).strip() + ")");
      }
      at = comma + 1;
    }
  }

  /// The expression of a function that is declared at the beginning of a line, or null.
  @Nullable String function(String name) {
    for (String start : List.of("function " + name + "(", "async function " + name + "(")) {
      int at = text.startsWith(start) ? 0 : text.indexOf("\n" + start) + 1;
      if (at > 0 || text.startsWith(start)) {
        int parameters = closing(at + start.length() - 1);
        int body = blanks(parameters + 1);
        if (body < text.length() && text.charAt(body) == '{') {
          return "(" + text.substring(at, Math.min(text.length(), closing(body) + 1)) + ")";
        }
      }
    }
    return null;
  }

  private int blanks(int from) {
    int at = from;
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at;
  }

  /// The comma outside of brackets after a position, or the end.
  private int comma(int from, int end) {
    int at = from;
    while (at < end) {
      char c = text.charAt(at);
      if (c == ',') {
        return at;
      }
      at = c == '(' || c == '[' || c == '{' ? closing(at) + 1 : next(at);
    }
    return end;
  }

  /// The bracket that closes one, or the end of the text.
  private int closing(int open) {
    if (++depth > DEEPEST) {
      depth = 0;
      throw new Trap(
          "the .js file of the main module: expected at most "
              + DEEPEST
              + " templates within each other, found more (at character "
              + open
              + ")");
    }
    int end = closingAt(open);
    depth--;
    return end;
  }

  private int closingAt(int open) {
    List<Character> expected = new ArrayList<>();
    int at = open;
    while (at < text.length()) {
      char c = text.charAt(at);
      switch (c) {
        case '(' -> expected.add(')');
        case '[' -> expected.add(']');
        case '{' -> expected.add('}');
        case ')', ']', '}' -> {
          if (!expected.isEmpty() && expected.removeLast() == c && expected.isEmpty()) {
            return at;
          }
        }
        default -> {}
      }
      at = next(at);
    }
    return text.length();
  }

  /// Behind the character, string, comment or regular expression at a position.
  private int next(int at) {
    char c = text.charAt(at);
    if (c == '"' || c == '\'' || c == '`') {
      return behindString(at, c);
    }
    if (c == '/') {
      if (text.startsWith("//", at)) {
        int end = text.indexOf('\n', at);
        return end < 0 ? text.length() : end;
      }
      if (text.startsWith("/*", at)) {
        int end = text.indexOf("*/", at + 2);
        return end < 0 ? text.length() : end + 2;
      }
      if (beginsExpression(at)) {
        return behindRegularExpression(at);
      }
    }
    return at + 1;
  }

  private int behindString(int at, char mark) {
    int i = at + 1;
    while (i < text.length() && text.charAt(i) != mark) {
      if (text.charAt(i) == '\\') {
        i++;
      } else if (mark == '`' && text.startsWith("${", i)) {
        i = closing(i + 1);
      }
      i++;
    }
    return i + 1;
  }

  private int behindRegularExpression(int at) {
    boolean inClass = false;
    int i = at + 1;
    while (i < text.length() && text.charAt(i) != '\n' && (inClass || text.charAt(i) != '/')) {
      switch (text.charAt(i)) {
        case '\\' -> i++;
        case '[' -> inClass = true;
        case ']' -> inClass = false;
        default -> {}
      }
      i++;
    }
    return i + 1;
  }

  /// Whether a slash stands where an operand does: it then begins a regular expression.
  private boolean beginsExpression(int slash) {
    int at = slash - 1;
    while (at >= 0 && Character.isWhitespace(text.charAt(at))) {
      at--;
    }
    if (at < 0) {
      return true;
    }
    char before = text.charAt(at);
    if (Character.isLetterOrDigit(before) || before == '_' || before == '$') {
      int start = at;
      while (start > 0 && Character.isLetter(text.charAt(start - 1))) {
        start--;
      }
      String word = text.substring(start, at + 1);
      return word.equals("return") || word.equals("typeof") || word.equals("case");
    }
    return before != ')' && before != ']' && before != '}';
  }
}
