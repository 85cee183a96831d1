package graft.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// A table in Markdown, with columns of equal width.
final class RatioTable {
  private final List<List<String>> rows = new ArrayList<>();

  RatioTable row(String... cells) {
    rows.add(Arrays.asList(cells));
    return this;
  }

  RatioTable row(List<String> cells) {
    rows.add(cells);
    return this;
  }

  static String number(double value, int digits) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%." + digits + "f", value);
  }

  static double geometricMean(List<Double> values) {
    return Math.exp(values.stream().mapToDouble(Math::log).average().orElse(Double.NaN));
  }

  /// The table; the first row is the head.
  @Override
  public String toString() {
    int columns = rows.get(0).size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (int r = 0; r < rows.size(); r++) {
      for (int i = 0; i < columns; i++) {
        String cell = rows.get(r).get(i);
        String space = " ".repeat(widths[i] - cell.length());
        text.append(i == 0 ? "| " + cell + space : " | " + space + cell);
      }
      text.append(" |\n");
      if (r == 0) {
        for (int i = 0; i < columns; i++) {
          text.append(i == 0 ? "|" : "").append("-".repeat(widths[i] + 2)).append('|');
        }
        text.append('\n');
      }
    }
    return text.toString();
  }
}
