package graft.testing.spec;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The assertions that are left out, and why: `testing/spec-skips.txt`. A line is
///
/// ```
/// core/memory.wast:12 | reason
/// threads/*.wast "multiple memories" | reason
/// ```
///
/// The first form names one assertion, the second all of a file (or of files, by a glob) that
/// expect the text. A skipped assertion is run all the same, and one that holds is a failure: so no
/// line outlives its reason.
public final class Skips {
  private final List<Line> lines = new ArrayList<>();

  private static final class Line {
    final String source;
    final PathMatcher file;
    final int line;
    final @Nullable String text;
    boolean used;

    Line(String source) {
      this.source = source;
      int bar = source.indexOf(" | ");
      if (bar < 0 || source.substring(bar + 3).isBlank()) {
        throw new IllegalArgumentException("a skip without a reason: " + source);
      }
      String pattern = source.substring(0, bar).strip();
      int quote = pattern.indexOf('"');
      int colon = quote < 0 ? pattern.lastIndexOf(':') : -1;
      String glob = quote >= 0 ? pattern.substring(0, quote) : pattern;
      text = quote >= 0 ? pattern.substring(quote + 1, pattern.length() - 1) : null;
      line = colon >= 0 ? Integer.parseInt(pattern.substring(colon + 1)) : 0;
      glob = colon >= 0 ? pattern.substring(0, colon) : glob;
      file = FileSystems.getDefault().getPathMatcher("glob:" + glob.strip());
    }

    boolean covers(String script, int at, @Nullable String expected) {
      return file.matches(Path.of(script))
          && (line == 0 || line == at)
          && (text == null || text.equals(expected));
    }
  }

  /// Reads the file.
  public static Skips read(Path file) throws IOException {
    Skips skips = new Skips();
    for (String line : Files.readAllLines(file)) {
      if (!line.isBlank() && !line.startsWith("#")) {
        skips.lines.add(new Line(line));
      }
    }
    return skips;
  }

  /// Whether an assertion is left out.
  ///
  /// @param script such as `core/i32.wast`
  /// @param line in the script
  /// @param expected the text that it expects, or null
  boolean covers(String script, int line, @Nullable String expected) {
    for (Line skip : lines) {
      if (skip.covers(script, line, expected)) {
        skip.used = true;
        return true;
      }
    }
    return false;
  }

  /// The lines that covered nothing so far.
  public List<String> unused() {
    return lines.stream().filter(line -> !line.used).map(line -> line.source).toList();
  }
}
