package graft.cli;

import java.util.ArrayList;
import java.util.List;

/// Lines of two columns, the first as wide as its widest text (within reason).
final class Rows {
  private static final int WIDEST = 40;

  private final String indent;
  private final List<String[]> rows = new ArrayList<>();

  Rows(String indent) {
    this.indent = indent;
  }

  void add(String left, String right) {
    rows.add(new String[] {left, right});
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  void appendTo(StringBuilder text) {
    int width = 0;
    for (String[] row : rows) {
      width = Math.max(width, row[0].length());
    }
    width = Math.min(width, WIDEST);
    for (String[] row : rows) {
      String gap = " ".repeat(Math.max(0, width - row[0].length()));
      text.append((indent + row[0] + gap + "  " + row[1]).stripTrailing()).append('\n');
    }
  }
}
