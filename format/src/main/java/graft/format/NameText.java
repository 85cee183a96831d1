package graft.format;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Text of a demangled name, put together once it is complete. Names nest: if each level joined its
/// parts, the inner ones would be copied again and again. So a text is either words, which lie in
/// the mangled name or in a constant, or two texts in a row. It does not change until its name is
/// complete; then it may become part of another ({@link NameParts}).
final class NameText {
  static final NameText EMPTY = of("");
  private static final NameText COMMA = of(", ");

  /// Substitutions could make a short name as long as memory allows.
  private static final int MAX_LENGTH = 1 << 20;

  private static final byte[] NOTHING = {};

  /// Where this comes from and goes back to; null if it stays, such as a constant.
  final @Nullable NameParts parts;

  private @Nullable NameText first;
  private @Nullable NameText second;

  /// The words, in UTF-8.
  private byte[] bytes = NOTHING;

  private int from;
  private int length;

  /// A part to be filled in.
  NameText(@Nullable NameParts parts) {
    this.parts = parts;
  }

  private NameText filled(
      @Nullable NameText newFirst,
      @Nullable NameText newSecond,
      byte[] newBytes,
      int newFrom,
      int newLength) {
    first = newFirst;
    second = newSecond;
    bytes = newBytes;
    from = newFrom;
    length = newLength;
    return this;
  }

  static NameText of(String words) {
    byte[] bytes = words.getBytes(StandardCharsets.UTF_8);
    return of(null, bytes, 0, bytes.length);
  }

  /// Part of the mangled name.
  static NameText of(@Nullable NameParts parts, byte[] bytes, int from, int to) {
    return part(parts).filled(null, null, bytes, from, to - from);
  }

  private static NameText part(@Nullable NameParts parts) {
    return parts == null ? new NameText(null) : parts.text();
  }

  /// With commas in between.
  static NameText list(List<NameText> texts) {
    NameText list = EMPTY;
    for (int i = 0; i < texts.size(); i++) {
      list = list.listed(texts.get(i), i == 0);
    }
    return list;
  }

  /// With the next of a list's elements.
  NameText listed(NameText element, boolean first) {
    return first ? plus(element) : plus(COMMA).plus(element);
  }

  NameText plus(NameText next) {
    if (length == 0) {
      return next;
    }
    if (next.length == 0) {
      return this;
    }
    int sum = length + next.length;
    if (sum > MAX_LENGTH) {
      throw new MangledName.UnknownException();
    }
    return part(parts == null ? next.parts : parts).filled(this, next, NOTHING, 0, sum);
  }

  NameText plus(String next) {
    return plus(of(next));
  }

  boolean isEmpty() {
    return length == 0;
  }

  /// Whether these are all the words.
  boolean is(String words) {
    return length == words.length() && toString().equals(words);
  }

  boolean startsWith(char c) {
    NameText text = this;
    while (text.first != null) {
      text = text.first;
    }
    return text.length > 0 && text.bytes[text.from] == c;
  }

  /// Whether the last but `skipped` is this character.
  boolean endsWith(char c, int skipped) {
    NameText text = this;
    int left = skipped;
    while (text.second != null && text.first != null) {
      if (left < text.second.length) {
        text = text.second;
      } else {
        left -= text.second.length;
        text = text.first;
      }
    }
    return left < text.length && text.bytes[text.from + text.length - 1 - left] == c;
  }

  /// Without the last `count` bytes.
  NameText withoutLast(int count) {
    if (second == null || first == null) {
      return of(parts, bytes, from, from + length - count);
    }
    return count < second.length
        ? first.plus(second.withoutLast(count))
        : first.withoutLast(count - second.length);
  }

  /// Without the first byte.
  NameText withoutFirst() {
    return second == null || first == null
        ? of(parts, bytes, from + 1, from + length)
        : first.withoutFirst().plus(second);
  }

  /// All of it, in UTF-8.
  byte[] toByteArray() {
    byte[] target = new byte[length];
    copyTo(target, length);
    return target;
  }

  /// Copies the text in front of offset `end`. Texts grow at their end, so what is deep is on the
  /// left, and this goes there without recursion.
  private void copyTo(byte[] target, int end) {
    NameText text = this;
    int at = end;
    while (text.second != null && text.first != null) {
      text.second.copyTo(target, at);
      at -= text.second.length;
      text = text.first;
    }
    System.arraycopy(text.bytes, text.from, target, at - text.length, text.length);
  }

  @Override
  public String toString() {
    return new String(toByteArray(), StandardCharsets.UTF_8);
  }
}
