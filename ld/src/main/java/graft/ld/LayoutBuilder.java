package graft.ld;

import graft.format.GlobalType;
import graft.format.Limits;
import graft.format.TableType;
import graft.format.ValType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes the {@link Layout}.
final class LayoutBuilder {
  private static final long LARGEST = 1 << 30;

  private static final int FUNCTION = 0;
  private static final int TABLE = 1;
  private static final int MEMORY = 2;
  private static final int GLOBAL = 3;
  private static final int TAG = 4;

  private final Resolution resolution;
  private final Options options;
  private final Diagnostics diagnostics;
  private final Synthetics synthetics;
  private final SymbolTable table;
  private final Layout layout;

  private LayoutBuilder(
      Resolution resolution, Options options, Diagnostics diagnostics, Layout layout) {
    this.resolution = resolution;
    this.options = options;
    this.diagnostics = diagnostics;
    this.synthetics = resolution.synthetics();
    this.table = resolution.table();
    this.layout = layout;
  }

  /// Lays everything out; null if there were errors, other than about exports.
  static @Nullable Layout build(
      Resolution resolution, Liveness liveness, Options options, Diagnostics diagnostics) {
    MemoryPlan memory = MemoryPlan.of(resolution, liveness, options, diagnostics);
    Layout layout = new Layout(resolution, liveness, options, memory);
    LayoutBuilder builder = new LayoutBuilder(resolution, options, diagnostics, layout);
    layout.keep(synthetics(layout).initMemoryFlag);
    builder.addStartStop();
    builder.checkExports(liveness);
    layout.features = Features.of(resolution, liveness, options, diagnostics);
    builder.decideSegments();
    builder.resolveFunctionTable(false);
    builder.forceExports();
    builder.addImports();
    new RelocationScanner(layout, diagnostics).scan();
    if (layout.elements.size() > 0 && synthetics(layout).functionTable == null) {
      builder.resolveFunctionTable(true);
    }
    builder.limitFunctionTable();
    builder.addInitFunctions();
    if (diagnostics.hasErrors()) {
      return null;
    }
    builder.assignIndices();
    if (diagnostics.hasErrors()) {
      return null;
    }
    // From here on indices are fixed, but for those of exported addresses.
    builder.collectConstructors();
    SyntheticCode.write(layout, builder.wraps());
    builder.assignTypes();
    builder.addExports();
    builder.checkMutableGlobals();
    builder.numberSegments();
    return layout;
  }

  private static Synthetics synthetics(Layout layout) {
    return layout.synthetics;
  }

  // Segments.

  private void decideSegments() {
    // Zeros are written out only where nobody else makes them.
    layout.emitBss =
        options.emitRelocs || (options.memoryImport != null && !layout.features.hasBulkMemory());
    layout.extendedConst = layout.features.hasExtendedConst();
    if (options.pic && !layout.extendedConst && !options.sharedMemory) {
      layout.memory.combine(layout::isInBinary);
    }
  }

  private void numberSegments() {
    int index = 0;
    long size = 0;
    for (OutputSegment segment : layout.memory.segments) {
      if (layout.isInBinary(segment)) {
        segment.index = index++;
        size += segment.size;
      }
    }
    if (size > LARGEST) {
      diagnostics.fatal("data of " + size + " bytes: more than 1 GiB cannot be written");
    }
  }

  /// `__start_` and `__stop_` of segments whose names are C identifiers; before segments become
  /// one.
  private void addStartStop() {
    if (options.relocatable) {
      return;
    }
    for (OutputSegment segment : layout.memory.segments) {
      if (isIdentifier(segment.name)) {
        define("__start_" + segment.name, segment.address);
        define("__stop_" + segment.name, segment.address + segment.size);
      }
    }
  }

  private static boolean isIdentifier(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
      if (!letter && (i == 0 || c < '0' || c > '9')) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  private void define(String name, long address) {
    Symbol symbol = table.addOptionalData(name);
    if (symbol != null) {
      layout.memory.addresses.put(symbol.id, address);
      layout.keep(symbol);
    }
  }

  private void forceExports() {
    for (String name : options.exportedSymbols) {
      Symbol symbol = table.find(name);
      if (symbol != null && symbol.isDefined()) {
        layout.forcedExports.add(symbol.id);
      }
    }
  }

  private void checkExports(Liveness liveness) {
    for (String name : options.exports) {
      Symbol symbol = table.find(name);
      if (symbol == null || (!symbol.isDefined() && !isOwnTable(symbol, liveness))) {
        String text = "symbol exported via --export not found: " + name;
        switch (options.unresolved) {
          case REPORT_ERROR -> diagnostics.error(text);
          case WARN -> diagnostics.warn(text);
          default -> {}
        }
      }
    }
  }

  /// Whether this is the function table, which gets defined only later.
  private boolean isOwnTable(Symbol symbol, Liveness liveness) {
    return symbol.name.equals(Options.FUNCTION_TABLE)
        && !options.importTable
        && (options.exportTable || liveness.has(symbol));
  }

  // The function table.

  private void resolveFunctionTable(boolean required) {
    Symbol existing = table.find(Options.FUNCTION_TABLE);
    if (existing != null && existing.kind != SymbolKind.TABLE) {
      diagnostics.error("reserved symbol must be of type table: `" + Options.FUNCTION_TABLE + "`");
      return;
    }
    if (existing != null && existing.isDefined()) {
      diagnostics.error(
          "reserved symbol must not be defined in input files: `" + Options.FUNCTION_TABLE + "`");
      return;
    }
    if (options.importTable) {
      if (existing != null) {
        existing.importModule = Options.DEFAULT_MODULE;
        existing.importName = Options.FUNCTION_TABLE;
        synthetics.functionTable = existing;
      } else if (required) {
        synthetics.functionTable = importFunctionTable();
      }
    } else if ((existing != null && layout.isLive(existing)) || options.exportTable || required) {
      synthetics.functionTable = defineFunctionTable();
    }
  }

  private static TableType functionTableType() {
    return new TableType(ValType.FUNCREF, Limits.of(0, null));
  }

  private Symbol importFunctionTable() {
    Symbol symbol =
        table.addUndefinedTable(
            Options.FUNCTION_TABLE,
            new SymbolTable.ImportNames(Options.DEFAULT_MODULE, Options.FUNCTION_TABLE),
            SymbolFlags.HIDDEN | SymbolFlags.UNDEFINED,
            null,
            functionTableType());
    layout.keep(symbol);
    return symbol;
  }

  private Symbol defineFunctionTable() {
    Symbol symbol =
        table.addSyntheticTable(
            Options.FUNCTION_TABLE,
            options.exportTable ? 0 : SymbolFlags.HIDDEN,
            new InputTable(functionTableType()));
    layout.keep(symbol);
    if (options.exportTable) {
      layout.forcedExports.add(symbol.id);
    }
    return symbol;
  }

  private void limitFunctionTable() {
    Symbol symbol = synthetics.functionTable;
    if (symbol == null) {
      return;
    }
    if (shouldImport(symbol) && !layout.importIndex.has(symbol.id)) {
      addImport(symbol, new HashMap<>());
    }
    layout.tableMinimum = options.tableBase + layout.elements.size();
    if (symbol.isDefined() && !options.growableTable) {
      layout.tableMaximum = layout.tableMinimum;
    }
  }

  // Imports.

  private void addImports() {
    Map<Object, Integer> known = new HashMap<>();
    Symbol functionTable = synthetics.functionTable;
    // Some objects take it for granted that the function table is number 0.
    if (functionTable != null && shouldImport(functionTable)) {
      addImport(functionTable, known);
    }
    for (Symbol symbol : resolution.symbols()) {
      if (symbol != functionTable && shouldImport(symbol)) {
        addImport(symbol, known);
      }
    }
  }

  private boolean shouldImport(Symbol symbol) {
    if (symbol.kind == SymbolKind.DATA || !layout.isLive(symbol) || !symbol.usedInRegularObject) {
      return false;
    }
    // The dynamic linker may prefer another module's definition to a weak one.
    if (options.shared && symbol.isWeak() && !symbol.isUndefined() && !symbol.isHidden()) {
      return true;
    }
    if (symbol.isShared()) {
      return true;
    }
    if (!symbol.isUndefined()) {
      return false;
    }
    if (symbol.isWeak() && !options.relocatable && !options.pic) {
      return false;
    }
    // Position independent code takes addresses from the global offset table.
    if (options.pic && symbol.kind == SymbolKind.FUNCTION && !symbol.calledDirectly) {
      return false;
    }
    return options.pic
        || options.relocatable
        || options.importUndefined
        || options.importsDynamically()
        || options.allowUndefined.contains(symbol.name)
        || symbol.isImported();
  }

  private record ImportKey(SymbolKind kind, Object type, String module, String name) {
    // Those that a record has by itself are made when they are first called: ten milliseconds.
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof ImportKey key
          && kind == key.kind
          && type.equals(key.type)
          && module.equals(key.module)
          && name.equals(key.name);
    }

    @Override
    public int hashCode() {
      return 31 * module.hashCode() + name.hashCode();
    }
  }

  private void addImport(Symbol symbol, Map<Object, Integer> known) {
    ImportKey key =
        new ImportKey(symbol.kind, importType(symbol), importModule(symbol), importName(symbol));
    Integer index = symbol.kind == SymbolKind.TAG ? null : known.get(key);
    if (index == null) {
      index = nextImport(symbol.kind);
      known.put(key, index);
      layout.imports.add(symbol);
    }
    layout.importIndex.put(symbol.id, index);
  }

  private int nextImport(SymbolKind kind) {
    return switch (kind) {
      case FUNCTION -> layout.importedFunctions++;
      case GLOBAL -> layout.importedGlobals++;
      case TAG -> layout.importedTags++;
      case TABLE -> layout.importedTables++;
      case DATA, SECTION -> throw new AssertionError("BUG: import of " + kind);
    };
  }

  private static Object importType(Symbol symbol) {
    Object type =
        switch (symbol.kind) {
          case GLOBAL -> symbol.globalType;
          case TABLE -> symbol.tableType == null ? null : symbol.tableType.element();
          default -> symbol.signature;
        };
    return type == null ? "" : type;
  }

  static String importModule(Symbol symbol) {
    return symbol.importModule == null ? Options.DEFAULT_MODULE : symbol.importModule;
  }

  static String importName(Symbol symbol) {
    return symbol.importName == null ? symbol.name : symbol.importName;
  }

  // The linker's own functions.

  private void addInitFunctions() {
    if (options.relocatable) {
      return;
    }
    if (needsDataRelocations()) {
      synthetics.applyDataRelocs = add("__wasm_apply_data_relocs", SymbolFlags.EXPORTED);
    }
    boolean initializes = layout.memory.segments.stream().anyMatch(layout::needsInitialization);
    if (initializes) {
      synthetics.initMemory = add("__wasm_init_memory", SymbolFlags.HIDDEN);
      if (options.sharedMemory) {
        layout.keep(synthetics.tlsBase);
      }
    }
    if (options.sharedMemory) {
      addTlsFunctions();
    }
    if (options.pic && needsGlobalRelocations()) {
      synthetics.applyGlobalRelocs = add("__wasm_apply_global_relocs", SymbolFlags.HIDDEN);
    }
    synthetics.start =
        synthetics.applyGlobalRelocs != null && synthetics.initMemory != null
            ? add("__wasm_start", SymbolFlags.HIDDEN)
            : synthetics.applyGlobalRelocs != null
                ? synthetics.applyGlobalRelocs
                : synthetics.initMemory;
  }

  private Symbol add(String name, int flags) {
    Symbol symbol =
        table.addSyntheticFunction(name, flags, InputFunction.synthetic(Types.NOTHING, name));
    layout.keep(symbol);
    return symbol;
  }

  private boolean needsDataRelocations() {
    for (OutputSegment segment : layout.memory.segments) {
      if (!(options.sharedMemory && segment.isTls()) && DataRelocations.any(layout, segment)) {
        return true;
      }
    }
    return false;
  }

  private void addTlsFunctions() {
    boolean tlsGot =
        layout.internalGot.stream().anyMatch(symbol -> symbol.isData() && symbol.isTls());
    if (tlsGot) {
      synthetics.applyGlobalTlsRelocs = add("__wasm_apply_global_tls_relocs", SymbolFlags.HIDDEN);
      layout.keep(synthetics.tlsBase);
    }
    boolean tlsData =
        layout.memory.segments.stream()
            .anyMatch(segment ->
                segment.isTls() && segment.inputs.stream().anyMatch(Chunk::hasRelocations));
    if (tlsData) {
      synthetics.applyTlsRelocs = add("__wasm_apply_tls_relocs", SymbolFlags.HIDDEN);
    }
  }

  private boolean needsGlobalRelocations() {
    if (layout.extendedConst) {
      return false;
    }
    for (Symbol symbol : layout.internalGot) {
      boolean relative =
          (symbol.isDefinedData() && !(symbol.isTls() && options.sharedMemory))
              || (symbol.kind == SymbolKind.FUNCTION && !layout.isStub(symbol));
      if (relative) {
        return true;
      }
    }
    return false;
  }

  // Indices.

  private void assignIndices() {
    table.syntheticFunctions.forEach(this::addFunction);
    for (ObjectFile object : resolution.objects()) {
      for (InputFunction function : object.functions) {
        addFunction(function);
      }
    }
    table.syntheticGlobals.forEach(this::addGlobal);
    for (ObjectFile object : resolution.objects()) {
      for (InputGlobal global : object.globals) {
        addGlobal(global);
      }
    }
    for (ObjectFile object : resolution.objects()) {
      for (InputTag tag : object.tags) {
        if (layout.isLive(tag)) {
          layout.tagIndex.put(tag.id, layout.importedTags + layout.tags.size());
          layout.tags.add(tag);
        }
      }
    }
    assignTables();
    int next = layout.importedGlobals + layout.globals.size();
    for (Symbol symbol : layout.internalGot) {
      layout.gotIndex.put(symbol.id, next++);
    }
  }

  /// The function table gets number 0 if an object relies on it.
  private void assignTables() {
    List<InputTable> tables = new ArrayList<>();
    for (ObjectFile object : resolution.objects()) {
      for (InputTable input : object.tables) {
        if (layout.isLive(input)) {
          tables.add(input);
        }
      }
    }
    table.syntheticTables.stream().filter(layout::isLive).forEach(this::checkLegacyTable);
    table.syntheticTables.stream()
        .filter(layout::isLive)
        .forEach(input -> tables.add(resolution.legacyTable() ? 0 : tables.size(), input));
    for (InputTable input : tables) {
      layout.tableNumber.put(input.id, layout.importedTables + layout.tables.size());
      layout.tables.add(input);
    }
  }

  private void checkLegacyTable(InputTable input) {
    if (!resolution.legacyTable()) {
      return;
    }
    for (Symbol symbol : layout.imports) {
      if (symbol.kind == SymbolKind.TABLE) {
        diagnostics.error(
            "object file not built with 'reference-types' or 'call-indirect-overlong' feature"
                + " conflicts with import of table "
                + symbol.name
                + " by file "
                + InputFile.describe(symbol.file));
        return;
      }
    }
  }

  private void addFunction(InputFunction function) {
    if (layout.isLive(function)) {
      layout.functionIndex.put(function.id, layout.importedFunctions + layout.functions.size());
      layout.functions.add(function);
    }
  }

  private void addGlobal(InputGlobal global) {
    if (layout.isLive(global)) {
      layout.globalIndex.put(global.id, layout.importedGlobals + layout.globals.size());
      layout.globals.add(global);
    }
  }

  // Constructors.

  private void collectConstructors() {
    if (!options.relocatable
        && (synthetics.callCtors == null || !layout.isLive(synthetics.callCtors))) {
      return;
    }
    for (ObjectFile object : resolution.objects()) {
      for (ObjectFile.InitFunction function : object.initFunctions) {
        Symbol symbol = object.symbols[function.symbol()];
        if (!symbol.isDiscarded() && layout.isLive(symbol)) {
          if (!symbol.functionType().parameters().isEmpty()) {
            diagnostics.error(
                "constructor functions cannot take arguments: " + options.show(symbol));
          }
          layout.constructors.add(new Layout.Constructor(symbol, function.priority()));
        }
      }
    }
    layout.constructors.sort((a, b) -> Integer.compareUnsigned(a.priority(), b.priority()));
  }

  /// A program that runs as a command calls constructors before and destructors behind each of its
  /// exports, unless it does so itself.
  private List<Wrapper> wraps() {
    Symbol ctors = synthetics.callCtors;
    if (options.relocatable
        || options.pic
        || ctors == null
        || ctors.usedInRegularObject
        || layout.isExported(ctors)
        || (layout.constructors.isEmpty() && synthetics.callDtors == null)) {
      return List.of();
    }
    List<Symbol> exported = new ArrayList<>();
    for (Symbol symbol : resolution.symbols()) {
      if (symbol.isDefinedFunction() && layout.isExported(symbol)) {
        exported.add(symbol);
      }
    }
    List<Wrapper> wrappers = new ArrayList<>();
    for (Symbol symbol : exported) {
      wrappers.add(wrap(symbol));
    }
    return wrappers;
  }

  /// A function and the one that is exported in its place.
  record Wrapper(Symbol wrapper, int target) {}

  private Wrapper wrap(Symbol symbol) {
    String name = symbol.name + ".command_export";
    InputFunction function = InputFunction.synthetic(symbol.functionType(), name);
    function.exportName = symbol.body().exportName == null ? symbol.name : symbol.body().exportName;
    Symbol wrapper = table.addSyntheticFunction(name, symbol.flags, function);
    layout.keep(wrapper);
    wrapper.flags = (wrapper.flags | SymbolFlags.EXPORTED) & ~SymbolFlags.HIDDEN;
    wrapper.forceExport = symbol.forceExport;
    int target = layout.functionIndex(symbol);
    symbol.flags = (symbol.flags | SymbolFlags.HIDDEN) & ~SymbolFlags.EXPORTED;
    symbol.forceExport = false;
    layout.forcedExports.remove(symbol.id);
    addFunction(function);
    return new Wrapper(wrapper, target);
  }

  // Types.

  private void assignTypes() {
    for (Symbol symbol : layout.imports) {
      if (symbol.kind == SymbolKind.FUNCTION || symbol.kind == SymbolKind.TAG) {
        layout.addType(symbol.functionType());
      }
    }
    layout.functions.forEach(this::addType);
    layout.tags.forEach(tag -> layout.addType(tag.type));
  }

  private void addType(InputFunction function) {
    if (function.file == null) {
      layout.addType(function.type);
    } else {
      layout.addType(function.file, function.typeIndex);
    }
  }

  // Exports.

  private void addExports() {
    if (options.relocatable) {
      return;
    }
    if (options.memoryExport != null) {
      layout.exports.add(new Layout.Export(options.memoryExport, MEMORY, 0, null));
    }
    for (Symbol symbol : resolution.symbols()) {
      if (layout.isExported(symbol) && layout.isLive(symbol)) {
        addExport(symbol);
      }
    }
  }

  private void addExport(Symbol symbol) {
    switch (symbol.kind) {
      case FUNCTION -> {
        String name = symbol.body().exportName;
        int index = layout.functionIndex.of(symbol.body().id);
        layout.exports.add(
            new Layout.Export(name == null ? symbol.name : name, FUNCTION, index, symbol));
      }
      case GLOBAL -> {
        GlobalType type = symbol.globalType;
        // Without the feature nobody may export the linker's own, unless they ask by name.
        boolean own = symbol.file == null && type != null && type.mutable();
        if (!own
            || layout.features.has("mutable-globals")
            || symbol.forceExport
            || layout.forcedExports.has(symbol.id)) {
          layout.exports.add(
              new Layout.Export(symbol.name, GLOBAL, layout.globalIndex(symbol), symbol));
        }
      }
      case TAG ->
          layout.exports.add(new Layout.Export(symbol.name, TAG, layout.tagIndex(symbol), symbol));
      case DATA -> {
        int index = layout.importedGlobals + layout.globalCount();
        layout.addressGlobals.add(symbol);
        layout.exports.add(new Layout.Export(symbol.name, GLOBAL, index, symbol));
      }
      case TABLE ->
          layout.exports.add(
              new Layout.Export(symbol.name, TABLE, layout.tableNumber(symbol), symbol));
      case SECTION -> throw new AssertionError("BUG: export of a section");
    }
  }

  private void checkMutableGlobals() {
    if (options.relocatable || !options.checkFeatures || layout.features.has("mutable-globals")) {
      return;
    }
    for (Symbol symbol : layout.imports) {
      checkMutable(symbol, "imported");
    }
    for (Layout.Export export : layout.exports) {
      if (export.symbol() != null) {
        checkMutable(export.symbol(), "exported");
      }
    }
  }

  private void checkMutable(Symbol symbol, String what) {
    GlobalType type = symbol.globalType;
    if (symbol.kind == SymbolKind.GLOBAL && type != null && type.mutable()) {
      diagnostics.error(
          "mutable global "
              + what
              + " but 'mutable-globals' feature not present in inputs: `"
              + options.show(symbol)
              + "`. Use --no-check-features to suppress.");
    }
  }
}
