package graft.cli;

import graft.cli.Weighing.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// A weighing as a page of its own: bars, one for each way to load each program, and the text.
final class WeighPage {
  private static final int WIDTH = 900;
  private static final int BAR = 22;
  private static final int LEFT = 330;
  private static final int RIGHT = 110;

  private WeighPage() {}

  /// A bar of pieces that follow each other.
  private record Bar(String label, List<Piece> pieces) {
    long total() {
      return pieces.stream().mapToLong(Piece::bytes).sum();
    }
  }

  private record Piece(String name, long bytes, String colour) {}

  static String of(Weighing weighing) {
    return String.format(
        Locale.ROOT,
        """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <title>Download sizes</title>
        <style>
          body { font: 14px/1.4 sans-serif; margin: 24px; max-width: 960px; }
          pre { white-space: pre-wrap; background: #f6f6f6; padding: 12px; }
          text { font: 12px sans-serif; }
        </style>
        <h1>Download sizes</h1>
        <p>Bytes that come over the network, compressed with %s. <b style="color:#4a7ebb">Blue</b>: main
        modules; <b style="color:#4d8a3a">green</b>: libraries that are needed before the start;
        <b style="color:#b8860b">yellow</b>: libraries that may be opened later; <b
        style="color:#777">grey</b>: linked statically. Hover over a piece for its name and size.</p>
        %s
        <h2>Advice</h2>
        <ul>
        %s</ul>
        <pre>%s</pre>
        </html>
        """,
        weighing.parts().values().stream().allMatch(each -> each.size().brotli() >= 0)
            ? "brotli"
            : "gzip",
        chart(bars(weighing)),
        weighing.advice().stream()
            .map(each -> "<li>" + escape(each) + "</li>\n")
            .reduce("", String::concat),
        escape(WeighText.of(weighing)));
  }

  private static List<Bar> bars(Weighing weighing) {
    List<Bar> bars = new ArrayList<>();
    for (Program program : weighing.programs()) {
      bars.add(new Bar(program.main() + ", dynamically", pieces(weighing, program, Set.of())));
      if (weighing.programs().indexOf(program) > 0) {
        bars.add(
            new Bar(
                program.main() + ", after those above",
                pieces(weighing, program, weighing.kept(program))));
      }
      PackedSize linked = program.linked();
      if (linked != null) {
        bars.add(
            new Bar(
                program.main() + ", statically",
                List.of(new Piece(program.main(), linked.sent(), "#9a9a9a"))));
      }
    }
    PackedSize linked = weighing.staticTotal();
    if (weighing.programs().size() > 1) {
      bars.add(
          new Bar(
              "all, dynamically",
              weighing.programs().stream()
                  .flatMap(each -> pieces(weighing, each, weighing.kept(each)).stream())
                  .toList()));
    }
    if (weighing.programs().size() > 1 && linked != null) {
      bars.add(
          new Bar("all, statically", List.of(new Piece("all programs", linked.sent(), "#9a9a9a"))));
    }
    return bars;
  }

  private static List<Piece> pieces(Weighing weighing, Program program, Set<String> kept) {
    List<Piece> pieces = new ArrayList<>();
    pieces.add(new Piece(program.main(), weighing.part(program.main()).size().sent(), "#4a7ebb"));
    addLibraries(pieces, weighing, program.start(), kept, "#6aa84f", "#8fc27a");
    addLibraries(pieces, weighing, program.later(), kept, "#d4a72c", "#e6c667");
    return pieces;
  }

  /// Neighbours have different colours.
  private static void addLibraries(
      List<Piece> pieces,
      Weighing weighing,
      List<String> libraries,
      Set<String> kept,
      String one,
      String other) {
    int number = 0;
    for (String each : libraries) {
      if (!kept.contains(each)) {
        String colour = number++ % 2 == 0 ? one : other;
        pieces.add(new Piece(each, weighing.part(each).size().sent(), colour));
      }
    }
  }

  private static String chart(List<Bar> bars) {
    long most = Math.max(1, bars.stream().mapToLong(Bar::total).max().orElse(1));
    StringBuilder svg = new StringBuilder();
    int height = bars.size() * (BAR + 8);
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" role=\"img\">%n",
            WIDTH,
            height));
    for (int i = 0; i < bars.size(); i++) {
      Bar bar = bars.get(i);
      int top = i * (BAR + 8);
      double x = LEFT;
      svg.append(text(LEFT - 8, top + 15, "end", bar.label));
      for (Piece piece : bar.pieces) {
        double width = (double) (WIDTH - LEFT - RIGHT) * piece.bytes / most;
        svg.append(
            String.format(
                Locale.ROOT,
                "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\">"
                    + "<title>%s: %,d bytes</title></rect>%n",
                x,
                top,
                width,
                BAR,
                piece.colour,
                escape(piece.name),
                piece.bytes));
        x += width;
      }
      svg.append(text(x + 6, top + 15, "start", String.format(Locale.ROOT, "%,d", bar.total())));
    }
    return svg.append("</svg>").toString();
  }

  private static String text(double x, int y, String anchor, String text) {
    return String.format(
        Locale.ROOT,
        "<text x=\"%.1f\" y=\"%d\" text-anchor=\"%s\">%s</text>%n",
        x,
        y,
        anchor,
        escape(text));
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
