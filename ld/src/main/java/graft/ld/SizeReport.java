package graft.ld;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What each object, archive member, symbol and section costs: as text, as JSON, or as a page with
/// a treemap that needs nothing else.
final class SizeReport {
  private static final int IMPORT = 2;
  private static final int EXPORT = 7;

  private final List<Row> rows = new ArrayList<>();
  private final long total;

  /// Bytes that have a row.
  private long shared;

  /// Bytes of the output.
  ///
  /// @param section of the output
  /// @param archive that the object is a member of, or empty
  /// @param object the object's name; `<internal>` for what the linker made
  /// @param symbol a function's or data symbol's name, or a segment's
  record Row(String section, String archive, String object, String symbol, long size) {
    /// `main.o`, or `libc.a(printf.o)`.
    String file() {
      return archive.isEmpty() ? object : archive + "(" + object + ")";
    }
  }

  private SizeReport(long total) {
    this.total = total;
  }

  static SizeReport of(Layout layout, ModuleImage output) {
    SizeReport report = new SizeReport(output.size());
    report.add("header", null, "", 8);
    Map<Integer, String> dataNames = report.dataNames(layout);
    for (int i = 0; i < output.sections().size(); i++) {
      OutputSection section = output.sections().get(i);
      report.add(layout, section, output.end(i) - output.start(i), dataNames);
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
    long before = shared;
    for (OutputSection.Placed placed : section.placed()) {
      Chunk chunk = placed.chunk();
      MergedStrings strings = placed.strings();
      if (chunk != null) {
        byte[] given = placed.given();
        long bytes = given == null ? chunk.size : given.length;
        add(name, chunk.file, symbol(layout, chunk, dataNames), bytes);
      } else if (strings != null) {
        strings.share((input, bytes) -> add(name, input.file, input.name, bytes));
      }
    }
    // An object's custom section may have any name.
    switch (section.id()) {
      case IMPORT -> addImports(layout);
      case EXPORT -> addExports(layout);
      case 0 -> {
        if (name.equals("name")) {
          addNames(layout);
        }
      }
      default -> {}
    }
    // Headers, counts, and what the linker made.
    add(name, null, "", size - (shared - before));
  }

  private void add(String section, @Nullable InputFile file, String symbol, long size) {
    if (size == 0) {
      return;
    }
    String archive = file == null || file.archive == null ? "" : file.archive;
    rows.add(new Row(section, archive, file == null ? "<internal>" : file.path, symbol, size));
    shared += size;
  }

  private void addImports(Layout layout) {
    for (Symbol symbol : layout.imports) {
      if (symbol.kind == SymbolKind.FUNCTION) {
        WasmBuffer entry = new WasmBuffer();
        entry.name(LayoutBuilder.importModule(symbol)).name(LayoutBuilder.importName(symbol)).u8(0);
        entry.uleb(layout.typeIndex(symbol.functionType()));
        add("import", symbol.file, layout.options.show(symbol), entry.size());
      }
    }
  }

  private void addExports(Layout layout) {
    for (Layout.Export export : layout.exports) {
      Symbol symbol = export.symbol();
      if (symbol != null) {
        WasmBuffer entry = new WasmBuffer().name(export.name()).u8(export.kind());
        add("export", symbol.file, layout.options.show(symbol), entry.uleb(export.index()).size());
      }
    }
  }

  private void addNames(Layout layout) {
    for (InputFunction function : layout.functions) {
      if (!function.symbolName.isEmpty()) {
        String name = FunctionNames.name(layout.options, function);
        WasmBuffer entry = new WasmBuffer().uleb(layout.functionIndex.of(function.id)).name(name);
        add("name", function.file, name, entry.size());
      }
    }
  }

  private static String symbol(Layout layout, Chunk chunk, Map<Integer, String> dataNames) {
    return switch (chunk) {
      case InputFunction function -> FunctionNames.name(layout.options, function);
      case InputSegment segment -> dataNames.getOrDefault(segment.id, segment.name);
      case InputSection custom -> custom.name;
    };
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
    if (rows.stream().anyMatch(row -> !row.archive.isEmpty())) {
      table(out, "archive", totals(row -> row.archive.isEmpty() ? "-" : row.archive));
    }
    table(out, "object", totals(Row::file));
    out.append("\nsymbols\n");
    for (Row row : rows) {
      out.append(pad(row.size)).append("  ").append(row.section).append("  ");
      out.append(row.symbol.isEmpty() ? "-" : row.symbol).append("  ");
      out.append(row.file()).append('\n');
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
