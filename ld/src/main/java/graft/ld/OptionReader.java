package graft.ld;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes {@link Options} of a command line.
final class OptionReader {
  private final CommandLine line;
  private final Diagnostics diagnostics;
  private final Options options = new Options();

  private OptionReader(CommandLine line, Diagnostics diagnostics) {
    this.line = line;
    this.diagnostics = diagnostics;
  }

  /// Reads all options. What is wrong is reported, and has its default.
  static Options read(CommandLine line, Diagnostics diagnostics) {
    OptionReader reader = new OptionReader(line, diagnostics);
    reader.configureDiagnostics();
    reader.readWarnings();
    reader.readNames();
    reader.readFlags();
    reader.readNumbers();
    reader.readMemory();
    reader.readFeatures();
    reader.readBuildId();
    reader.checkUnused();
    reader.derive();
    reader.readSources();
    return reader.options;
  }

  private void configureDiagnostics() {
    diagnostics.configure(
        errorLimit(number(Opt.ERROR_LIMIT, 20)),
        line.flag(Opt.FATAL_WARNINGS, Opt.NO_FATAL_WARNINGS, false),
        line.has(Opt.NOINHIBIT_EXEC),
        line.has(Opt.VERBOSE));
  }

  /// Unsigned, as wasm-ld has it.
  private static int errorLimit(long given) {
    return given < 0 ? Integer.MAX_VALUE : (int) Math.min(given, Integer.MAX_VALUE);
  }

  /// What only link-time optimization would use has to be right all the same.
  private void checkUnused() {
    if (Long.compareUnsigned(number(Opt.LTO_O, 2), 3) > 0) {
      diagnostics.error("invalid optimization level for LTO: " + number(Opt.LTO_O, 2));
    }
    if (Long.compareUnsigned(number(Opt.LTO_CGO, 2), 3) > 0) {
      diagnostics.error("invalid codegen optimization level for LTO: " + number(Opt.LTO_CGO, 2));
    }
    if (number(Opt.LTO_PARTITIONS, 1) == 0) {
      diagnostics.error("--lto-partitions: number of threads must be > 0");
    }
    CommandLine.Argument jobs = line.last(Opt.THINLTO_JOBS);
    if (jobs != null && !jobs.value().matches("all|[0-9]*")) {
      diagnostics.error("--thinlto-jobs: invalid job count: " + jobs.value());
    }
    readColors();
  }

  private void readColors() {
    CommandLine.Argument color =
        line.last(Opt.COLOR_DIAGNOSTICS, Opt.COLOR_DIAGNOSTICS_EQ, Opt.NO_COLOR_DIAGNOSTICS);
    if (color == null) {
      return;
    }
    boolean hasValue = color.option() == Opt.COLOR_DIAGNOSTICS_EQ;
    if (hasValue && !color.value().matches("auto|always|never")) {
      diagnostics.error("unknown option: --color-diagnostics=" + color.value());
    }
    diagnostics.useColors(
        hasValue ? color.value().equals("always") : color.option() == Opt.COLOR_DIAGNOSTICS);
  }

  private void readWarnings() {
    for (String value : line.values(Opt.Z)) {
      if (!value.startsWith("stack-size=") && !value.equals("muldefs")) {
        diagnostics.warn("unknown -z value: " + value);
      }
    }
  }

  private void readNames() {
    options.output = line.value(Opt.OUTPUT, "");
    options.entry = entry();
    options.soName = line.value(Opt.SONAME, "");
    options.exports = line.values(Opt.EXPORT);
    options.exportedSymbols.addAll(line.values(Opt.EXPORT_IF_DEFINED));
    options.exportedSymbols.addAll(options.exports);
    options.undefined = line.values(Opt.UNDEFINED);
    options.wrap = line.values(Opt.WRAP).stream().distinct().toList();
    options.traceSymbols = line.values(Opt.TRACE_SYMBOL);
    options.runtimePath = line.values(Opt.RPATH);
    options.keepSections = Set.copyOf(line.values(Opt.KEEP_SECTION));
    options.searchPaths = line.values(Opt.LIBRARY_PATH);
    options.mapFile = line.has(Opt.PRINT_MAP) ? "-" : line.value(Opt.MAP, "");
    options.whyExtract = line.value(Opt.WHY_EXTRACT, "");
    options.reproduce = line.value(Opt.REPRODUCE, "");
    options.sizeReport = line.value(Opt.SIZE_REPORT_EQ, "");
    options.printSizes = line.has(Opt.SIZE_REPORT);
    options.exportList = line.value(Opt.EXPORT_LIST, "");
    options.exportFor = line.values(Opt.EXPORT_FOR);
    options.checkAgainst = line.values(Opt.STRICT);
    options.unresolved = unresolved();
    options.importReport = importReport();
    options.pluginReport =
        line.has(Opt.REPORT_IMPORTS) ? options.importReport : Options.ImportReport.WARN;
    options.hostSymbols = line.value(Opt.HOST_SYMBOLS, "");
    options.is64 = is64();
  }

  private String entry() {
    CommandLine.Argument argument = line.last(Opt.ENTRY, Opt.NO_ENTRY);
    if (argument != null) {
      return argument.option() == Opt.NO_ENTRY ? "" : argument.value();
    }
    return line.has(Opt.RELOCATABLE) ? "" : line.has(Opt.SHARED) ? "__wasm_call_ctors" : "_start";
  }

  private Options.Unresolved unresolved() {
    boolean warns = !line.flag(Opt.ERROR_UNRESOLVED_SYMBOLS, Opt.WARN_UNRESOLVED_SYMBOLS, true);
    Options.Unresolved report = warns ? Options.Unresolved.WARN : Options.Unresolved.REPORT_ERROR;
    if (line.has(Opt.ALLOW_UNDEFINED)) {
      return Options.Unresolved.IGNORE;
    }
    String value = line.value(Opt.UNRESOLVED_SYMBOLS, "report-all");
    return switch (value) {
      case "report-all" -> report;
      case "ignore-all" -> Options.Unresolved.IGNORE;
      case "import-dynamic" -> Options.Unresolved.IMPORT_DYNAMIC;
      default -> {
        diagnostics.error("unknown --unresolved-symbols value: " + value);
        yield report;
      }
    };
  }

  private Options.ImportReport importReport() {
    String value = line.value(Opt.REPORT_IMPORTS, "none");
    return switch (value) {
      case "none" -> Options.ImportReport.NONE;
      case "warn" -> Options.ImportReport.WARN;
      case "error" -> Options.ImportReport.ERROR;
      default -> {
        diagnostics.error("unknown --report-imports value: " + value);
        yield Options.ImportReport.NONE;
      }
    };
  }

  private @Nullable Boolean is64() {
    CommandLine.Argument argument = line.last(Opt.EMULATION);
    if (argument == null) {
      return null;
    }
    return switch (argument.value()) {
      case "wasm32" -> Boolean.FALSE;
      case "wasm64" -> Boolean.TRUE;
      default -> {
        diagnostics.error("invalid target architecture: " + argument.value());
        yield null;
      }
    };
  }

  private void readFlags() {
    options.relocatable = line.has(Opt.RELOCATABLE);
    options.shared = line.has(Opt.SHARED);
    options.pie = line.flag(Opt.PIE, Opt.NO_PIE, false);
    options.allowMultipleDefinition =
        line.values(Opt.Z).contains("muldefs")
            || line.flag(Opt.ALLOW_MULTIPLE_DEFINITION, Opt.NO_ALLOW_MULTIPLE_DEFINITION, false);
    options.bsymbolic = line.has(Opt.BSYMBOLIC);
    options.checkFeatures = line.flag(Opt.CHECK_FEATURES, Opt.NO_CHECK_FEATURES, true);
    options.compressRelocations = line.has(Opt.COMPRESS_RELOCATIONS);
    options.demangle = line.flag(Opt.DEMANGLE, Opt.NO_DEMANGLE, true);
    options.emitRelocs = line.has(Opt.EMIT_RELOCS);
    options.experimentalPic = line.has(Opt.EXPERIMENTAL_PIC);
    options.exportAll = line.has(Opt.EXPORT_ALL);
    options.exportDynamic = line.flag(Opt.EXPORT_DYNAMIC, Opt.NO_EXPORT_DYNAMIC, options.shared);
    options.exportTable = line.has(Opt.EXPORT_TABLE);
    options.exportUsed = line.has(Opt.EXPORT_USED);
    options.gcSections = line.flag(Opt.GC_SECTIONS, Opt.NO_GC_SECTIONS, !options.relocatable);
    options.growableTable = line.has(Opt.GROWABLE_TABLE);
    options.importTable = line.has(Opt.IMPORT_TABLE);
    options.importUndefined = line.has(Opt.IMPORT_UNDEFINED) || line.has(Opt.ALLOW_UNDEFINED);
    options.mergeDataSegments =
        line.flag(Opt.MERGE_DATA_SEGMENTS, Opt.NO_MERGE_DATA_SEGMENTS, !options.relocatable);
    options.noGrowableMemory = line.has(Opt.NO_GROWABLE_MEMORY);
    options.printGcSections = line.flag(Opt.PRINT_GC_SECTIONS, Opt.NO_PRINT_GC_SECTIONS, false);
    options.sharedMemory = line.has(Opt.SHARED_MEMORY);
    options.shlibSigCheck = !line.has(Opt.NO_SHLIB_SIGCHECK);
    options.stackFirst = line.flag(Opt.STACK_FIRST, Opt.NO_STACK_FIRST, true);
    options.stripAll = line.has(Opt.STRIP_ALL);
    options.stripDebug = line.has(Opt.STRIP_DEBUG);
    options.trace = line.has(Opt.TRACE);
  }

  private void readNumbers() {
    options.optimize = (int) number(Opt.OPTIMIZE, 1);
    options.hasGlobalBase = line.has(Opt.GLOBAL_BASE);
    options.globalBase = number(Opt.GLOBAL_BASE, 0);
    options.hasTableBase = line.has(Opt.TABLE_BASE);
    options.tableBase = number(Opt.TABLE_BASE, 0);
    options.initialHeap = number(Opt.INITIAL_HEAP, 0);
    options.initialMemory = number(Opt.INITIAL_MEMORY, 0);
    options.maxMemory = number(Opt.MAX_MEMORY, 0);
    options.pageSize = (int) number(Opt.PAGE_SIZE, Options.PAGE_SIZE, 0);
    if (options.pageSize != 1 && options.pageSize != Options.PAGE_SIZE) {
      options.pageSize = Options.PAGE_SIZE;
      diagnostics.error("--page_size=N must be either 1 or 65536");
    }
    options.stackSize = stackSize();
    options.workers = new Workers(threads());
  }

  private long number(Opt option, long otherwise) {
    return number(option, otherwise, otherwise);
  }

  private long number(Opt option, long otherwise, long ifWrong) {
    CommandLine.Argument argument = line.last(option);
    if (argument == null) {
      return otherwise;
    }
    Long value = decimal(argument.value());
    if (value == null) {
      diagnostics.error(
          argument.spelling() + ": number expected, but got '" + argument.value() + "'");
      return ifWrong;
    }
    return value;
  }

  private static @Nullable Long decimal(String text) {
    try {
      return text.startsWith("+") ? null : Long.valueOf(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /// A number as C writes it, or null. As LLVM reads numbers: a prefix says in which base.
  private static @Nullable Long parse(String text) {
    try {
      if (text.startsWith("0o")) {
        return Long.parseLong(text.substring(2), 8);
      }
      return text.startsWith("0b")
          ? Long.valueOf(Long.parseLong(text.substring(2), 2))
          : Long.decode(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private long stackSize() {
    long size = Options.PAGE_SIZE;
    for (String value : line.values(Opt.Z)) {
      if (value.startsWith("stack-size=") || value.equals("stack-size")) {
        String text = value.substring(Math.min(value.length(), "stack-size=".length()));
        Long parsed = parse(text);
        if (parsed == null || parsed < 0) {
          diagnostics.error("invalid stack-size: " + text);
        } else {
          size = parsed;
        }
      }
    }
    return size;
  }

  private int threads() {
    CommandLine.Argument argument = line.last(Opt.THREADS);
    if (argument == null) {
      return Runtime.getRuntime().availableProcessors();
    }
    Long value = parse(argument.value());
    if (value == null || value <= 0 || value > Integer.MAX_VALUE) {
      diagnostics.error(
          "--threads: expected a positive integer, but got '" + argument.value() + "'");
      return 1;
    }
    return value.intValue();
  }

  private void readMemory() {
    CommandLine.Argument imports = line.last(Opt.IMPORT_MEMORY_EQ, Opt.IMPORT_MEMORY);
    CommandLine.Argument importName = line.last(Opt.IMPORT_MEMORY_EQ);
    if (importName != null) {
      String[] parts = importName.value().split(",", 2);
      options.memoryImport =
          parts.length > 1
              ? new Options.ImportName(parts[0], parts[1])
              : new Options.ImportName(Options.DEFAULT_MODULE, parts[0]);
    } else if (imports != null) {
      options.memoryImport = new Options.ImportName(Options.DEFAULT_MODULE, Options.MEMORY);
    }
    CommandLine.Argument exportName = line.last(Opt.EXPORT_MEMORY_EQ);
    if (exportName != null) {
      options.memoryExport = exportName.value();
    } else if (line.has(Opt.EXPORT_MEMORY)) {
      options.memoryExport = Options.MEMORY;
    }
  }

  private void readFeatures() {
    if (line.has(Opt.FEATURES)) {
      options.features = split(line.value(Opt.FEATURES, ""));
    }
    options.extraFeatures = split(line.value(Opt.EXTRA_FEATURES, ""));
  }

  private static List<String> split(String list) {
    return Arrays.stream(list.split(",")).filter(name -> !name.isEmpty()).toList();
  }

  private void readBuildId() {
    CommandLine.Argument argument = line.last(Opt.BUILD_ID_EQ, Opt.BUILD_ID);
    if (argument == null) {
      return;
    }
    String style = argument.option() == Opt.BUILD_ID ? "fast" : argument.value();
    switch (style) {
      case "fast" -> options.buildId = Options.BuildId.FAST;
      case "sha1", "tree" -> options.buildId = Options.BuildId.SHA1;
      case "uuid" -> options.buildId = Options.BuildId.UUID;
      case "none" -> options.buildId = Options.BuildId.NONE;
      default -> {
        if (style.startsWith("0x")) {
          options.buildId = Options.BuildId.HEX;
          options.buildIdBytes = hex(style.substring(2));
        } else {
          diagnostics.error("unknown --build-id style: " + style);
        }
      }
    }
  }

  /// The bytes of a string of hexadecimal digits, two for each but perhaps the last.
  private byte[] hex(String text) {
    byte[] bytes = new byte[(text.length() + 1) / 2];
    for (int i = 0; i < bytes.length; i++) {
      String digits = text.substring(2 * i, Math.min(text.length(), 2 * i + 2));
      if (!digits.matches("[0-9a-fA-F]+")) {
        diagnostics.error("not a hexadecimal value: " + digits);
        return new byte[0];
      }
      bytes[i] = (byte) Integer.parseInt(digits, 16);
    }
    return bytes;
  }

  /// What follows from options for others.
  private void derive() {
    if (options.maxMemory != 0 && options.noGrowableMemory) {
      diagnostics.error("--max-memory is incompatible with --no-growable-memory");
    }
    options.pic = options.pie || options.shared;
    if (options.pic) {
      if (options.exportTable) {
        diagnostics.error("-shared/-pie is incompatible with --export-table");
      }
      options.importTable = true;
    } else {
      if (!options.hasTableBase || options.tableBase == 0) {
        options.tableBase = 1;
      }
      if (options.globalBase == 0 && !options.relocatable && !options.stackFirst) {
        options.globalBase = 1024;
      }
    }
    if (options.relocatable) {
      if (options.exportTable) {
        diagnostics.error("--relocatable is incompatible with --export-table");
      }
      if (options.growableTable) {
        diagnostics.error("--relocatable is incompatible with --growable-table");
      }
      options.importTable = true;
    }
    if (options.shared) {
      if (options.memoryExport != null) {
        diagnostics.error("--export-memory is incompatible with --shared");
      }
      if (options.memoryImport == null) {
        options.memoryImport = new Options.ImportName(Options.DEFAULT_MODULE, Options.MEMORY);
      }
    }
    if (options.memoryExport == null && options.memoryImport == null) {
      options.memoryExport = Options.MEMORY;
    }
  }

  private void readSources() {
    List<Options.Source> sources = new ArrayList<>();
    boolean dynamic = options.pic;
    boolean whole = false;
    boolean lazy = false;
    for (CommandLine.Argument argument : line.arguments()) {
      Opt option = argument.option();
      if (option == null || option == Opt.LIBRARY) {
        sources.add(new Options.Source(argument.value(), option != null, dynamic, whole, lazy));
        continue;
      }
      switch (option) {
        case BSTATIC -> dynamic = false;
        case BDYNAMIC -> dynamic = !options.relocatable;
        case WHOLE_ARCHIVE -> whole = true;
        case NO_WHOLE_ARCHIVE -> whole = false;
        case START_LIB -> {
          if (lazy) {
            diagnostics.error("nested --start-lib");
          }
          lazy = true;
        }
        case END_LIB -> {
          if (!lazy) {
            diagnostics.error("stray --end-lib");
          }
          lazy = false;
        }
        default -> {}
      }
    }
    options.sources = List.copyOf(sources);
  }

  /// Reads the names of a file for `--allow-undefined-file`: one a line, `#` begins a comment.
  static void readAllowed(CommandLine line, Options options, FileSource files) {
    CommandLine.Argument argument = line.last(Opt.ALLOW_UNDEFINED_FILE);
    if (argument == null) {
      return;
    }
    byte[] bytes = files.read(argument.value());
    if (bytes != null) {
      options.allowUndefined.addAll(names(bytes));
    }
  }

  /// The names in a file, one on a line, without comments.
  static Set<String> names(byte[] file) {
    Set<String> names = new LinkedHashSet<>();
    for (String name : new String(file, StandardCharsets.UTF_8).split("\n", -1)) {
      String trimmed = name.trim();
      if (!trimmed.isEmpty() && !trimmed.startsWith("#")) {
        names.add(trimmed);
      }
    }
    return names;
  }

  /// Refuses options that do not go together.
  static void check(Options options, CommandLine line, Diagnostics diagnostics) {
    if (!options.stripDebug && !options.stripAll && options.compressRelocations) {
      diagnostics.error(
          "--compress-relocations is incompatible with output debug information. Please pass"
              + " --strip-debug or --strip-all");
    }
    if (options.pie && options.shared) {
      diagnostics.error("-shared and -pie may not be used together");
    }
    if (options.output.isEmpty()) {
      diagnostics.error("no output file specified");
    }
    if (options.importTable && options.exportTable) {
      diagnostics.error("--import-table and --export-table may not be used together");
    }
    if (options.relocatable) {
      checkRelocatable(options, line, diagnostics);
    }
    warnUnstable(options, diagnostics);
    if (options.bsymbolic && !options.shared) {
      diagnostics.warn("-Bsymbolic is only meaningful when combined with -shared");
    }
    if (options.hasGlobalBase && options.pic) {
      diagnostics.error("--global-base may not be used with -shared/-pie");
    }
    if (options.hasTableBase && options.pic) {
      diagnostics.error("--table-base may not be used with -shared/-pie");
    }
  }

  private static void checkRelocatable(Options options, CommandLine line, Diagnostics diagnostics) {
    if (!options.entry.isEmpty()) {
      diagnostics.error("entry point specified for relocatable output file");
    }
    if (options.gcSections) {
      diagnostics.error("-r and --gc-sections may not be used together");
    }
    if (options.compressRelocations) {
      diagnostics.error("-r -and --compress-relocations may not be used together");
    }
    if (line.has(Opt.UNDEFINED)) {
      diagnostics.error("-r -and --undefined may not be used together");
    }
    if (options.pie) {
      diagnostics.error("-r and -pie may not be used together");
    }
    if (options.shared) {
      diagnostics.error("-r and -shared may not be used together");
    }
    if (options.sharedMemory) {
      diagnostics.error("-r and --shared-memory may not be used together");
    }
    if (options.hasGlobalBase) {
      diagnostics.error("-r and --global-base may not by used together");
    }
  }

  private static void warnUnstable(Options options, Diagnostics diagnostics) {
    if (options.experimentalPic) {
      return;
    }
    if (options.shared) {
      diagnostics.warn("creating shared libraries, with -shared, is not yet stable");
    }
    if (options.pie) {
      diagnostics.warn("creating PIEs, with -pie, is not yet stable");
    }
    if (options.importsDynamically()) {
      diagnostics.warn("dynamic imports are not yet stable (--unresolved-symbols=import-dynamic)");
    }
  }
}
