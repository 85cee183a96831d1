package graft.format;

/// A place in a mangled name, and what can be told of the bytes there.
abstract sealed class MangledText permits MangledExpressions {
  /// UTF-8: lengths in names count bytes.
  final byte[] text;

  int at;

  /// What the name is made of.
  final NameParts parts;

  MangledText(NameParts parts, byte[] text, int at) {
    this.parts = parts;
    this.text = text;
    this.at = at;
  }

  /// Part of the mangled name.
  NameText words(int from, int to) {
    return NameText.of(parts, text, from, to);
  }

  char peek() {
    return at < text.length ? (char) (text[at] & 0xff) : '\0';
  }

  /// The byte behind the next one.
  char second() {
    return (char) (text[at + 1] & 0xff);
  }

  char next() {
    return (char) (text[at++] & 0xff);
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  boolean take(char expected) {
    if (at < text.length && text[at] == expected) {
      at++;
      return true;
    }
    return false;
  }

  boolean take(char first, char second) {
    if (isNext(first, second)) {
      at += 2;
      return true;
    }
    return false;
  }

  boolean isNext(char first, char second) {
    return at + 1 < text.length && text[at] == first && text[at + 1] == second;
  }

  boolean take(String expected) {
    if (startsWith(expected, at)) {
      at += expected.length();
      return true;
    }
    return false;
  }

  boolean startsWith(String words, int offset) {
    if (words.length() > text.length - offset) {
      return false;
    }
    for (int i = 0; i < words.length(); i++) {
      if (text[offset + i] != words.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  void expect(char expected) {
    if (!take(expected)) {
      throw new MangledName.UnknownException();
    }
  }

  NameText number() {
    int start = at;
    boolean negative = take('n');
    while (isDigit(peek())) {
      at++;
    }
    return negative ? NameText.of("-").plus(words(start + 1, at)) : words(start, at);
  }

  /// A number that says how many; too large a one leads behind the end of the name.
  int count() {
    if (!isDigit(peek())) {
      throw new MangledName.UnknownException();
    }
    int count = 0;
    while (isDigit(peek())) {
      count = Math.min(count, text.length) * 10 + next() - '0';
    }
    return count;
  }
}
