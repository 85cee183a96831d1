package graft.ld;

import org.jspecify.annotations.Nullable;

/// The table of options. The parser, `--help` and the documentation are made from it.
enum Opt {
  ALLOW_MULTIPLE_DEFINITION(Style.FLAG, "allow-multiple-definition", "Allow multiple definitions"),
  ALLOW_UNDEFINED_FILE(
      Style.EQUALS,
      "allow-undefined-file",
      "<file>",
      "Allow symbols listed in <file> to be undefined"),
  ALLOW_UNDEFINED(
      Style.FLAG,
      "allow-undefined",
      "Allow undefined symbols: --import-undefined and --unresolved-symbols=ignore-all"),
  BDYNAMIC(Style.FLAG, "Bdynamic", "Link against shared libraries"),
  BSTATIC(Style.FLAG, "Bstatic", "Do not link against shared libraries (default)"),
  BSYMBOLIC(Style.FLAG, "Bsymbolic", "Bind defined symbols locally"),
  BUILD_ID_EQ(
      Style.JOINED, "build-id=", "[fast,sha1,uuid,0x<hexstring>,none]", "Add a build id section"),
  BUILD_ID(Style.FLAG, "build-id", "Same as --build-id=fast"),
  CALL_SHARED(BDYNAMIC, Style.FLAG, "call_shared"),
  CHECK_FEATURES(
      Style.LONG_FLAG,
      "check-features",
      "Check that features of the objects fit together (default)"),
  COLOR_DIAGNOSTICS_EQ(
      Style.JOINED,
      "color-diagnostics=",
      "[auto,always,never]",
      "Colors in messages: only with always"),
  COLOR_DIAGNOSTICS(Style.FLAG, "color-diagnostics", "Same as --color-diagnostics=always"),
  COMPRESS_RELOCATIONS(
      Style.FLAG, "compress-relocations", "Write relocated numbers in code as short as they get"),
  DEMANGLE(Style.FLAG, "demangle", "Demangle symbol names (default)"),
  DN(BSTATIC, Style.FLAG, "dn"),
  DY(BDYNAMIC, Style.FLAG, "dy"),
  EMIT_RELOCS(Style.FLAG, "emit-relocs", "Keep relocations in the output"),
  END_LIB(Style.FLAG, "end-lib", "End what --start-lib began"),
  ENTRY(Style.VALUE, "entry", "<symbol>", "Name of the entry point"),
  ENTRY_E(ENTRY, Style.JOINED_OR_SEPARATE, "e"),
  ERROR_LIMIT(
      Style.LONG_VALUE, "error-limit", "<number>", "Stop after so many errors (0 = no limit)"),
  ERROR_UNRESOLVED_SYMBOLS(
      Style.FLAG, "error-unresolved-symbols", "Report unresolved symbols as errors"),
  EXPERIMENTAL_PIC(
      Style.LONG_FLAG, "experimental-pic", "Do not warn that dynamic linking is unstable"),
  EXPORT_ALL(Style.LONG_FLAG, "export-all", "Export all symbols (use with --no-gc-sections)"),
  EXPORT_DYNAMIC(Style.FLAG, "export-dynamic", "Export all symbols that are not hidden"),
  EXPORT_DYNAMIC_E(EXPORT_DYNAMIC, Style.FLAG, "E"),
  EXPORT_FOR(
      Style.LONG_VALUE,
      "export-for",
      "<library>",
      "Keep and export what this side module needs of the main module"),
  EXPORT_IF_DEFINED(
      Style.VALUE, "export-if-defined", "<symbol>", "Export a symbol if it is defined"),
  EXPORT_LIST(
      Style.LONG_VALUE,
      "export-list",
      "<file>",
      "Write the symbols that --export-for makes the main module export"),
  EXPORT_MEMORY_EQ(
      Style.LONG_JOINED, "export-memory=", "<name>", "Export the memory under this name"),
  EXPORT_MEMORY(Style.LONG_FLAG, "export-memory", "Export the memory as \"memory\""),
  EXPORT_TABLE(Style.LONG_FLAG, "export-table", "Export the function table"),
  EXPORT_USED(
      Style.LONG_FLAG,
      "export-used",
      "Export symbols that are marked as used, as the objects of Emscripten have it"),
  EXPORT(Style.VALUE, "export", "<symbol>", "Export a symbol; an error if it is not defined"),
  EXTRA_FEATURES(
      Style.EQUALS, "extra-features", "<list>", "Features to add to those that the objects use"),
  FATAL_WARNINGS(Style.FLAG, "fatal-warnings", "Treat warnings as errors"),
  FEATURES(Style.EQUALS, "features", "<list>", "Used features, instead of those of the objects"),
  GC_SECTIONS(Style.FLAG, "gc-sections", "Leave out what nothing refers to (default)"),
  GLOBAL_BASE(Style.LONG_EQUALS, "global-base", "<address>", "Where static data begins in memory"),
  GROWABLE_TABLE(Style.LONG_FLAG, "growable-table", "Let the function table grow"),
  HOST_SYMBOLS(
      Style.LONG_VALUE,
      "host-symbols",
      "<file>",
      "What the host supplies to --export-for's modules, one name a line (those of graft run)"),
  HELP(Style.FLAG, "help", "Print this list"),
  IMPORT_MEMORY_EQ(
      Style.LONG_JOINED, "import-memory=", "<module>,<name>", "Import the memory under this name"),
  IMPORT_MEMORY(Style.LONG_FLAG, "import-memory", "Import the memory as \"memory\" of \"env\""),
  IMPORT_TABLE(Style.LONG_FLAG, "import-table", "Import the function table"),
  IMPORT_UNDEFINED(Style.FLAG, "import-undefined", "Turn undefined symbols into imports"),
  INITIAL_HEAP(Style.LONG_EQUALS, "initial-heap", "<bytes>", "Initial size of the heap"),
  INITIAL_MEMORY(Style.LONG_EQUALS, "initial-memory", "<bytes>", "Initial size of the memory"),
  KEEP_SECTION(Style.VALUE, "keep-section", "<name>", "Keep this section even with --strip-all"),
  LIBRARY_PATH(Style.JOINED_OR_SEPARATE, "L", "<dir>", "Look for libraries here"),
  LIBRARY_PATH_LONG(LIBRARY_PATH, Style.VALUE, "library-path"),
  LIBRARY(Style.JOINED_OR_SEPARATE, "l", "<name>", "Link with lib<name>.so or lib<name>.a"),
  LIBRARY_LONG(LIBRARY, Style.VALUE, "library"),
  LTO_CGO(Style.LONG_JOINED, "lto-CGO", "<level>", "Ignored: no link-time optimization"),
  LTO_DEBUG_PASS_MANAGER(
      Style.FLAG, "lto-debug-pass-manager", "Ignored: no link-time optimization"),
  LTO_O(Style.LONG_JOINED, "lto-O", "<level>", "Ignored: no link-time optimization"),
  LTO_PARTITIONS(
      Style.LONG_EQUALS, "lto-partitions", "<number>", "Ignored: no link-time optimization"),
  LTO_OBJ_PATH(Style.LONG_JOINED, "lto-obj-path=", "<file>", "Ignored: no link-time optimization"),
  MAP(Style.VALUE, "Map", "<file>", "Write a link map"),
  MAX_MEMORY(Style.LONG_EQUALS, "max-memory", "<bytes>", "Maximum size of the memory"),
  MERGE_DATA_SEGMENTS(Style.LONG_FLAG, "merge-data-segments", "Merge data segments (default)"),
  MLLVM(Style.VALUE, "mllvm", "<value>", "Ignored"),
  PRINT_MAP(Style.FLAG, "print-map", "Print a link map"),
  PRINT_MAP_M(PRINT_MAP, Style.FLAG, "M"),
  EMULATION(Style.JOINED_OR_SEPARATE, "m", "<target>", "wasm32 or wasm64"),
  NO_ALLOW_MULTIPLE_DEFINITION(
      Style.FLAG, "no-allow-multiple-definition", "Do not allow multiple definitions (default)"),
  NO_CHECK_FEATURES(Style.LONG_FLAG, "no-check-features", "Do not check features"),
  NO_COLOR_DIAGNOSTICS(Style.FLAG, "no-color-diagnostics", "Same as --color-diagnostics=never"),
  NO_DEMANGLE(Style.FLAG, "no-demangle", "Do not demangle symbol names"),
  NO_ENTRY(Style.LONG_FLAG, "no-entry", "No entry point"),
  NO_EXPORT_DYNAMIC(Style.FLAG, "no-export-dynamic", "Export only what is asked for (default)"),
  NO_FATAL_WARNINGS(Style.FLAG, "no-fatal-warnings", "Warnings are no errors (default)"),
  NO_GC_SECTIONS(Style.FLAG, "no-gc-sections", "Keep what nothing refers to"),
  NO_GROWABLE_MEMORY(
      Style.LONG_FLAG, "no-growable-memory", "The maximum size of the memory is its initial size"),
  NO_MERGE_DATA_SEGMENTS(Style.LONG_FLAG, "no-merge-data-segments", "Do not merge data segments"),
  NO_PIE(Style.FLAG, "no-pie", "No position independent program (default)"),
  NO_PRINT_GC_SECTIONS(
      Style.FLAG, "no-print-gc-sections", "Do not list what is left out (default)"),
  NO_SHLIB_SIGCHECK(
      Style.LONG_FLAG, "no-shlib-sigcheck", "Do not check types of shared libraries' functions"),
  NO_STACK_FIRST(Style.FLAG, "no-stack-first", "Place the stack behind static data"),
  NO_WHOLE_ARCHIVE(Style.FLAG, "no-whole-archive", "Take of archives what is needed (default)"),
  NOINHIBIT_EXEC(Style.FLAG, "noinhibit-exec", "Write output in spite of errors if possible"),
  NON_SHARED(BSTATIC, Style.FLAG, "non_shared"),
  OPTIMIZE(Style.JOINED_OR_SEPARATE, "O", "<level>", "Optimize the size of the output"),
  OUTPUT(Style.JOINED_OR_SEPARATE, "o", "<file>", "Where to write the output"),
  PAGE_SIZE(Style.LONG_EQUALS, "page-size", "<bytes>", "Size of a page: 1 or 65536 (default)"),
  PIE(Style.FLAG, "pie", "Make a position independent program"),
  PRINT_GC_SECTIONS(Style.FLAG, "print-gc-sections", "List what is left out"),
  RELOCATABLE(Style.FLAG, "relocatable", "Make one object of several"),
  RELOCATABLE_R(RELOCATABLE, Style.FLAG, "r"),
  REPORT_IMPORTS(
      Style.LONG_VALUE,
      "report-imports",
      "<how>",
      "With import-dynamic: none (default), warn or error for each undefined symbol; the same of"
          + " what --export-for misses (default: warn)"),
  REPRODUCE(
      Style.LONG_VALUE, "reproduce", "<file>", "Write an archive with the inputs and options"),
  RPATH(Style.VALUE, "rpath", "<dir>", "Add a folder to the runtime path in dylink.0"),
  RSP_QUOTING(Style.VALUE, "rsp-quoting", "[posix,windows]", "How response files quote"),
  SAVE_TEMPS(Style.FLAG, "save-temps", "Ignored: no link-time optimization"),
  SHARED_MEMORY(Style.LONG_FLAG, "shared-memory", "Memory that threads share"),
  SHARED(Style.FLAG, "shared", "Make a shared library"),
  SIZE_REPORT_EQ(
      Style.LONG_JOINED,
      "size-report=",
      "<file>",
      "Write what each object, symbol and section costs: as text, .json or .html (a treemap)"),
  SIZE_REPORT(Style.LONG_FLAG, "size-report", "Print what each object, symbol and section costs"),
  SONAME(Style.VALUE, "soname", "<name>", "The module's name in the name section"),
  STACK_FIRST(Style.FLAG, "stack-first", "Place the stack at the start of memory (default)"),
  START_LIB(Style.FLAG, "start-lib", "Treat what follows as members of an archive"),
  STATIC(BSTATIC, Style.FLAG, "static"),
  STRICT(
      Style.LONG_VALUE,
      "check-against",
      "<module>",
      "Every undefined symbol must be an export of one of these main and side modules"),
  STRIP_ALL(Style.FLAG, "strip-all", "Strip all symbols"),
  STRIP_DEBUG(Style.FLAG, "strip-debug", "Strip debugging information"),
  STRIP_DEBUG_S(STRIP_DEBUG, Style.FLAG, "S"),
  STRIP_ALL_S(STRIP_ALL, Style.FLAG, "s"),
  TABLE_BASE(
      Style.LONG_EQUALS, "table-base", "<slot>", "First table slot for functions (default 1)"),
  THINLTO_CACHE_DIR(
      Style.LONG_EQUALS, "thinlto-cache-dir", "<dir>", "Ignored: no link-time optimization"),
  THINLTO_CACHE_POLICY(
      Style.LONG_VALUE, "thinlto-cache-policy", "<value>", "Ignored: no link-time optimization"),
  THINLTO_JOBS(Style.LONG_EQUALS, "thinlto-jobs", "<number>", "Ignored: no link-time optimization"),
  THREADS(Style.VALUE, "threads", "<number>", "Number of threads; 1 is none"),
  TRACE_SYMBOL(Style.VALUE, "trace-symbol", "<symbol>", "Say which files refer to a symbol"),
  TRACE_SYMBOL_Y(TRACE_SYMBOL, Style.JOINED_OR_SEPARATE, "y"),
  TRACE(Style.FLAG, "trace", "Print the names of the input files"),
  TRACE_T(TRACE, Style.FLAG, "t"),
  UNDEFINED(Style.VALUE, "undefined", "<symbol>", "Treat a symbol as undefined"),
  UNDEFINED_U(UNDEFINED, Style.JOINED_OR_SEPARATE, "u"),
  UNRESOLVED_SYMBOLS(
      Style.VALUE, "unresolved-symbols", "<how>", "report-all, ignore-all or import-dynamic"),
  VERBOSE(Style.FLAG, "verbose", "Say what is done"),
  VERSION(Style.FLAG, "version", "Print the version and exit"),
  VERSION_V(Style.FLAG, "v", "Print the version"),
  VERSION_UPPER_V(VERSION_V, Style.FLAG, "V"),
  WARN_UNRESOLVED_SYMBOLS(
      Style.FLAG, "warn-unresolved-symbols", "Report unresolved symbols as warnings"),
  WHOLE_ARCHIVE(Style.FLAG, "whole-archive", "Take all members of archives"),
  WHY_EXTRACT(Style.LONG_EQUALS, "why-extract", "<file>", "Write why archive members are taken"),
  WRAP(Style.VALUE, "wrap", "<symbol>", "Call __wrap_<symbol> instead of <symbol>"),
  Z(Style.JOINED_OR_SEPARATE, "z", "<option>", "stack-size=<bytes>, muldefs");

  /// How an option is written, and how it takes its value. One letter has one dash; a word has two,
  /// and one will do unless it is `LONG`: with one dash those begin with a letter that is an option
  /// by itself.
  enum Style {
    /// No value.
    FLAG,
    /// The same, with two dashes only.
    LONG_FLAG,
    /// `--name=value` or `--name value`.
    VALUE,
    /// The same, with two dashes only.
    LONG_VALUE,
    /// `--name=value`.
    EQUALS,
    /// The same, with two dashes only.
    LONG_EQUALS,
    /// Right behind the name, which may end in `=`.
    JOINED,
    /// The same, with two dashes only.
    LONG_JOINED,
    /// `-ovalue` or `-o value`.
    JOINED_OR_SEPARATE;

    boolean isFlag() {
      return this == FLAG || this == LONG_FLAG;
    }

    boolean isJoined() {
      return this == JOINED || this == LONG_JOINED;
    }

    /// Whether a `=` stands between name and value.
    boolean hasEquals() {
      return switch (this) {
        case VALUE, LONG_VALUE, EQUALS, LONG_EQUALS -> true;
        default -> false;
      };
    }

    /// Whether the value may be the next argument.
    boolean mayBeSeparate() {
      return this == VALUE || this == LONG_VALUE || this == JOINED_OR_SEPARATE;
    }

    boolean isLong() {
      return switch (this) {
        case LONG_FLAG, LONG_VALUE, LONG_EQUALS, LONG_JOINED -> true;
        default -> false;
      };
    }
  }

  final Style style;
  final String name;
  final @Nullable String value;
  final String help;
  final @Nullable Opt target;

  Opt(Style style, String name, String help) {
    this(style, name, null, help, null);
  }

  Opt(Style style, String name, @Nullable String value, String help) {
    this(style, name, value, help, null);
  }

  Opt(Opt target, Style style, String name) {
    this(style, name, target.value, "Same as " + target.spelling(), target);
  }

  Opt(Style style, String name, @Nullable String value, String help, @Nullable Opt target) {
    this.style = style;
    this.name = name;
    this.value = value;
    this.help = help;
    this.target = target;
  }

  /// The option that this is another spelling of, or itself.
  Opt canonical() {
    return target == null ? this : target;
  }

  /// Name with dashes: one for a letter, two for a word.
  String spelling() {
    return (name.length() == 1 ? "-" : "--") + name;
  }
}
