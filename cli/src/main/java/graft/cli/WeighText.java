package graft.cli;

import graft.cli.Weighing.Part;
import graft.cli.Weighing.Program;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A weighing for people.
final class WeighText {
  private final Weighing weighing;
  private final StringBuilder text = new StringBuilder();

  private WeighText(Weighing weighing) {
    this.weighing = weighing;
  }

  static String of(Weighing weighing) {
    return new WeighText(weighing).write();
  }

  private String write() {
    line("%-44s %12s %12s %12s", "bytes", "raw", "gzip", "brotli");
    for (Part part : weighing.parts().values()) {
      row(part.name(), part.size());
    }
    for (Program program : weighing.programs()) {
      program(program);
    }
    if (weighing.programs().size() > 1) {
      line("");
      line("all programs, one after the other:");
      row("  dynamically", weighing.dynamicTotal());
      row("  statically", weighing.staticTotal());
    }
    symbols();
    line("");
    weighing.advice().forEach(each -> line("%s", each));
    return text.toString();
  }

  private void program(Program program) {
    line("");
    line("%s:", program.main());
    row("  first load, dynamically", weighing.first(program));
    if (!program.later().isEmpty()) {
      row("  with all that it may open", weighing.everything(program));
    }
    row("  first load, statically", program.linked());
    if (weighing.programs().indexOf(program) > 0) {
      row("  after the programs above it", weighing.moving(program));
      line("    shared with them: %s", names(weighing.shared(program)));
      line("    comes with it:    %s", names(weighing.missing(program)));
    }
    row("  second load (all is in the cache)", PackedSize.NOTHING);
    line(
        "  %-22s %14s %14s %14s %14s",
        "ms to start", "dynamically", "file by file", "statically", "second load");
    for (Network network : Network.ALL) {
      long linked = weighing.staticMillis(program, network);
      line(
          "    %-20s %,14d %,14d %14s %,14d",
          network.toString(),
          weighing.firstMillis(program, network),
          weighing.fileByFileMillis(program, network),
          linked < 0 ? "not measured" : String.format(Locale.ROOT, "%,d", linked),
          weighing.secondMillis(network));
    }
  }

  private static String names(Set<String> libraries) {
    return libraries.isEmpty() ? "nothing" : String.join(", ", libraries);
  }

  private void symbols() {
    for (Part part : weighing.parts().values()) {
      boolean main = weighing.programs().stream().anyMatch(each -> each.main().equals(part.name()));
      if (main) {
        continue;
      }
      line("");
      boolean opened =
          weighing.programs().stream().anyMatch(each -> each.later().contains(part.name()));
      line(
          part.used().isEmpty() && opened
              ? "%s: none of its %2$d symbols is imported: it is opened, and found with dlsym"
              : "%s: %3$d of %2$d symbols are imported by others",
          part.name(),
          part.exports(),
          part.used().size());
      part.used().forEach((symbol, users) -> line("  %s by %s", symbol, String.join(", ", users)));
      List<String> openers =
          weighing.programs().stream()
              .filter(each -> each.later().contains(part.name()))
              .map(Program::main)
              .toList();
      if (!openers.isEmpty()) {
        line("  (what %s looks up with dlsym is not in the files)", String.join(", ", openers));
      }
    }
  }

  private void row(String name, @Nullable PackedSize size) {
    if (size == null) {
      line("%-44s %12s", name, "not measured");
      return;
    }
    line(
        "%-44s %,12d %,12d %12s",
        name,
        size.raw(),
        size.gzip(),
        size.brotli() < 0 ? "not measured" : String.format(Locale.ROOT, "%,d", size.brotli()));
  }

  @SuppressWarnings("AnnotateFormatMethod")
  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
  }
}
