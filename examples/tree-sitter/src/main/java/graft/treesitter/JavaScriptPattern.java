package graft.treesitter;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// Regular expressions as JavaScript reads them, without flags: queries are written for those.
///
/// Where Java means something else by the same text, it is given other words: `.` and `\s` know
/// other characters, `$` does not match before a last line feed, `[` and `&&` are nothing special
/// in a class, a brace that is no quantifier stands for itself, and an escaped letter without
/// meaning is that letter. One difference is left: a character outside of the basic plane counts as
/// one here, and as two in JavaScript.
final class JavaScriptPattern {
  private static final String SPACES =
      "\\t\\n\\x0B\\f\\r \\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff";

  private static final Pattern QUANTIFIER = Pattern.compile("(?:[*+?]|\\{\\d+(?:,\\d*)?\\})\\??");
  private static final Pattern GROUP = Pattern.compile("\\((?:\\?(?:[:=!]|<[=!]|<[A-Za-z]\\w*>))?");
  private static final Pattern CODE = Pattern.compile("x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}");

  private final String source;
  private final StringBuilder translated = new StringBuilder();
  private int position;

  private JavaScriptPattern(String source) {
    this.source = source;
  }

  /// Compiles an expression.
  ///
  /// @throws PatternSyntaxException if it is none
  static Pattern compile(String source) {
    return Pattern.compile(new JavaScriptPattern(source).translate());
  }

  private String translate() {
    while (position < source.length()) {
      char c = source.charAt(position);
      switch (c) {
        case '\\' -> escape(false);
        case '[' -> characterClass();
        case '(' -> group();
        case '.' -> one("[^\\n\\r\\u2028\\u2029]");
        case '$' -> one("\\z");
        case ']', '}' -> one("\\" + c);
        case '*', '+', '?', '{' -> quantifier();
        default -> one(String.valueOf(c));
      }
    }
    return translated.toString();
  }

  private void one(String translation) {
    position++;
    translated.append(translation);
  }

  private void quantifier() {
    Matcher matcher = QUANTIFIER.matcher(source).region(position, source.length());
    if (!matcher.lookingAt()) {
      one("\\{");
      return;
    }
    copy(matcher);
    if (position < source.length() && "*+?".indexOf(source.charAt(position)) >= 0) {
      throw error("nothing to repeat");
    }
  }

  private void group() {
    Matcher matcher = GROUP.matcher(source).region(position, source.length());
    if (!matcher.lookingAt() || source.startsWith("?", matcher.end())) {
      throw error("invalid group");
    }
    copy(matcher);
  }

  private void copy(Matcher matcher) {
    translated.append(matcher.group());
    position = matcher.end();
  }

  private void characterClass() {
    position++;
    boolean negated = source.startsWith("^", position);
    position += negated ? 1 : 0;
    if (source.startsWith("]", position)) {
      one(negated ? "[\\x{0}-\\x{10ffff}]" : "(?!)");
      return;
    }
    translated.append(negated ? "[^" : "[");
    while (position < source.length() && source.charAt(position) != ']') {
      char c = source.charAt(position);
      switch (c) {
        case '\\' -> escape(true);
        case '[', '&', '^' -> one("\\" + c);
        default -> one(String.valueOf(c));
      }
    }
    if (position == source.length()) {
      throw error("unterminated character class");
    }
    one("]");
  }

  private void escape(boolean inClass) {
    position++;
    if (position == source.length()) {
      throw error("\\ at end of pattern");
    }
    Matcher code = CODE.matcher(source).region(position, source.length());
    if (code.lookingAt()) {
      translated.append('\\');
      copy(code);
      return;
    }
    char c = source.charAt(position);
    switch (c) {
      case 's' -> one(inClass ? SPACES : "[" + SPACES + "]");
      case 'S' -> one("[^" + SPACES + "]");
      case 'v' -> one("\\x0B");
      case '0' -> one("\\x00");
      case 'b' -> one(inClass ? "\\x08" : "\\b");
      case 'd', 'D', 'w', 'W', 't', 'n', 'r', 'f', 'B', 'k', 'c' -> one("\\" + c);
      default -> one(Character.isLetter(c) ? String.valueOf(c) : "\\" + c);
    }
  }

  private PatternSyntaxException error(String what) {
    return new PatternSyntaxException(what, source, position);
  }
}
