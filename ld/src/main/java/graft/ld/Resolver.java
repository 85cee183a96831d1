package graft.ld;

import graft.format.FunctionType;
import graft.format.GlobalType;
import graft.format.Limits;
import graft.format.MalformedModuleException;
import graft.format.TableType;
import graft.format.TagType;
import graft.format.ValType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds out which files take part and what every name stands for.
final class Resolver {
  /// As many members any thread's stack can take.
  private static final int SAFE_DEPTH = 100;

  /// As many names as an object usually brings.
  private static final int NAMES_OF_FILE = 32;

  private final Options options;
  private final Diagnostics diagnostics;
  private final SymbolTable table;
  private final Synthetics synthetics = new Synthetics();
  private final List<ObjectFile> objects = new ArrayList<>();
  private final List<SharedLibrary> sharedLibraries = new ArrayList<>();
  private final List<StubLibrary> stubLibraries = new ArrayList<>();
  private final List<LazyMember> lazyMembers = new ArrayList<>();
  private final Set<Symbol> alwaysLive = new LinkedHashSet<>();
  private @Nullable Symbol entry;
  private boolean legacyTable;
  private InputPools pools = new InputPools();

  /// What the link says; {@link #diagnostics} are ahead of it until all files are read.
  private final Diagnostics all;

  /// How many files have come to {@link #take}, and how many of them have joined.
  private int seen;

  private int taken;

  /// Whether an object that joined early made the link stop.
  private boolean stopped;

  /// An archive member that may join.
  static final class LazyMember {
    private final Inputs.Lazy file;
    private boolean joined;

    LazyMember(Inputs.Lazy file) {
      this.file = file;
    }

    @Override
    public String toString() {
      return InputFile.nameOf(file.archive(), file.path());
    }
  }

  /// Begins, with the linker's own symbols.
  ///
  /// @param all what the link has said; what is said of files that join early comes behind it
  Resolver(Options options, Diagnostics all) {
    this.options = options;
    this.all = all;
    this.diagnostics = all.ahead();
    this.table =
        new SymbolTable(
            options.sources.size() * NAMES_OF_FILE, options, diagnostics, this::extract);
    options.traceSymbols.forEach(table::trace);
    createSynthetics();
  }

  /// Takes a file while others behind it are still being read. Objects in front of all archives and
  /// libraries can join already then: nothing else has a say in what they mean.
  void take(Inputs.Entry file) {
    if (stopped || taken < seen++ || !(file instanceof Inputs.Eager eager)) {
      return;
    }
    taken++;
    try {
      joinEager(eager);
    } catch (Diagnostics.Stop e) {
      stopped = true;
    }
  }

  /// Resolves all names; null if there were errors.
  ///
  /// @param inputs all files, those that {@link #take} was given among them
  @Nullable Resolution resolve(Inputs inputs, SideFiles side) {
    diagnostics.tell(all);
    if (stopped) {
      throw new Diagnostics.Stop();
    }
    // Each member joins from within that which needs it.
    long deepest = inputs.entries().stream().filter(Inputs.Lazy.class::isInstance).count();
    if (deepest <= SAFE_DEPTH) {
      return resolveHere(inputs, side);
    }
    try {
      return DeepStack.call(() -> resolveHere(inputs, side));
    } catch (StackOverflowError e) {
      diagnostics.error("archive members need one another too many levels deep");
      return null;
    }
  }

  private @Nullable Resolution resolveHere(Inputs inputs, SideFiles side) {
    addFiles(inputs);
    if (diagnostics.hasErrors()) {
      return null;
    }
    addWanted();
    addEntry();
    if (diagnostics.hasErrors()) {
      return null;
    }
    List<Wrap> wraps = wraps();
    if (diagnostics.hasErrors()) {
      return null;
    }
    addStubDependencies();
    createOptionals();
    side.writeExtractions(table.extractions);
    table.variants.resolve();
    if (diagnostics.hasErrors()) {
      return null;
    }
    wrapSymbols(wraps);
    forceExports();
    if (!options.relocatable && !options.pic) {
      table.variants.resolveWeakUndefined();
    }
    if (entry != null) {
      entry.hide(false);
    }
    table.demoteLazy();
    // From here on no file joins.
    return diagnostics.hasErrors() ? null : resolution();
  }

  private Resolution resolution() {
    List<Inputs.Lazy> unused =
        lazyMembers.stream().filter(member -> !member.joined).map(member -> member.file).toList();
    return new Resolution(
        table,
        List.copyOf(objects),
        List.copyOf(sharedLibraries),
        synthetics,
        entry,
        List.copyOf(alwaysLive),
        legacyTable,
        unused);
  }

  // The linker's own symbols.

  private ValType pointer() {
    return options.isWasm64() ? ValType.I64 : ValType.I32;
  }

  private void createSynthetics() {
    if (options.relocatable) {
      return;
    }
    synthetics.callCtors =
        table.addSyntheticFunction(
            "__wasm_call_ctors",
            SymbolFlags.HIDDEN,
            InputFunction.synthetic(Types.NOTHING, "__wasm_call_ctors"));
    if (options.pic) {
      synthetics.stackPointer = importedGlobal("__stack_pointer", new GlobalType(pointer(), true));
      synthetics.memoryBase = importedGlobal("__memory_base", new GlobalType(pointer(), false));
      synthetics.tableBase = importedGlobal("__table_base", new GlobalType(pointer(), false));
      alwaysLive.add(synthetics.memoryBase);
      alwaysLive.add(synthetics.tableBase);
    } else {
      synthetics.stackPointer = ownGlobal("__stack_pointer", true, 0);
      alwaysLive.add(synthetics.stackPointer);
    }
    if (options.sharedMemory) {
      synthetics.tlsBase = ownGlobal("__tls_base", true, SymbolFlags.HIDDEN);
      synthetics.tlsSize = ownGlobal("__tls_size", false, SymbolFlags.HIDDEN);
      synthetics.tlsAlign = ownGlobal("__tls_align", false, SymbolFlags.HIDDEN);
      synthetics.initTls =
          table.addSyntheticFunction(
              "__wasm_init_tls",
              SymbolFlags.HIDDEN,
              InputFunction.synthetic(
                  new FunctionType(List.of(pointer()), List.of()), "__wasm_init_tls"));
    }
  }

  private Symbol importedGlobal(String name, GlobalType type) {
    Symbol symbol =
        table.addUndefinedGlobal(
            name, SymbolTable.ImportNames.NONE, SymbolFlags.UNDEFINED, null, type);
    symbol.usedInRegularObject = true;
    options.allowUndefined.add(name);
    return symbol;
  }

  private Symbol ownGlobal(String name, boolean mutable, int flags) {
    return table.addSyntheticGlobal(
        name, flags, new InputGlobal(new GlobalType(pointer(), mutable), new byte[0], name));
  }

  private void createOptionals() {
    if (options.relocatable) {
      return;
    }
    synthetics.dsoHandle = table.addOptionalData("__dso_handle");
    if (!options.shared) {
      synthetics.dataEnd = table.addOptionalData("__data_end");
    }
    if (!options.pic) {
      synthetics.stackLow = table.addOptionalData("__stack_low");
      synthetics.stackHigh = table.addOptionalData("__stack_high");
      synthetics.globalBase = table.addOptionalData("__global_base");
      synthetics.heapBase = table.addOptionalData("__heap_base");
      synthetics.heapEnd = table.addOptionalData("__heap_end");
      synthetics.definedMemoryBase = table.addOptionalData("__memory_base");
      synthetics.definedTableBase = table.addOptionalData("__table_base");
    }
    synthetics.firstPageEnd = table.addOptionalData("__wasm_first_page_end");
    if (!options.sharedMemory) {
      // Objects compiled for threads may end up in a program without.
      synthetics.tlsBase =
          table.addOptionalGlobal(
              "__tls_base",
              new InputGlobal(new GlobalType(pointer(), false), new byte[0], "__tls_base"));
    }
  }

  // Files.

  private void addFiles(Inputs inputs) {
    pools = inputs.pools();
    List<Inputs.Entry> files = inputs.entries();
    for (Inputs.Entry file : files.subList(taken, files.size())) {
      // No switch: a switch over types takes ten milliseconds of a start.
      if (file instanceof Inputs.Eager eager) {
        joinEager(eager);
      } else if (file instanceof Inputs.Lazy lazy) {
        addLazy(new LazyMember(lazy));
      } else if (file instanceof Inputs.Dynamic dynamic) {
        addShared(dynamic.library());
      } else if (file instanceof Inputs.Stub stub) {
        stubLibraries.add(stub.library());
      }
    }
  }

  private void joinEager(Inputs.Eager file) {
    file.object().eager = true;
    join(file.object());
  }

  private void addLazy(LazyMember member) {
    diagnostics.log("Processing: ", member);
    lazyMembers.add(member);
    for (String name : member.file.names()) {
      if (member.joined) {
        return;
      }
      table.addLazy(name, member);
    }
  }

  private void extract(LazyMember member) {
    if (member.joined) {
      return;
    }
    member.joined = true;
    try {
      Inputs.Lazy file = member.file;
      join(
          ObjectReader.read(
              file.path(), file.archive(), file.bytes(), pools, options.optimize > 0));
    } catch (MalformedModuleException e) {
      diagnostics.malformed(e);
    }
  }

  private void addShared(SharedLibrary library) {
    diagnostics.log("Processing: ", library);
    for (SharedLibrary.Definition definition : library.definitions) {
      if (definition.type() != null) {
        table.addSharedFunction(definition.name(), definition.flags(), library, definition.type());
      } else {
        table.addSharedData(definition.name(), definition.flags(), library);
      }
    }
    sharedLibraries.add(library);
  }

  private void join(ObjectFile object) {
    diagnostics.log("Processing: ", object);
    if (options.trace) {
      diagnostics.say(object.toString());
    }
    numberInputs(object);
    discardComdats(object);
    // References make further members join, whose contents come before this object's.
    Symbol[] symbols = new Symbol[object.symbolTable.length + 1];
    int tableSymbols = 0;
    for (int i = 0; i < object.symbolTable.length; i++) {
      ObjectSymbol entry = object.symbolTable[i];
      tableSymbols += entry.kind() == SymbolKind.TABLE ? 1 : 0;
      Symbol symbol = entry.isUndefined() ? null : define(object, entry);
      symbols[i] = symbol != null ? symbol : refer(object, entry, object.called[i]);
    }
    Symbol legacy = legacyTable(object, tableSymbols);
    int count = object.symbolTable.length;
    if (legacy != null) {
      symbols[count++] = legacy;
      alwaysLive.add(legacy);
    }
    object.symbols = Arrays.copyOf(symbols, count);
    object.number = objects.size();
    objects.add(object);
  }

  private void numberInputs(ObjectFile object) {
    number(object.functions);
    number(object.segments);
    number(object.sections);
    number(object.globals);
    number(object.tags);
    number(object.tables);
  }

  private void number(List<? extends Input> inputs) {
    for (Input input : inputs) {
      table.number(input);
    }
  }

  private void discardComdats(ObjectFile object) {
    if (object.comdats.isEmpty()) {
      return;
    }
    boolean[] kept = new boolean[object.comdats.size()];
    for (int i = 0; i < kept.length; i++) {
      kept[i] = table.addComdat(object.comdats.get(i));
    }
    discard(object.functions, kept);
    discard(object.segments, kept);
    discard(object.sections, kept);
  }

  private static void discard(List<? extends Chunk> chunks, boolean[] kept) {
    for (Chunk chunk : chunks) {
      chunk.discarded = chunk.comdat != Chunk.NO_COMDAT && !kept[chunk.comdat];
    }
  }

  private Symbol local(ObjectFile object, ObjectSymbol entry, Symbol.State state, int flags) {
    Symbol symbol = table.newSymbol(entry.name());
    symbol.fresh = false;
    symbol.reset(entry.kind(), state, flags, object);
    symbol.usedInRegularObject = true;
    return symbol;
  }

  /// The symbol for a definition, or null if another object brought the same COMDAT.
  private @Nullable Symbol define(ObjectFile object, ObjectSymbol entry) {
    return switch (entry.kind()) {
      case FUNCTION -> defineFunction(object, entry);
      case DATA -> defineData(object, entry);
      case SECTION -> defineSection(object, entry);
      case GLOBAL -> {
        InputGlobal global = object.globals.get(entry.index() - object.globalImports.size());
        if (!entry.isLocal()) {
          yield table.addDefinedGlobal(entry.name(), entry.flags(), object, global);
        }
        Symbol symbol = local(object, entry, Symbol.State.DEFINED, entry.flags());
        symbol.global = global;
        symbol.globalType = global.type;
        yield symbol;
      }
      case TAG -> {
        InputTag tag = object.tags.get(entry.index() - object.tagImports.size());
        if (!entry.isLocal()) {
          yield table.addDefinedTag(entry.name(), entry.flags(), object, tag);
        }
        Symbol symbol = local(object, entry, Symbol.State.DEFINED, entry.flags());
        symbol.tag = tag;
        symbol.signature = tag.type;
        yield symbol;
      }
      case TABLE -> {
        InputTable defined = object.tables.get(entry.index() - object.tableImports.size());
        if (!entry.isLocal()) {
          yield table.addDefinedTable(entry.name(), entry.flags(), object, defined);
        }
        Symbol symbol = local(object, entry, Symbol.State.DEFINED, entry.flags());
        symbol.table = defined;
        symbol.tableType = defined.type;
        yield symbol;
      }
    };
  }

  private @Nullable Symbol defineFunction(ObjectFile object, ObjectSymbol entry) {
    InputFunction function = object.functions.get(entry.index() - object.functionImports.size());
    if (entry.isLocal()) {
      Symbol symbol = local(object, entry, Symbol.State.DEFINED, entry.flags());
      symbol.function = function;
      symbol.signature = function.type;
      return symbol;
    }
    return function.discarded
        ? null
        : table.addDefinedFunction(entry.name(), entry.flags(), object, function);
  }

  private @Nullable Symbol defineData(ObjectFile object, ObjectSymbol entry) {
    int flags = entry.flags();
    if ((flags & SymbolFlags.ABSOLUTE) != 0) {
      return entry.isLocal()
          ? localData(object, entry, flags, null)
          : table.addDefinedData(entry.name(), flags, object, null, entry.offset(), entry.size());
    }
    InputSegment segment = object.segments.get(entry.index());
    if (segment.isTls()) {
      flags |= SymbolFlags.TLS; // LLVM 13 and older did not say it of symbols.
    }
    if (entry.isLocal()) {
      return localData(object, entry, flags, segment);
    }
    return segment.discarded
        ? null
        : table.addDefinedData(entry.name(), flags, object, segment, entry.offset(), entry.size());
  }

  private Symbol localData(
      ObjectFile object, ObjectSymbol entry, int flags, @Nullable InputSegment segment) {
    Symbol symbol = local(object, entry, Symbol.State.DEFINED, flags);
    symbol.segment = segment;
    symbol.offset = entry.offset();
    symbol.size = entry.size();
    return symbol;
  }

  private Symbol defineSection(ObjectFile object, ObjectSymbol entry) {
    Symbol symbol = local(object, entry, Symbol.State.DEFINED, entry.flags());
    symbol.section = Objects.requireNonNull(object.sectionsByIndex.get(entry.index()));
    return symbol;
  }

  private Symbol refer(ObjectFile object, ObjectSymbol entry, boolean called) {
    int flags = entry.flags() | SymbolFlags.UNDEFINED;
    SymbolTable.ImportNames names =
        entry.importModule() == null && entry.importName() == null
            ? SymbolTable.ImportNames.NONE
            : new SymbolTable.ImportNames(entry.importModule(), entry.importName());
    return switch (entry.kind()) {
      case FUNCTION -> {
        FunctionType type = functionType(object, entry);
        if (!entry.isLocal()) {
          yield table.addUndefinedFunction(entry.name(), names, flags, object, type, called);
        }
        Symbol symbol = local(object, entry, Symbol.State.UNDEFINED, flags);
        symbol.signature = type;
        symbol.calledDirectly = called;
        yield symbol;
      }
      case DATA ->
          entry.isLocal()
              ? local(object, entry, Symbol.State.UNDEFINED, flags)
              : table.addUndefinedData(entry.name(), flags, object);
      case GLOBAL ->
          table.addUndefinedGlobal(
              entry.name(),
              names,
              flags,
              object,
              (GlobalType) object.globalImports.get(entry.index()).type());
      case TAG ->
          table.addUndefinedTag(
              entry.name(),
              names,
              flags,
              object,
              ((TagType) object.tagImports.get(entry.index()).type()).type());
      case TABLE ->
          table.addUndefinedTable(
              entry.name(),
              names,
              flags,
              object,
              (TableType) object.tableImports.get(entry.index()).type());
      case SECTION -> throw new AssertionError("BUG: an undefined section");
    };
  }

  /// The type of a reference, or of a definition that was discarded.
  private static FunctionType functionType(ObjectFile object, ObjectSymbol entry) {
    int imported = object.functionImports.size();
    return entry.index() < imported
        ? (FunctionType) object.functionImports.get(entry.index()).type()
        : object.functions.get(entry.index() - imported).type;
  }

  /// Objects without reference types import the function table, but have no symbol for it.
  private @Nullable Symbol legacyTable(ObjectFile object, int tableSymbols) {
    int tables = object.tableImports.size() + object.tables.size();
    if (tables == tableSymbols) {
      return null;
    }
    String problem = null;
    if (tableSymbols != 0) {
      problem =
          "expected one symbol table entry for each of the "
              + tables
              + " table(s) present, but got "
              + tableSymbols
              + " symbol(s) instead.";
    } else if (!object.tables.isEmpty()) {
      problem = "unexpected table definition(s) without corresponding symbol-table entries.";
    } else if (tables != 1) {
      problem = "multiple table imports, but no corresponding symbol-table entries.";
    } else if (!object.tableImports.get(0).name().equals(Options.FUNCTION_TABLE)) {
      problem =
          "table import " + object.tableImports.get(0).name() + " is missing a symbol table entry.";
    }
    if (problem != null) {
      diagnostics.error(object + ": " + problem);
      return null;
    }
    legacyTable = true;
    ObjectImport entry = object.tableImports.get(0);
    return table.addUndefinedTable(
        entry.name(),
        new SymbolTable.ImportNames(entry.module(), entry.name()),
        SymbolFlags.UNDEFINED | SymbolFlags.NO_STRIP,
        object,
        new TableType(ValType.FUNCREF, Limits.of(0, null)));
  }

  // Symbols that the command line asks for.

  private void addWanted() {
    for (String name : options.undefined) {
      want(name, "<internal>");
    }
    for (String name : exportOrder()) {
      want(name, "--export");
    }
  }

  /// The order decides in which archive members join, so it is wasm-ld's: that of a hash table.
  private Collection<String> exportOrder() {
    int lazy = 0;
    for (String name : options.exportedSymbols) {
      Symbol symbol = table.find(name);
      lazy += symbol != null && symbol.isLazy() ? 1 : 0;
    }
    return lazy > 1 ? HashedOrder.of(options.exportedSymbols) : options.exportedSymbols;
  }

  /// Makes the archive member that defines the name join.
  private @Nullable Symbol want(String name, String why) {
    Symbol symbol = table.find(name);
    if (symbol == null) {
      return null;
    }
    symbol.usedInRegularObject = true;
    if (symbol.isLazy()) {
      table.extract(symbol, why);
    }
    return table.find(name);
  }

  private void addEntry() {
    if (options.relocatable) {
      return;
    }
    if (!options.entry.isEmpty()) {
      entry = want(options.entry, "--entry");
      if (entry != null && entry.isDefined()) {
        entry.forceExport = true;
      } else {
        diagnostics.error(
            "entry symbol not defined (pass --no-entry to suppress): " + options.entry);
      }
    }
    Symbol ctors = synthetics.callCtors;
    if (options.shared
        || ctors == null
        || ctors.usedInRegularObject
        || options.entry.equals(ctors.name)
        || options.exportedSymbols.contains(ctors.name)) {
      return; // Somebody else knows when to start and to end.
    }
    Symbol dtors = want("__wasm_call_dtors", "<internal>");
    if (dtors != null && dtors.isDefined()) {
      if (dtors.isDefinedFunction()) {
        if (!dtors.functionType().equals(Types.NOTHING)) {
          diagnostics.error("__wasm_call_dtors must have no argument or return values");
        }
        synthetics.callDtors = dtors;
      } else {
        diagnostics.error("__wasm_call_dtors must be a function");
      }
    }
  }

  private void addStubDependencies() {
    diagnostics.log("-- processStubLibraries");
    boolean again = !stubLibraries.isEmpty();
    while (again) {
      int before = objects.size();
      for (StubLibrary stub : stubLibraries) {
        addNamed(stub);
        addImported(stub);
      }
      again = objects.size() != before;
    }
    diagnostics.log("-- done processStubLibraries");
  }

  private void addNamed(StubLibrary stub) {
    stub.dependencies.forEach((name, dependencies) -> {
      Symbol symbol = table.find(name);
      if (symbol != null && symbol.isUndefined()) {
        addDependencies(stub, symbol, dependencies);
      } else if (symbol != null && symbol.traced) {
        diagnostics.say(stub + ": stub symbol not needed: " + name);
      }
    });
  }

  /// What is imported under a name of the library's.
  private void addImported(StubLibrary stub) {
    for (Symbol symbol : List.copyOf(table.symbols)) {
      if (symbol.isUndefined() && symbol.importName != null) {
        List<String> dependencies = stub.dependencies.get(symbol.importName);
        if (dependencies != null) {
          addDependencies(stub, symbol, dependencies);
        }
      }
    }
  }

  private void addDependencies(StubLibrary stub, Symbol symbol, List<String> dependencies) {
    if (symbol.traced && !symbol.forceImport) {
      diagnostics.say(stub + ": importing " + symbol.name);
    }
    symbol.forceImport = true;
    for (String dependency : dependencies) {
      Symbol needed = table.find(dependency);
      if (needed != null && needed.isLazy()) {
        table.extract(needed, stub.toString());
        needed = table.find(dependency);
      }
      if (needed == null || needed.isUndefined()) {
        diagnostics.error(
            stub + ": undefined symbol: " + dependency + ". Required by " + options.show(symbol));
      } else {
        if (needed.traced) {
          diagnostics.say(stub + ": exported " + needed.name + " due to import of " + symbol.name);
        }
        needed.forceExport = true;
      }
    }
  }

  private void forceExports() {
    for (String name : options.exportedSymbols) {
      Symbol symbol = table.find(name);
      if (symbol != null && symbol.isDefined()) {
        symbol.forceExport = true;
      }
    }
  }

  // --wrap.

  private record Wrap(Symbol symbol, Symbol real, Symbol wrapper) {}

  private List<Wrap> wraps() {
    List<Wrap> wraps = new ArrayList<>();
    for (String name : options.wrap) {
      Symbol symbol = table.find(name);
      if (symbol != null) {
        wraps.add(
            new Wrap(
                symbol, undefined("__real_" + name, symbol), undefined("__wrap_" + name, symbol)));
      }
    }
    return wraps;
  }

  /// A reference to what is of the same kind as another symbol.
  private Symbol undefined(String name, Symbol like) {
    int flags = SymbolFlags.UNDEFINED;
    SymbolTable.ImportNames none = SymbolTable.ImportNames.NONE;
    if (like.kind == SymbolKind.DATA && !like.isLazy()) {
      return table.addUndefinedData(name, flags, null);
    }
    return like.kind == SymbolKind.GLOBAL
        ? table.addUndefinedGlobal(name, none, flags, null, like.globalType)
        : table.addUndefinedFunction(name, none, flags, null, like.signature, false);
  }

  private void wrapSymbols(List<Wrap> wraps) {
    if (wraps.isEmpty()) {
      return;
    }
    IdentityHashMap<Symbol, Symbol> replacements = new IdentityHashMap<>();
    for (Wrap wrap : wraps) {
      replacements.put(wrap.symbol, wrap.wrapper);
      replacements.put(wrap.real, wrap.symbol);
    }
    for (ObjectFile object : objects) {
      for (int i = 0; i < object.symbols.length; i++) {
        Symbol other = replacements.get(object.symbols[i]);
        if (other != null) {
          object.symbols[i] = other;
        }
      }
    }
    wraps.forEach(wrap -> table.wrap(wrap.symbol, wrap.real, wrap.wrapper));
  }
}
