package graft.ld;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What a link writes besides its output: the map, and why archive members were taken.
final class SideFiles {
  private final Options options;
  private final FileSource files;
  private final Diagnostics diagnostics;

  SideFiles(Options options, FileSource files, Diagnostics diagnostics) {
    this.options = options;
    this.files = files;
    this.diagnostics = diagnostics;
  }

  /// Reports early what cannot be written.
  void check() {
    check(options.output, "cannot open output file ");
    check(options.mapFile, "cannot open map file ");
  }

  private void check(String path, String what) {
    if (path.isEmpty() || path.equals("-")) {
      return;
    }
    Path file = files.resolve(path).toAbsolutePath();
    if (Files.isDirectory(file)) {
      diagnostics.error(what + path + ": Is a directory");
    } else if (file.getParent() != null && !Files.isDirectory(file.getParent())) {
      diagnostics.error(what + path + ": No such file or directory");
    }
  }

  void writeExtractions(List<Resolution.Extraction> extractions) {
    if (options.whyExtract.isEmpty()) {
      return;
    }
    StringBuilder text = new StringBuilder("reference\textracted\tsymbol\n");
    for (Resolution.Extraction extraction : extractions) {
      text.append(extraction.reference())
          .append('\t')
          .append(extraction.extracted())
          .append('\t')
          .append(options.show(extraction.symbol()))
          .append('\n');
    }
    write(options.whyExtract, text.toString(), "cannot open --why-extract= file ");
  }

  private void write(String path, String text, String problem) {
    if (path.equals("-")) {
      diagnostics.say(text.stripTrailing());
    } else {
      write(path, text.getBytes(StandardCharsets.UTF_8), problem);
    }
  }

  private void write(String path, byte[] bytes, String problem) {
    try {
      Files.write(files.resolve(path), bytes);
    } catch (IOException e) {
      diagnostics.error(problem + path + ": " + FileSource.reason(e));
    }
  }

  /// Writes the archive that repeats the link.
  void reproduce(CommandLine line) {
    if (!options.reproduce.isEmpty()) {
      byte[] archive = Reproduction.of(options.reproduce, line, files);
      try {
        Files.write(files.resolve(options.reproduce), archive);
      } catch (IOException e) {
        diagnostics.error("--reproduce: cannot open " + options.reproduce);
      }
    }
  }

  void writeReports(Layout layout, ModuleImage output) {
    if (!options.mapFile.isEmpty()) {
      write(options.mapFile, MapFile.of(layout, output), "cannot open map file ");
    }
    if (options.printSizes || !options.sizeReport.isEmpty()) {
      SizeReport report = SizeReport.of(layout, output);
      if (options.printSizes) {
        diagnostics.say(report.format("").stripTrailing());
      }
      if (!options.sizeReport.isEmpty()) {
        write(options.sizeReport, report.format(options.sizeReport), "cannot open size report ");
      }
    }
  }

  void writeExportList(String names) {
    if (!options.exportList.isEmpty()) {
      write(options.exportList, names, "cannot open export list ");
    }
  }
}
