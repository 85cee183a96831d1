package graft.ld;

import graft.format.FunctionType;
import graft.format.GlobalType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The fourth stage: every index, slot and address of the output. {@link LayoutBuilder} makes it;
/// from then on nobody changes it.
final class Layout {
  final Resolution resolution;
  final Options options;
  final MemoryPlan memory;

  /// What the output uses; empty until it is known.
  Features features = new Features(new TreeSet<>());

  final Synthetics synthetics;

  /// Whether data segments of zeros are written out.
  boolean emitBss;

  boolean extendedConst;

  // What stays: what garbage collection kept, and what layout itself needs.
  final IdSet liveInputs;
  final IdSet liveSymbols;
  final boolean allLive;

  // Imports.
  final List<Symbol> imports = new ArrayList<>();
  final List<Symbol> gotImports = new ArrayList<>();
  int importedFunctions;
  int importedGlobals;
  int importedTags;
  int importedTables;

  // Definitions, in the order of their indices.
  final List<InputFunction> functions = new ArrayList<>();
  final List<InputGlobal> globals = new ArrayList<>();
  final List<Symbol> internalGot = new ArrayList<>();
  final List<Symbol> addressGlobals = new ArrayList<>();
  final List<InputTag> tags = new ArrayList<>();
  final List<InputTable> tables = new ArrayList<>();
  final List<Symbol> elements = new ArrayList<>();

  /// Types with their indices.
  final Map<FunctionType, Integer> types = new LinkedHashMap<>();

  /// The same for each object's own numbers, by the object's number; -1 if nothing uses the type.
  private final int[][] objectTypes;

  final List<Export> exports = new ArrayList<>();
  final List<Constructor> constructors = new ArrayList<>();

  /// Code of the linker's own functions, with the size in front, by input id.
  final Map<Integer, byte[]> bodies = new HashMap<>();

  // Indices by input id.
  final Indices functionIndex;
  final Indices globalIndex;
  final Indices tagIndex;
  final Indices tableNumber;
  final Indices functionSlot;

  // Indices by symbol id.
  final Indices importIndex;
  final Indices importSlot;
  final Indices gotIndex;

  /// Symbols whose address the dynamic linker supplies, by symbol id.
  final BitSet importedGot = new BitSet();

  /// Symbols that get an export because other modules look them up, by symbol id.
  final IdSet forcedExports = new IdSet(0);

  /// Functions that nobody defines, each with the one that traps in its place, by symbol id.
  final Map<Integer, Symbol> stubs = new HashMap<>();

  /// Limits of the function table.
  long tableMinimum;

  @Nullable Long tableMaximum;

  /// An export.
  record Export(String name, int kind, int index, @Nullable Symbol symbol) {}

  /// A call from `__wasm_call_ctors`.
  record Constructor(Symbol symbol, int priority) {}

  Layout(Resolution resolution, Liveness liveness, Options options, MemoryPlan memory) {
    this.resolution = resolution;
    this.objectTypes = new int[resolution.objects().size()][];
    this.options = options;
    this.memory = memory;
    this.synthetics = resolution.synthetics();
    int inputs = resolution.table().inputCount();
    this.functionIndex = new Indices(inputs);
    this.globalIndex = new Indices(inputs);
    this.tagIndex = new Indices(inputs);
    this.tableNumber = new Indices(inputs);
    this.functionSlot = new Indices(inputs);
    int symbols = resolution.table().symbolCount();
    this.importIndex = new Indices(symbols);
    this.importSlot = new Indices(symbols);
    this.gotIndex = new Indices(symbols);
    this.liveInputs = liveness.inputs().copy();
    this.liveSymbols = liveness.symbols().copy();
    this.allLive = liveness.all();
  }

  boolean isLive(Symbol symbol) {
    Input input = symbol.input();
    return input == null ? allLive || liveSymbols.has(symbol.id) : liveInputs.has(input.id);
  }

  boolean isLive(Input input) {
    return liveInputs.has(input.id);
  }

  void keep(@Nullable Symbol symbol) {
    if (symbol != null) {
      liveSymbols.add(symbol.id);
      Input input = symbol.input();
      if (input != null) {
        liveInputs.add(input.id);
      }
    }
  }

  boolean isExported(Symbol symbol) {
    return (symbol.isDefinedHere() && !symbol.isLocal() && forcedExports.has(symbol.id))
        || Exports.isExported(symbol, options, isLive(symbol));
  }

  /// Whether calls and addresses of the function lead nowhere.
  boolean isStub(Symbol symbol) {
    return symbol.stub || stubs.containsKey(symbol.id);
  }

  int functionIndex(Symbol symbol) {
    Symbol stub = symbol.isUndefined() ? stubs.get(symbol.id) : null;
    if (stub != null) {
      return functionIndex(stub);
    }
    int imported = importIndex.of(symbol.id);
    return imported != Indices.NONE || symbol.function == null
        ? imported
        : functionIndex.of(symbol.function.id);
  }

  /// Slot in the function table, or {@link Indices#NONE}.
  int slot(Symbol symbol) {
    return symbol.isDefinedHere() && symbol.function != null
        ? functionSlot.of(symbol.function.id)
        : importSlot.of(symbol.id);
  }

  int globalIndex(Symbol symbol) {
    return symbol.isDefinedHere() && symbol.global != null
        ? globalIndex.of(symbol.global.id)
        : importIndex.of(symbol.id);
  }

  int globalIndex(@Nullable Symbol symbol, String name) {
    if (symbol == null) {
      throw new AssertionError("BUG: no " + name);
    }
    return globalIndex(symbol);
  }

  int tagIndex(Symbol symbol) {
    return symbol.isDefinedHere() && symbol.tag != null
        ? tagIndex.of(symbol.tag.id)
        : importIndex.of(symbol.id);
  }

  int tableNumber(Symbol symbol) {
    return symbol.isDefinedHere() && symbol.table != null
        ? tableNumber.of(symbol.table.id)
        : importIndex.of(symbol.id);
  }

  /// Gives the type an index if it has none.
  int addType(FunctionType type) {
    Integer index = types.get(type);
    if (index == null) {
      index = types.size();
      types.put(type, index);
    }
    return index;
  }

  /// The same for type number `type` of an object: types are asked for with every call through a
  /// pointer, so no map is.
  void addType(ObjectFile object, int type) {
    int[] known = objectTypes[object.number];
    if (known == null) {
      known = new int[object.types.size()];
      Arrays.fill(known, -1);
      objectTypes[object.number] = known;
    }
    if (known[type] < 0) {
      known[type] = addType(object.types.get(type));
    }
  }

  /// The index of type number `type` of an object.
  int typeIndex(ObjectFile object, int type) {
    int[] known = objectTypes[object.number];
    return known != null && known[type] >= 0 ? known[type] : typeIndex(object.types.get(type));
  }

  int typeIndex(InputFunction function) {
    return function.file == null
        ? typeIndex(function.type)
        : typeIndex(function.file, function.typeIndex);
  }

  int typeIndex(FunctionType type) {
    Integer index = types.get(type);
    if (index == null) {
      throw new AssertionError("BUG: type " + type + " has no index");
    }
    return index;
  }

  /// The address of data; of thread-local data in shared memory the offset from `__tls_base`.
  long address(Symbol symbol) {
    InputSegment segment = symbol.segment;
    if (segment == null) {
      return memory.addresses.getOrDefault(symbol.id, symbol.offset);
    }
    return symbol.isTls() && options.sharedMemory
        ? memory.offsetInSegment(segment, symbol.offset)
        : memory.address(segment, symbol.offset);
  }

  /// What the export of data and the link map say: of thread-local data always the offset from
  /// `__tls_base`.
  long exportedAddress(Symbol symbol) {
    InputSegment segment = symbol.segment;
    return segment != null && symbol.isTls()
        ? memory.offsetInSegment(segment, symbol.offset)
        : address(symbol);
  }

  /// The address of data, also where others count from `__tls_base`.
  long absoluteAddress(Symbol symbol) {
    InputSegment segment = symbol.segment;
    return segment == null ? address(symbol) : memory.address(segment, symbol.offset);
  }

  boolean isInBinary(OutputSegment segment) {
    return !segment.bss || emitBss;
  }

  /// Whether `__wasm_init_memory` fills the segment.
  boolean needsInitialization(OutputSegment segment) {
    return segment.passive || (options.memoryImport != null && !isInBinary(segment));
  }

  int globalCount() {
    return globals.size() + internalGot.size() + addressGlobals.size();
  }

  /// Type of a global whose value is an address.
  GlobalType pointerGlobal(boolean mutable) {
    return new GlobalType(
        options.isWasm64() ? graft.format.ValType.I64 : graft.format.ValType.I32, mutable);
  }
}
