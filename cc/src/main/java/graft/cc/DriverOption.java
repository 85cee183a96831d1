package graft.cc;

import org.jspecify.annotations.Nullable;

/// The options of the driver, a row each: the parser and `--help` are made of them. Where two rows
/// fit, the longer spelling holds.
enum DriverOption {
  COMPILE(Use.DRIVER, Style.FLAG, "-c", null, "compile, but do not link"),
  ASSEMBLY(Use.DRIVER, Style.FLAG, "-S", null, "compile to assembly"),
  PREPROCESS(Use.DRIVER, Style.FLAG, "-E", null, "preprocess only"),
  OUTPUT(Use.DRIVER, Style.EITHER, "-o", "FILE", "where the output goes (a.out.wasm)"),
  LANGUAGE(Use.DRIVER, Style.EITHER, "-x", "LANGUAGE", "what the files behind it are"),
  SETTING(Use.DRIVER, Style.JOINED, "-s", "NAME[=VALUE]", "a setting, see below; alone: strip"),
  CLANG(Use.DRIVER, Style.JOINED, "--clang=", "FILE", "the compiler (the newest on the PATH)"),
  SYSROOT(Use.DRIVER, Style.JOINED, "--sysroot=", "DIR", "headers and libraries (Debian's)"),
  NO_ENTRY(Use.DRIVER, Style.FLAG, "--no-entry", null, "there is no main"),
  NO_STANDARD(Use.DRIVER, Style.FLAG, "-nostdlib", null, "no start files, no system libraries"),
  NO_START(Use.DRIVER, Style.FLAG, "-nostartfiles", null, "no start files"),
  NO_LIBRARIES(Use.DRIVER, Style.FLAG, "-nodefaultlibs", null, "no system libraries"),
  SHARED(Use.DRIVER, Style.FLAG, "-shared", null, "make a side module: -s SIDE_MODULE=1"),
  RELOCATABLE(Use.DRIVER, Style.FLAG, "-r", null, "link to one object"),
  VERBOSE(Use.DRIVER, Style.FLAG, "-v", null, "show what is run"),
  DRY_RUN(Use.DRIVER, Style.FLAG, "-###", null, "show what would be run"),
  SYNTAX(Use.DRIVER, Style.FLAG, "-fsyntax-only", null, "only check the sources"),
  TARGET(Use.DRIVER, Style.JOINED, "--target=", "TRIPLE", "no effect, but must be wasm32-..."),
  TARGET_WORD(Use.DRIVER, Style.SEPARATE, "-target", "TRIPLE", "the same"),
  SAVE_TEMPS(Use.COMPILE, Style.JOINED, "-save-temps", "[=WHERE]", "keep what clang makes"),
  STATIC(Use.DRIVER, Style.FLAG, "-static", null, "no effect"),
  NO_PIE(Use.DRIVER, Style.FLAG, "-no-pie", null, "no effect"),
  EXPORT_DYNAMIC(Use.DRIVER, Style.FLAG, "-rdynamic", null, "-s EXPORT_ALL"),
  BUILTINS(Use.DRIVER, Style.FLAG, "-print-libgcc-file-name", null, "print the builtins' name"),
  SEARCH_DIRS(Use.DRIVER, Style.FLAG, "-print-search-dirs", null, "print where libraries are"),
  FILE_NAME(Use.DRIVER, Style.JOINED, "-print-file-name=", "NAME", "print where a library is"),
  PRINT(Use.DRIVER, Style.JOINED, "-print-", "WHAT", "ask the compiler: -print-target-triple"),
  DUMP_MACHINE(Use.DRIVER, Style.FLAG, "-dumpmachine", null, "the same: the target"),
  DUMP_VERSION(Use.DRIVER, Style.FLAG, "-dumpversion", null, "the same: its version"),
  HELP(Use.DRIVER, Style.FLAG, "--help", null, "print this"),
  VERSION(Use.DRIVER, Style.FLAG, "--version", null, "print the versions"),
  BIND(Use.DRIVER, Style.FLAG, "--bind", null, "refused: there is no embind"),
  EMBED(Use.DRIVER, Style.EITHER, "--embed-file", "FILE", DriverOption.FILES),
  PRELOAD(Use.DRIVER, Style.EITHER, "--preload-file", "FILE", DriverOption.FILES),
  JS_LIBRARY(Use.DRIVER, Style.EITHER, "--js-library", "FILE", DriverOption.NO_JAVASCRIPT),
  BITCODE(Use.DRIVER, Style.FLAG, "-emit-llvm", null, "refused: the linker takes no bitcode"),
  CLOSURE(Use.IGNORED, Style.EITHER, "--closure", "LEVEL", DriverOption.JAVASCRIPT),
  EMRUN(Use.IGNORED, Style.FLAG, "--emrun", null, DriverOption.JAVASCRIPT),
  MINIFY(Use.IGNORED, Style.EITHER, "--minify", "LEVEL", DriverOption.JAVASCRIPT),
  PRE_JS(Use.IGNORED, Style.EITHER, "--pre-js", "FILE", DriverOption.JAVASCRIPT),
  POST_JS(Use.IGNORED, Style.EITHER, "--post-js", "FILE", DriverOption.JAVASCRIPT),
  EXTERN_PRE_JS(Use.IGNORED, Style.EITHER, "--extern-pre-js", "FILE", DriverOption.JAVASCRIPT),
  EXTERN_POST_JS(Use.IGNORED, Style.EITHER, "--extern-post-js", "FILE", DriverOption.JAVASCRIPT),
  SHELL_FILE(Use.IGNORED, Style.EITHER, "--shell-file", "FILE", DriverOption.JAVASCRIPT),
  PROFILING(Use.DRIVER, Style.FLAG, "--profiling", null, "no effect: names are kept"),
  PROFILING_FUNCS(Use.DRIVER, Style.FLAG, "--profiling-funcs", null, "the same"),
  LIBRARY(Use.LINK, Style.EITHER, "-l", "NAME", "link with this library"),
  LIBRARY_PATH(Use.LINK, Style.EITHER, "-L", "DIR", "look for libraries here, too"),
  LINKER(Use.LINK, Style.JOINED, "-Wl,", "WORDS", "options for the linker, commas between"),
  LINKER_KEYWORD(Use.LINK, Style.EITHER, "-z", "NAME[=VALUE]", "-z stack-size=BYTES"),
  LINKER_WORD(Use.LINK, Style.SEPARATE, "-Xlinker", "WORD", "an option for the linker"),
  SOURCE_MAP(Use.DRIVER, Style.JOINED, "-gsource-map", "[=HOW]", "refused: -g writes DWARF"),
  SPLIT_DWARF(Use.COMPILE, Style.FLAG, "-gsplit-dwarf", null, "-g, most of it in .dwo files"),
  DEBUG(Use.BOTH, Style.JOINED, "-g", "[HOW]", "with debugging information"),
  OPTIMIZE(Use.BOTH, Style.JOINED, "-O", "LEVEL", "optimize: 0, 1, 2, 3, s, z"),
  INCLUDE(Use.COMPILE, Style.EITHER, "-I", "DIR", "look for headers here"),
  DEFINE(Use.COMPILE, Style.EITHER, "-D", "NAME[=TEXT]", "define a macro"),
  UNDEFINE(Use.COMPILE, Style.EITHER, "-U", "NAME", "undefine a macro"),
  INCLUDE_SYSTEM(Use.COMPILE, Style.EITHER, "-isystem", "DIR", "the same without warnings"),
  INCLUDE_AFTER(Use.COMPILE, Style.EITHER, "-idirafter", "DIR", "the same, behind all others"),
  INCLUDE_QUOTE(Use.COMPILE, Style.EITHER, "-iquote", "DIR", "the same for quoted names"),
  INCLUDE_FILE(Use.COMPILE, Style.SEPARATE, "-include", "FILE", "include this first"),
  STANDARD(Use.COMPILE, Style.JOINED, "-std=", "NAME", "the standard, such as c11 or c++20"),
  LTO(Use.DRIVER, Style.JOINED, "-flto", null, "refused: there is no link-time optimization"),
  EXCEPTIONS(Use.DRIVER, Style.FLAG, "-fexceptions", null, "refused: the C++ library has none"),
  MACHINE_EXCEPTIONS(
      Use.DRIVER, Style.FLAG, "-fwasm-exceptions", null, "refused: the C++ library has none"),
  SANITIZE(Use.COMPILE, Style.JOINED, "-fsanitize=", "NAME", "only with -fsanitize-trap=all"),
  THREADS(Use.DRIVER, Style.FLAG, "-pthread", null, "refused: a process has one thread"),
  FEATURE(Use.COMPILE, Style.JOINED, "-f", "NAME", "features of the compiler: -fPIC, -fno-rtti"),
  MACHINE(Use.COMPILE, Style.JOINED, "-m", "NAME", "features of the machine: -msimd128"),
  WARNING(Use.COMPILE, Style.JOINED, "-W", "NAME", "warnings: -Wall, -Wno-NAME, -Werror"),
  NO_WARNINGS(Use.COMPILE, Style.FLAG, "-w", null, "no warnings"),
  PEDANTIC(Use.COMPILE, Style.JOINED, "-pedantic", null, "warn of what is not standard"),
  ANSI(Use.COMPILE, Style.FLAG, "-ansi", null, "C of 1990"),
  PIPE(Use.COMPILE, Style.FLAG, "-pipe", null, "no effect"),
  NO_LINES(Use.COMPILE, Style.FLAG, "-P", null, "with -E: no line numbers"),
  DUMP(Use.COMPILE, Style.JOINED, "-d", "LETTERS", "with -E: print macros (-dM)"),
  DEPENDENCY_FILE(Use.COMPILE, Style.EITHER, "-MF", "FILE", "where dependencies go"),
  DEPENDENCY_TARGET(Use.COMPILE, Style.EITHER, "-MT", "NAME", "what depends on them"),
  DEPENDENCY_QUOTED(Use.COMPILE, Style.EITHER, "-MQ", "NAME", "the same, quoted"),
  DEPENDENCIES(Use.COMPILE, Style.JOINED, "-M", "[M][D][P]", "write dependencies for make"),
  CLANG_WORD(Use.COMPILE, Style.SEPARATE, "-Xclang", "WORD", "an option for clang's inside"),
  LLVM_WORD(Use.COMPILE, Style.SEPARATE, "-mllvm", "WORD", "an option for LLVM");

  private static final String JAVASCRIPT = "ignored: no JavaScript is written";
  private static final String NO_JAVASCRIPT = "refused: no JavaScript is written";
  private static final String FILES = "refused: graft run --dir HOST::GUEST gives files";

  /// Who takes it.
  enum Use {
    /// Nobody; a warning says so.
    IGNORED,
    DRIVER,
    COMPILE,
    LINK,
    BOTH
  }

  /// How it takes its value.
  enum Style {
    /// No value.
    FLAG,
    /// Right behind the spelling, may be empty.
    JOINED,
    /// The next word.
    SEPARATE,
    /// Right behind the spelling, or else the next word.
    EITHER
  }

  final Use use;
  final Style style;
  final String spelling;
  final @Nullable String value;
  final String help;

  DriverOption(Use use, Style style, String spelling, @Nullable String value, String help) {
    this.use = use;
    this.style = style;
    this.spelling = spelling;
    this.value = value;
    this.help = help;
  }

  /// The option that a word begins with, or null.
  static @Nullable DriverOption of(String word) {
    DriverOption best = null;
    for (DriverOption each : values()) {
      boolean whole = each.style == Style.FLAG || each.style == Style.SEPARATE;
      if ((whole ? word.equals(each.spelling) : word.startsWith(each.spelling))
          && (best == null || each.spelling.length() > best.spelling.length())) {
        best = each;
      }
    }
    return best;
  }
}
