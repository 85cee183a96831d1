package graft.treesitter;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Trees and what queries find as lines of text, exactly as `testing/npm/tree-sitter-oracle.mjs`
/// writes them.
final class TreeText {
  private final StringBuilder text = new StringBuilder();

  private TreeText() {}

  /// A line for each node.
  static String of(Tree tree) {
    TreeText all = new TreeText();
    try (TreeCursor cursor = tree.walk()) {
      int depth = 0;
      while (true) {
        all.addNode(depth, cursor);
        if (cursor.firstChild()) {
          depth++;
          continue;
        }
        while (!cursor.nextSibling()) {
          if (!cursor.parent()) {
            return all.text.toString();
          }
          depth--;
        }
      }
    }
  }

  private void addNode(int depth, TreeCursor cursor) {
    Node node = cursor.node();
    String field = cursor.field();
    text.append(depth).append(' ');
    quote(node.type());
    text.append(' ')
        .append(node.isNamed() ? 'n' : '-')
        .append(node.hasError() ? 'e' : '-')
        .append(node.isMissing() ? 'm' : '-')
        .append(node.hasChanges() ? 'c' : '-')
        .append(' ')
        .append(field == null ? "-" : field)
        .append(' ')
        .append(node.range())
        .append(' ')
        .append(node.childCount())
        .append('\n');
  }

  /// What a tree says after an edit: the new tree, and where it differs.
  static String ofEdit(Tree old, Tree tree) {
    StringBuilder ranges = new StringBuilder();
    for (Range range : old.changedRanges(tree)) {
      ranges.append("changed ").append(range).append('\n');
    }
    return of(tree) + ranges;
  }

  /// Matches, then captures.
  static String of(Query query, Tree tree) {
    TreeText all = new TreeText();
    for (QueryMatch match : query.matches(tree.root())) {
      all.text.append("match ").append(match.patternIndex()).append('\n');
      match.captures().forEach(all::addCapture);
      all.addProperties(query, match.patternIndex());
    }
    for (QueryCapture capture : query.captures(tree.root())) {
      all.text.append("capture\n");
      all.addCapture(capture);
      all.addProperties(query, capture.patternIndex());
    }
    return all.text.isEmpty() ? "\n" : all.text.toString();
  }

  private void addCapture(QueryCapture capture) {
    text.append("  ").append(capture.name()).append(' ');
    quote(capture.node().type());
    text.append(' ').append(capture.node().range()).append(' ');
    quote(capture.node().text());
    text.append('\n');
  }

  private void addProperties(Query query, int pattern) {
    Map<String, String> names = Map.of("set!", "set", "is?", "asserted", "is-not?", "refuted");
    for (String operator : List.of("set!", "is?", "is-not?")) {
      TreeSet<String> lines = new TreeSet<>();
      query
          .properties(pattern, operator)
          .forEach((key, value) -> {
            TreeText line = new TreeText();
            line.text.append("  ").append(names.get(operator)).append(' ');
            line.quote(key);
            line.text.append(' ');
            if (value == null) {
              line.text.append('-');
            } else {
              line.quote(value);
            }
            lines.add(line.text.append('\n').toString());
          });
      lines.forEach(text::append);
    }
  }

  private void quote(String value) {
    text.append('"');
    value
        .codePoints()
        .forEach(c -> {
          if (c == '"' || c == '\\') {
            text.append('\\').append((char) c);
          } else if (c < 0x20 || c > 0x7e) {
            text.append("\\u{").append(Integer.toHexString(c)).append('}');
          } else {
            text.append((char) c);
          }
        });
    text.append('"');
  }
}
