package graft.ld;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Puts the words of `@file` arguments in their place, as all tools of LLVM do.
public final class ResponseFiles {
  private ResponseFiles() {}

  /// Expands all response files, also those that are named in others.
  ///
  /// @param words a command line
  /// @param folder where the files are looked for
  /// @return the words; a file that cannot be read, or is within itself, stays as it was named
  public static List<String> expand(List<String> words, Path folder) {
    Diagnostics ignored = new Diagnostics();
    return expand(words, FileSource.of(folder, List.of(), ignored), ignored);
  }

  /// Expands all response files; one that cannot be read stays as it is.
  static List<String> expand(List<String> args, FileSource files, Diagnostics diagnostics) {
    boolean windows = isWindows(args, diagnostics);
    List<String> expanded = new ArrayList<>();
    Set<Path> open = new LinkedHashSet<>();
    args.forEach(arg -> add(arg, files, windows, open, expanded, diagnostics));
    return expanded;
  }

  private static boolean isWindows(List<String> args, Diagnostics diagnostics) {
    String quoting = "posix";
    for (int i = 0; i < args.size(); i++) {
      String arg = args.get(i);
      String name =
          arg.startsWith("--") ? arg.substring(2) : arg.substring(Math.min(1, arg.length()));
      if (arg.startsWith("-") && name.startsWith("rsp-quoting")) {
        String value = name.substring("rsp-quoting".length());
        boolean separate = value.isEmpty() && i + 1 < args.size();
        quoting = separate ? args.get(i + 1) : value.replaceFirst("^=", "");
        if (!quoting.equals("posix") && !quoting.equals("windows")) {
          diagnostics.error("invalid response file quoting: " + quoting);
        }
      }
    }
    return quoting.equals("windows");
  }

  /// @param open the files that are being read
  private static void add(
      String arg,
      FileSource files,
      boolean windows,
      Set<Path> open,
      List<String> expanded,
      Diagnostics diagnostics) {
    if (!arg.startsWith("@")) {
      expanded.add(arg);
      return;
    }
    try {
      String name = arg.substring(1);
      byte[] bytes = files.load(name).bytes();
      Path file = files.resolve(name).toAbsolutePath().normalize();
      if (bytes == null) {
        expanded.add(arg);
        return;
      }
      String text = new String(bytes, StandardCharsets.UTF_8);
      if (!open.add(file)) {
        diagnostics.error("recursive expansion of: '" + file + "'");
        expanded.add(arg);
        return;
      }
      if (text.startsWith("\ufeff")) {
        text = text.substring(1);
      }
      for (String word : windows ? windowsWords(text) : posixWords(text)) {
        int end = word.indexOf(0); // As in C.
        add(end < 0 ? word : word.substring(0, end), files, windows, open, expanded, diagnostics);
      }
      open.remove(file);
    } catch (IllegalArgumentException e) {
      expanded.add(arg);
    }
  }

  /// Words as a shell quotes them.
  static List<String> posixWords(String text) {
    List<String> words = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      int end = plainEnd(text, at);
      boolean whole = end == text.length() || Character.isWhitespace(text.charAt(end));
      if (!whole) {
        at = posixWord(text, at, words);
      } else if (end > at) {
        words.add(text.substring(at, end));
        at = end;
      } else {
        at++;
      }
    }
    return words;
  }

  /// Where what means itself ends: most words are that and no more.
  private static int plainEnd(String text, int start) {
    int at = start;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '\\' || c == '"' || c == '\'' || Character.isWhitespace(c)) {
        return at;
      }
      at++;
    }
    return at;
  }

  /// Adds the word that begins at `start`, and says where it ends.
  private static int posixWord(String text, int start, List<String> words) {
    StringBuilder word = new StringBuilder();
    char quote = 0;
    int at = start;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (quote == 0 && Character.isWhitespace(c)) {
        break;
      }
      if (c == '\\' && quote != '\'' && at + 1 < text.length()) {
        at++;
        word.append(text.charAt(at));
      } else if (quote != 0 && c == quote) {
        quote = 0;
      } else if (quote == 0 && (c == '"' || c == '\'')) {
        quote = c;
      } else {
        word.append(c);
      }
      at++;
    }
    words.add(word.toString());
    return at;
  }

  /// Words as Windows programs quote them: backslashes count only before a double quote.
  static List<String> windowsWords(String text) {
    List<String> words = new ArrayList<>();
    StringBuilder word = null;
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!quoted && Character.isWhitespace(c)) {
        if (word != null) {
          words.add(word.toString());
          word = null;
        }
        continue;
      }
      word = word == null ? new StringBuilder() : word;
      if (c == '\\') {
        int run = i;
        while (run < text.length() && text.charAt(run) == '\\') {
          run++;
        }
        boolean beforeQuote = run < text.length() && text.charAt(run) == '"';
        word.append("\\".repeat(beforeQuote ? (run - i) / 2 : run - i));
        if (beforeQuote && (run - i) % 2 == 1) {
          word.append('"');
          run++;
        }
        i = run - 1;
      } else if (c == '"') {
        quoted = !quoted;
      } else {
        word.append(c);
      }
    }
    if (word != null) {
      words.add(word.toString());
    }
    return words;
  }
}
