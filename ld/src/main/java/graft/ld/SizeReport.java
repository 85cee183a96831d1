package graft.ld;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/// What each object, archive member, symbol and section costs: as text, as JSON, or as a page with
/// a treemap that needs nothing else.
final class SizeReport {
  private final List<Row> rows = new ArrayList<>();
  private final long total;

  /// Bytes of the output.
  ///
  /// @param section of the output
  /// @param archive that the object is a member of, or empty
  /// @param object the object's name; `<internal>` for what the linker made
  /// @param symbol a function's or data symbol's name, or a segment's
  record Row(String section, String archive, String object, String symbol, long size) {}

  private SizeReport(long total) {
    this.total = total;
  }

  static SizeReport of(Layout layout, ModuleWriter.Output output) {
    SizeReport report = new SizeReport(output.bytes().length);
    report.rows.add(new Row("header", "", "<internal>", "", 8));
    Map<Integer, String> dataNames = report.dataNames(layout);
    for (int i = 0; i < output.sections().size(); i++) {
      int end = i + 1 < output.offsets().length ? output.offsets()[i + 1] : output.bytes().length;
      OutputSection section = output.sections().get(i);
      report.add(layout, section, end - output.offsets()[i], dataNames);
    }
    report.rows.sort(
        Comparator.comparingLong(Row::size)
            .reversed()
            .thenComparing(Row::section)
            .thenComparing(Row::archive)
            .thenComparing(Row::object)
            .thenComparing(Row::symbol));
    return report;
  }

  private Map<Integer, String> dataNames(Layout layout) {
    Map<Integer, String> names = new HashMap<>();
    for (ObjectFile object : layout.resolution.objects()) {
      for (Symbol symbol : object.symbols) {
        if (symbol.isDefinedData() && symbol.segment != null) {
          names.putIfAbsent(symbol.segment.id, layout.options.show(symbol));
        }
      }
    }
    return names;
  }

  private void add(Layout layout, OutputSection section, int size, Map<Integer, String> dataNames) {
    String name =
        section.id() == 0 ? section.name() : MapFile.NAMES[section.id()].toLowerCase(Locale.ROOT);
    long rest = size;
    for (OutputSection.Placed placed : section.placed()) {
      Chunk chunk = placed.chunk();
      if (chunk != null) {
        byte[] given = placed.given();
        long bytes = given == null ? chunk.size : given.length;
        rows.add(row(layout, name, chunk, bytes, dataNames));
        rest -= bytes;
      }
    }
    if (rest > 0) {
      rows.add(new Row(name, "", "<internal>", "", rest));
    }
  }

  private static Row row(
      Layout layout, String section, Chunk chunk, long size, Map<Integer, String> dataNames) {
    ObjectFile file = chunk.file;
    String archive = file == null || file.archive == null ? "" : file.archive;
    String symbol =
        switch (chunk) {
          case InputFunction function ->
              function.debugName.isEmpty()
                  ? layout.options.show(function.symbolName)
                  : function.debugName;
          case InputSegment segment -> dataNames.getOrDefault(segment.id, segment.name);
          case InputSection custom -> custom.name;
        };
    return new Row(section, archive, file == null ? "<internal>" : file.path, symbol, size);
  }

  /// The report in the form that the file's ending asks for.
  String format(String path) {
    if (path.endsWith(".json")) {
      return json();
    }
    return path.endsWith(".html") ? SizePage.of(json()) : text();
  }

  private String text() {
    StringBuilder out = new StringBuilder();
    out.append("total ").append(total).append(" bytes\n");
    table(out, "section", totals(Row::section));
    table(
        out,
        "object",
        totals(row -> row.archive.isEmpty() ? row.object : row.archive + "(" + row.object + ")"));
    out.append("\nsymbols\n");
    for (Row row : rows) {
      out.append(pad(row.size)).append("  ").append(row.section).append("  ");
      out.append(row.symbol.isEmpty() ? "-" : row.symbol).append("  ");
      out.append(row.archive.isEmpty() ? row.object : row.archive + "(" + row.object + ")");
      out.append('\n');
    }
    return out.toString();
  }

  private Map<String, Long> totals(Function<Row, String> key) {
    Map<String, Long> totals = new TreeMap<>();
    rows.forEach(row -> totals.merge(key.apply(row), row.size, Long::sum));
    return totals;
  }

  private static void table(StringBuilder out, String what, Map<String, Long> totals) {
    out.append('\n').append(what).append("s\n");
    totals.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .forEach(entry ->
            out.append(pad(entry.getValue())).append("  ").append(entry.getKey()).append('\n'));
  }

  private static String pad(long size) {
    String digits = Long.toString(size);
    return " ".repeat(Math.max(0, 10 - digits.length())) + digits;
  }

  private String json() {
    StringBuilder out = new StringBuilder("{\"total\":").append(total).append(",\"rows\":[\n");
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      out.append(i == 0 ? "" : ",\n").append("{\"section\":").append(quote(row.section));
      out.append(",\"archive\":").append(quote(row.archive));
      out.append(",\"object\":").append(quote(row.object));
      out.append(",\"symbol\":").append(quote(row.symbol));
      out.append(",\"size\":").append(row.size).append('}');
    }
    return out.append("\n]}\n").toString();
  }

  private static String quote(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ' || c == '<' || c > '~') {
        String digits = Integer.toHexString(c);
        out.append("\\u").append("0".repeat(4 - digits.length())).append(digits);
      } else {
        out.append(c);
      }
    }
    return out.append('"').toString();
  }
}
