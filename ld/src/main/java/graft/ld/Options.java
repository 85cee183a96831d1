package graft.ld;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// What a link is asked to do. {@link OptionReader} makes it. Until names are resolved it takes
/// what is found out on the way: symbols that an archive's `.imports` file,
/// `--allow-undefined-file` or position independent code leave undefined ({@link #allowUndefined}),
/// and those that plugins want of a main module ({@link #exportedSymbols}); from then on nobody
/// changes it.
final class Options {
  static final String DEFAULT_MODULE = "env";
  static final String FUNCTION_TABLE = "__indirect_function_table";
  static final String MEMORY = "memory";
  static final int PAGE_SIZE = 65536;
  private static final int PARALLEL_THRESHOLD = 2_000;

  /// What becomes of symbols that nobody defines.
  enum Unresolved {
    REPORT_ERROR,
    WARN,
    IGNORE,
    IMPORT_DYNAMIC
  }

  /// `--report-imports`.
  enum ImportReport {
    NONE,
    WARN,
    ERROR
  }

  /// How the build id is made.
  enum BuildId {
    NONE,
    FAST,
    SHA1,
    UUID,
    HEX
  }

  /// The two halves of an import's name.
  record ImportName(String module, String name) {}

  /// An input, with the positional options that hold where it stands.
  ///
  /// @param name of the file, or of the library
  /// @param library whether it was given with `-l`
  /// @param dynamic whether `-l` may find shared libraries
  /// @param whole whether all members of an archive are taken
  /// @param lazy whether it is taken only when needed (`--start-lib`)
  record Source(String name, boolean library, boolean dynamic, boolean whole, boolean lazy) {}

  List<Source> sources = List.of();
  List<String> searchPaths = List.of();
  String output = "";
  String entry = "";
  String soName = "";
  List<String> exports = List.of();
  Set<String> exportedSymbols = new LinkedHashSet<>();
  Set<String> allowUndefined = new LinkedHashSet<>();
  List<String> undefined = List.of();
  List<String> wrap = List.of();
  List<String> traceSymbols = List.of();
  List<String> runtimePath = List.of();
  Set<String> keepSections = Set.of();
  @Nullable List<String> features;
  List<String> extraFeatures = List.of();
  @Nullable ImportName memoryImport;
  @Nullable String memoryExport;
  @Nullable Boolean is64;
  Unresolved unresolved = Unresolved.REPORT_ERROR;

  /// What is said of undefined symbols that become imports for the dynamic linker.
  ImportReport importReport = ImportReport.NONE;

  /// What is said of what plugins want and nobody has.
  ImportReport pluginReport = ImportReport.WARN;

  BuildId buildId = BuildId.NONE;
  byte[] buildIdBytes = {};

  boolean allowMultipleDefinition;
  boolean bsymbolic;
  boolean checkFeatures;
  boolean compressRelocations;
  boolean demangle;
  boolean emitRelocs;
  boolean experimentalPic;
  boolean exportAll;
  boolean exportDynamic;
  boolean exportTable;
  boolean exportUsed;
  boolean gcSections;
  boolean growableTable;
  boolean importTable;
  boolean importUndefined;
  boolean mergeDataSegments;
  boolean noGrowableMemory;
  boolean pie;
  boolean pic;
  boolean printGcSections;
  boolean printSizes;
  boolean relocatable;
  boolean shared;
  boolean sharedMemory;
  boolean shlibSigCheck;
  boolean stackFirst;
  boolean stripAll;
  boolean stripDebug;
  boolean trace;

  int optimize;

  /// Who works; one thread until it is known how many there may be.
  Workers workers = new Workers(1);

  int pageSize = PAGE_SIZE;
  long globalBase;
  boolean hasGlobalBase;
  long tableBase;
  boolean hasTableBase;
  long initialHeap;
  long initialMemory;
  long maxMemory;
  long stackSize;

  String mapFile = "";
  String whyExtract = "";
  String reproduce = "";
  String sizeReport = "";
  String exportList = "";
  String hostSymbols = "";
  List<String> exportFor = List.of();
  List<String> checkAgainst = List.of();

  boolean isWasm64() {
    return Boolean.TRUE.equals(is64);
  }

  /// Whether symbols that nobody defines become imports for the dynamic linker.
  boolean importsDynamically() {
    return unresolved == Unresolved.IMPORT_DYNAMIC;
  }

  /// Whether `--strip-all` keeps a section with this name out of the output.
  boolean isStripped(String section) {
    return stripAll && !keepSections.contains(section);
  }

  /// Runs a small task for each number from 0 on: in several threads if there are many.
  void each(int count, IntConsumer task) {
    if (count > PARALLEL_THRESHOLD) {
      workers.each(count, task);
    } else {
      for (int i = 0; i < count; i++) {
        task.accept(i);
      }
    }
  }

  /// A symbol's name for people.
  String show(String name) {
    return SymbolNames.show(name, demangle);
  }

  String show(Symbol symbol) {
    return show(symbol.name);
  }
}
