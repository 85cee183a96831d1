package graft.ld;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/// Names that are nearly the one that was looked for: misspelled, or with other parameters.
final class NearNames {
  private static final int MOST = 3;
  private static final int FARTHEST = 2;

  private NearNames() {}

  /// At most three, the nearest first.
  static List<String> of(String name, Collection<String> known, boolean demangle) {
    record Near(int distance, String name) {}
    String wanted = base(SymbolNames.show(name, demangle));
    List<Near> near = new ArrayList<>();
    for (String each : known) {
      int distance =
          base(SymbolNames.show(each, demangle)).equals(wanted) && !each.equals(name)
              ? 1
              : distance(name, each);
      if (distance <= FARTHEST && distance < name.length() / 2) {
        near.add(new Near(distance, each));
      }
    }
    return near.stream()
        .sorted(Comparator.comparingInt(Near::distance).thenComparing(Near::name))
        .limit(MOST)
        .map(each -> SymbolNames.show(each.name, demangle))
        .toList();
  }

  /// A function's name without its parameters.
  private static String base(String shown) {
    int parenthesis = shown.indexOf('(');
    return parenthesis <= 0 ? shown : shown.substring(0, parenthesis);
  }

  /// How many letters to insert, leave out or replace; more than {@link #FARTHEST} is as good as
  /// any.
  private static int distance(String one, String other) {
    if (Math.abs(one.length() - other.length()) > FARTHEST) {
      return Integer.MAX_VALUE;
    }
    int[] row = new int[other.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      int least = i;
      for (int j = 1; j < row.length; j++) {
        int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
        least = Math.min(least, row[j]);
      }
      if (least > FARTHEST) {
        return Integer.MAX_VALUE;
      }
    }
    return row[other.length()];
  }
}
