package graft.cli;

import java.util.Collection;
import java.util.Comparator;

/// What somebody may have meant who wrote a name wrongly.
final class Suggestions {
  private static final int FARTHEST = 2;

  private Suggestions() {}

  /// The nearest of some names, for the end of a message.
  ///
  /// @return `; did you mean run?`, or nothing if none is near
  static String of(String name, Collection<String> known) {
    return known.stream()
        .filter(each -> distance(name, each) <= Math.min(FARTHEST, (bare(name) + 1) / 2))
        .min(
            Comparator.comparingInt((String each) -> distance(name, each))
                .thenComparing(each -> each))
        .map(each -> "; did you mean " + each + "?")
        .orElse("");
  }

  /// The letters of a name without the dashes of an option.
  private static int bare(String name) {
    return name.replaceFirst("^-+", "").length();
  }

  /// How many letters to insert, leave out, replace or swap with the next one.
  private static int distance(String one, String other) {
    int[][] rows = new int[one.length() + 1][other.length() + 1];
    for (int i = 0; i <= one.length(); i++) {
      for (int j = 0; j <= other.length(); j++) {
        if (i == 0 || j == 0) {
          rows[i][j] = i + j;
          continue;
        }
        int replaced = rows[i - 1][j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        rows[i][j] = Math.min(replaced, Math.min(rows[i - 1][j], rows[i][j - 1]) + 1);
        if (i > 1
            && j > 1
            && one.charAt(i - 1) == other.charAt(j - 2)
            && one.charAt(i - 2) == other.charAt(j - 1)) {
          rows[i][j] = Math.min(rows[i][j], rows[i - 2][j - 2] + 1);
        }
      }
    }
    return rows[one.length()][other.length()];
  }
}
