package graft.cc;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The settings of `-s NAME[=VALUE]`, a row each.
enum Setting {
  SIDE_MODULE("0", "1: a library that exports everything; 2: what is marked or listed"),
  MAIN_MODULE("0", "1: a program with all of the libraries; 2: what its side modules need"),
  EXPORT_ALL("0", "export all symbols"),
  EXPORTED_FUNCTIONS("", "keep and export these: _main,_add or @FILE"),
  WARN_ON_UNDEFINED_SYMBOLS("1", "0: say nothing of undefined symbols, import them"),
  ERROR_ON_UNDEFINED_SYMBOLS("1", "0: warn of undefined symbols, import them"),
  ASSERTIONS("0", "no effect: what is missing is always named"),
  INITIAL_MEMORY("", "bytes of memory to begin with: 16MB"),
  MAXIMUM_MEMORY("", "bytes of memory at most"),
  ALLOW_MEMORY_GROWTH("1", "0: the memory stays as it is"),
  STACK_SIZE("1MB", "bytes of stack"),
  STANDALONE_WASM("1", "no effect: the output is always a module alone"),
  WASM("1", "no effect: there is nothing else"),
  EXIT_RUNTIME("1", "no effect: programs end when main does"),
  ASYNCIFY("0", "no effect: who waits just waits"),
  FETCH("0", "no effect: emscripten_fetch is an import");

  /// What holds if it is not given.
  final String standard;

  final String help;

  Setting(String standard, String help) {
    this.standard = standard;
    this.help = help;
  }

  /// The setting with this name, or null.
  static @Nullable Setting of(String name) {
    String known =
        switch (name) {
          case "TOTAL_MEMORY" -> "INITIAL_MEMORY";
          case "TOTAL_STACK" -> "STACK_SIZE";
          default -> name;
        };
    for (Setting each : values()) {
      if (each.name().equals(known)) {
        return each;
      }
    }
    return null;
  }

  /// Whether its values are numbers.
  boolean isNumber() {
    return this != EXPORTED_FUNCTIONS;
  }

  /// Reads a size: `65536`, `64KB`, `16MB`, `1GB`.
  ///
  /// @throws DriverException if it is none
  static long bytes(Setting setting, String text) {
    String upper = text.toUpperCase(Locale.ROOT);
    String digits = upper.replaceAll("[KMG]?B?$", "");
    int shift = 0;
    for (char unit : upper.substring(digits.length()).toCharArray()) {
      shift = unit == 'K' ? 10 : unit == 'M' ? 20 : unit == 'G' ? 30 : shift;
    }
    try {
      long value = Long.parseLong(digits);
      if (value < 0 || value > (1L << 32) >> shift) {
        throw new DriverException("-s " + setting + "=" + text + ": at most 4 GB");
      }
      return value << shift;
    } catch (NumberFormatException e) {
      throw new DriverException("-s " + setting + "=" + text + ": not a size, such as 16MB");
    }
  }
}
