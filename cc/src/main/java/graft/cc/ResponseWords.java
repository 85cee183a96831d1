package graft.cc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Puts the words of `@file` arguments in their place. In the file, words may stand in quotes, and
/// a backslash takes the next character as it is.
final class ResponseWords {
  private static final Pattern WORD =
      Pattern.compile("(?:\"(?:\\\\.|[^\"\\\\])*\"|'[^']*'|\\\\.|[^\\s\"'\\\\])+", Pattern.DOTALL);

  private ResponseWords() {}

  /// Expands all response files.
  ///
  /// @throws DriverException if one cannot be read
  static List<String> expand(List<String> words, Path folder) {
    List<String> expanded = new ArrayList<>();
    for (String word : words) {
      if (word.startsWith("@")) {
        expanded.addAll(words(read(folder, word)));
      } else {
        expanded.add(word);
      }
    }
    return expanded;
  }

  private static String read(Path folder, String word) {
    try {
      return Files.readString(folder.resolve(word.substring(1)));
    } catch (IOException e) {
      throw new DriverException(word + ": cannot be read");
    }
  }

  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(text);
    while (matcher.find()) {
      words.add(unquote(matcher.group()));
    }
    return words;
  }

  private static String unquote(String quoted) {
    StringBuilder word = new StringBuilder();
    char quote = 0;
    for (int i = 0; i < quoted.length(); i++) {
      char c = quoted.charAt(i);
      if (c == '\\' && quote != '\'' && i + 1 < quoted.length()) {
        word.append(quoted.charAt(++i));
      } else if (c == quote) {
        quote = 0;
      } else if (quote == 0 && (c == '"' || c == '\'')) {
        quote = c;
      } else {
        word.append(c);
      }
    }
    return word.toString();
  }
}
