package graft.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// What the measurements were taken on.
final class Machine {
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  private Machine() {}

  /// A short name that can be part of a file name: `amd-epyc-7b13-2`.
  static String name() throws IOException {
    return (processor() + " " + Runtime.getRuntime().availableProcessors())
        .toLowerCase(Locale.ROOT)
        .replaceAll("\\((r|tm)\\)|processor|cpu|@.*?ghz", " ")
        .replaceAll("[^a-z0-9.]+", "-")
        .replaceAll("^-|-$", "");
  }

  /// A line for the head of a table.
  static String describe() throws IOException {
    return "Machine: "
        + processor()
        + ", "
        + Runtime.getRuntime().availableProcessors()
        + " processors; "
        + System.getProperty("os.name")
        + "; "
        + System.getProperty("java.vm.name")
        + " "
        + System.getProperty("java.version");
  }

  private static String processor() throws IOException {
    if (Files.isReadable(CPU_INFO)) {
      for (String line : Files.readAllLines(CPU_INFO)) {
        if (line.startsWith("model name")) {
          return line.substring(line.indexOf(':') + 1).strip();
        }
      }
    }
    return System.getProperty("os.arch");
  }
}
