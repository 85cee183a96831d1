package graft.cc;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The settings of `-s NAME[=VALUE]`, a row each: what is acted upon, what has no effect here, what
/// is for emcc's JavaScript, and what cannot be.
enum Setting {
  SIDE_MODULE("0", "1: a library that exports everything; 2: what is marked or listed"),
  MAIN_MODULE("0", "1: a program with all of the libraries; 2: what its side modules need"),
  EXPORT_ALL("0", "export all symbols"),
  EXPORTED_FUNCTIONS("", "keep and export these: _main,_add or @FILE"),
  WARN_ON_UNDEFINED_SYMBOLS("1", "0: say nothing of undefined symbols, import them"),
  ERROR_ON_UNDEFINED_SYMBOLS("1", "0: warn of undefined symbols, import them"),
  INITIAL_MEMORY("", "bytes of memory to begin with: 16MB"),
  MAXIMUM_MEMORY("", "bytes of memory at most"),
  ALLOW_MEMORY_GROWTH("1", "0: the memory stays as it is"),
  STACK_SIZE("1MB", "bytes of stack"),
  ALLOW_TABLE_GROWTH("1", "no effect: tables always grow"),
  ASSERTIONS("0", "no effect: what is missing is always named"),
  ASYNCIFY("0", "no effect: who waits just waits"),
  AUTO_NATIVE_LIBRARIES("1", "no effect: -nodefaultlibs leaves libraries out"),
  ERROR_ON_WASM_CHANGES_AFTER_LINK("0", "no effect: nothing is changed after the link"),
  EXIT_RUNTIME("1", "no effect: programs end when main does"),
  FETCH("0", "no effect: emscripten_fetch is an import"),
  LLD_REPORT_UNDEFINED("1", "no effect: the linker always reports them"),
  NO_EXIT_RUNTIME("0", "no effect: programs end when main does"),
  STANDALONE_WASM("1", "no effect: the output is always a module alone"),
  STRICT("0", "no effect: what is not known is always an error"),
  WASM("1", "no effect: there is nothing else"),
  WASM_BIGINT("1", "no effect: integers of 64 bits stay what they are"),
  AUTO_JS_LIBRARIES(Effect.IGNORED, "", Setting.JAVASCRIPT),
  DEFAULT_LIBRARY_FUNCS_TO_INCLUDE(Effect.IGNORED, "", Setting.JAVASCRIPT),
  DYNAMIC_EXECUTION(Effect.IGNORED, "", Setting.JAVASCRIPT),
  ENVIRONMENT(Effect.IGNORED, "", Setting.JAVASCRIPT),
  EXPORTED_RUNTIME_METHODS(Effect.IGNORED, "", Setting.JAVASCRIPT),
  EXPORT_ES6(Effect.IGNORED, "", Setting.JAVASCRIPT),
  EXPORT_NAME(Effect.IGNORED, "", Setting.JAVASCRIPT),
  EXTRA_EXPORTED_RUNTIME_METHODS(Effect.IGNORED, "", Setting.JAVASCRIPT),
  FILESYSTEM(Effect.IGNORED, "", Setting.FILES),
  FORCE_FILESYSTEM(Effect.IGNORED, "", Setting.FILES),
  INCOMING_MODULE_JS_API(Effect.IGNORED, "", Setting.JAVASCRIPT),
  MODULARIZE(Effect.IGNORED, "", Setting.JAVASCRIPT),
  NODEJS_CATCH_EXIT(Effect.IGNORED, "", Setting.JAVASCRIPT),
  NODEJS_CATCH_REJECTION(Effect.IGNORED, "", Setting.JAVASCRIPT),
  NODERAWFS(Effect.IGNORED, "", Setting.FILES),
  SAFE_HEAP(Effect.IGNORED, "", "ignored: what is outside of the memory always traps"),
  SINGLE_FILE(Effect.IGNORED, "", Setting.JAVASCRIPT),
  STACK_OVERFLOW_CHECK(Effect.IGNORED, "", "ignored: the stack lies below the data and traps"),
  TEXTDECODER(Effect.IGNORED, "", Setting.JAVASCRIPT),
  DISABLE_EXCEPTION_CATCHING(Effect.FIXED, "1", "must be 1: the C++ library has no exceptions"),
  DISABLE_EXCEPTION_THROWING(Effect.IGNORED, "", "ignored: who throws ends the program"),
  MEMORY64(Effect.FIXED, "0", "must be 0: the sysroot has addresses of 32 bits"),
  RELOCATABLE(Effect.FIXED, "0", "must be 0: a module is MAIN_MODULE or SIDE_MODULE"),
  USE_PTHREADS(Effect.FIXED, "0", "must be 0: a process has one thread");

  private static final String JAVASCRIPT = "ignored: no JavaScript is written";
  private static final String FILES = "ignored: graft run --dir gives files";

  /// What becomes of a value.
  enum Effect {
    /// It holds, or has nothing to change.
    TAKEN,
    /// It is for what emcc writes beside the module: a warning says that it has no effect.
    IGNORED,
    /// Only the one value is possible.
    FIXED
  }

  final Effect effect;

  /// What holds if it is not given.
  final String standard;

  final String help;

  Setting(String standard, String help) {
    this(Effect.TAKEN, standard, help);
  }

  Setting(Effect effect, String standard, String help) {
    this.effect = effect;
    this.standard = standard;
    this.help = help;
  }

  /// The setting with this name, or null.
  static @Nullable Setting of(String name) {
    String known =
        switch (name) {
          case "TOTAL_MEMORY" -> "INITIAL_MEMORY";
          case "TOTAL_STACK" -> "STACK_SIZE";
          case "LINKABLE" -> "EXPORT_ALL";
          case "SHARED_MEMORY" -> "USE_PTHREADS";
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
    return this != EXPORTED_FUNCTIONS && effect != Effect.IGNORED;
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
