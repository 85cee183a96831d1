package graft.ld;

import graft.format.FunctionType;
import graft.format.GlobalType;
import graft.format.TableType;
import graft.format.ValType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Writes the sections of the output that hold no code and no data.
final class ModuleSections {
  private static final int HAS_MAXIMUM = 1;
  private static final int SHARED = 2;
  private static final int IS_64 = 4;
  private static final int HAS_PAGE_SIZE = 8;
  private static final int I32_CONST = 0x41;
  private static final int I64_CONST = 0x42;
  private static final int GLOBAL_GET = 0x23;
  private static final int END = 0x0b;

  private final Layout layout;
  private final Options options;
  private final boolean is64;

  ModuleSections(Layout layout) {
    this.layout = layout;
    this.options = layout.options;
    this.is64 = options.isWasm64();
  }

  // dylink.0

  boolean needsDylink() {
    return options.pic
        || options.importsDynamically()
        || !layout.resolution.sharedLibraries().isEmpty();
  }

  WasmBuffer dylink() {
    WasmBuffer out = new WasmBuffer();
    WasmBuffer memory = new WasmBuffer();
    memory
        .uleb(options.pic ? layout.memory.staticSize : 0)
        .uleb(layout.memory.alignment)
        .uleb(layout.elements.size())
        .uleb(0);
    out.subsection(1, memory); // WASM_DYLINK_MEM_INFO
    List<SharedLibrary> libraries = layout.resolution.sharedLibraries();
    if (!libraries.isEmpty()) {
      WasmBuffer needed = new WasmBuffer().uleb(libraries.size());
      libraries.forEach(library -> needed.name(fileName(library.path)));
      out.subsection(2, needed); // WASM_DYLINK_NEEDED
    }
    dylinkSymbols(out);
    if (!options.runtimePath.isEmpty()) {
      WasmBuffer paths = new WasmBuffer().uleb(options.runtimePath.size());
      options.runtimePath.forEach(paths::name);
      out.subsection(5, paths); // WASM_DYLINK_RUNTIME_PATH
    }
    return out;
  }

  static String fileName(String path) {
    return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  }

  private void dylinkSymbols(WasmBuffer out) {
    List<Symbol> exported = new ArrayList<>();
    List<Symbol> imported = new ArrayList<>();
    for (Symbol symbol : layout.resolution.symbols()) {
      if (layout.isLive(symbol)) {
        if (symbol.isDefinedData() && symbol.isTls() && layout.isExported(symbol)) {
          exported.add(symbol);
        }
        if (symbol.isUndefinedWeak()) {
          imported.add(symbol);
        }
      }
    }
    if (!exported.isEmpty()) {
      WasmBuffer info = new WasmBuffer().uleb(exported.size());
      exported.forEach(symbol -> info.name(symbol.name).uleb(symbol.flags));
      out.subsection(3, info); // WASM_DYLINK_EXPORT_INFO
    }
    if (!imported.isEmpty()) {
      WasmBuffer info = new WasmBuffer().uleb(imported.size());
      for (Symbol symbol : imported) {
        info.name(LayoutBuilder.importModule(symbol))
            .name(LayoutBuilder.importName(symbol))
            .uleb(symbol.flags);
      }
      out.subsection(4, info); // WASM_DYLINK_IMPORT_INFO
    }
  }

  // Types, imports, definitions.

  WasmBuffer types() {
    WasmBuffer out = new WasmBuffer().uleb(layout.types.size());
    for (FunctionType type : layout.types.keySet()) {
      out.u8(0x60);
      values(out, type.parameters());
      values(out, type.results());
    }
    return out;
  }

  private static void values(WasmBuffer out, List<ValType> types) {
    out.uleb(types.size());
    types.forEach(type -> out.u8(type.code()));
  }

  boolean needsImports() {
    return options.memoryImport != null
        || !layout.imports.isEmpty()
        || !layout.gotImports.isEmpty();
  }

  WasmBuffer imports() {
    Options.ImportName memory = options.memoryImport;
    WasmBuffer out = new WasmBuffer();
    out.uleb((memory == null ? 0 : 1) + layout.imports.size() + layout.gotImports.size());
    if (memory != null) {
      out.name(memory.module()).name(memory.name()).u8(2);
      memoryType(out, true);
    }
    for (Symbol symbol : layout.imports) {
      out.name(LayoutBuilder.importModule(symbol)).name(LayoutBuilder.importName(symbol));
      importType(out, symbol);
    }
    for (Symbol symbol : layout.gotImports) {
      out.name(symbol.kind == SymbolKind.DATA ? "GOT.mem" : "GOT.func").name(symbol.name).u8(3);
      globalType(out, layout.pointerGlobal(true));
    }
    return out;
  }

  private void importType(WasmBuffer out, Symbol symbol) {
    switch (symbol.kind) {
      case FUNCTION -> out.u8(0).uleb(layout.typeIndex(symbol.functionType()));
      case TABLE -> {
        out.u8(1);
        tableType(out, symbol.tableType, symbol == layout.synthetics.functionTable);
      }
      case GLOBAL -> {
        out.u8(3);
        GlobalType type = symbol.globalType;
        globalType(out, type == null ? layout.pointerGlobal(false) : type);
      }
      case TAG -> out.u8(4).u8(0).uleb(layout.typeIndex(symbol.functionType()));
      case DATA, SECTION -> throw new AssertionError("BUG: import of " + symbol.kind);
    }
  }

  private static void globalType(WasmBuffer out, GlobalType type) {
    out.u8(type.type().code()).u8(type.mutable() ? 1 : 0);
  }

  private void tableType(
      WasmBuffer out, @org.jspecify.annotations.Nullable TableType type, boolean functionTable) {
    if (functionTable || type == null) {
      Long maximum = layout.tableMaximum;
      out.u8(ValType.FUNCREF.code())
          .u8((maximum == null ? 0 : HAS_MAXIMUM) | (is64 ? IS_64 : 0))
          .uleb(layout.tableMinimum);
      if (maximum != null) {
        out.uleb(maximum);
      }
      return;
    }
    Long maximum = type.limits().maximum();
    out.u8(type.element().code())
        .u8((maximum == null ? 0 : HAS_MAXIMUM) | (type.limits().is64() ? IS_64 : 0))
        .uleb(type.limits().minimum());
    if (maximum != null) {
      out.uleb(maximum);
    }
  }

  private void memoryType(WasmBuffer out, boolean imported) {
    long maximum = layout.memory.maximumPages;
    boolean hasMaximum = maximum != 0 || (imported && options.sharedMemory);
    boolean hasPageSize = options.pageSize != Options.PAGE_SIZE;
    out.u8(
        (hasMaximum ? HAS_MAXIMUM : 0)
            | (options.sharedMemory ? SHARED : 0)
            | (is64 ? IS_64 : 0)
            | (hasPageSize ? HAS_PAGE_SIZE : 0));
    out.uleb(layout.memory.initialPages);
    if (hasMaximum) {
      out.uleb(maximum);
    }
    if (hasPageSize) {
      out.uleb(Integer.numberOfTrailingZeros(options.pageSize));
    }
  }

  WasmBuffer functions() {
    WasmBuffer out = new WasmBuffer().uleb(layout.functions.size());
    layout.functions.forEach(function -> out.uleb(layout.typeIndex(function)));
    return out;
  }

  WasmBuffer tables() {
    WasmBuffer out = new WasmBuffer().uleb(layout.tables.size());
    Symbol functionTable = layout.synthetics.functionTable;
    for (InputTable table : layout.tables) {
      boolean own = functionTable != null && functionTable.table == table;
      tableType(out, table.type, own);
    }
    return out;
  }

  WasmBuffer memory() {
    WasmBuffer out = new WasmBuffer().uleb(1);
    memoryType(out, false);
    return out;
  }

  WasmBuffer tags() {
    WasmBuffer out = new WasmBuffer().uleb(layout.tags.size());
    layout.tags.forEach(tag -> out.u8(0).uleb(layout.typeIndex(tag.type)));
    return out;
  }

  // Globals.

  WasmBuffer globals() {
    WasmBuffer out = new WasmBuffer().uleb(layout.globalCount());
    for (InputGlobal global : layout.globals) {
      globalType(out, global.type);
      if (global.expression.length > 0) {
        out.bytes(global.expression);
      } else if (isTlsBaseOfLibrary(global)) {
        relativeAddress(out, memoryBase(), layout.memory.globalValues.getOrDefault(global.id, 0L));
      } else {
        address(out, layout.memory.globalValues.getOrDefault(global.id, 0L));
      }
    }
    layout.internalGot.forEach(symbol -> internalGot(out, symbol));
    for (Symbol symbol : layout.addressGlobals) {
      globalType(out, layout.pointerGlobal(false));
      address(out, layout.exportedAddress(symbol));
    }
    return out;
  }

  /// Where threads do not share memory, thread-local data is part of the module's own: `__tls_base`
  /// counts from where that is loaded. Thread-local data comes first, so that this is a constant
  /// expression in any case.
  private boolean isTlsBaseOfLibrary(InputGlobal global) {
    Symbol tlsBase = layout.synthetics.tlsBase;
    return options.pic
        && !options.sharedMemory
        && tlsBase != null
        && tlsBase.global == global
        && (layout.extendedConst || layout.memory.globalValues.getOrDefault(global.id, 0L) == 0);
  }

  private Symbol memoryBase() {
    return java.util.Objects.requireNonNull(layout.synthetics.memoryBase);
  }

  /// A constant expression that is an address.
  private void address(WasmBuffer out, long value) {
    out.u8(is64 ? I64_CONST : I32_CONST).sleb(is64 ? value : (int) value).u8(END);
  }

  private void internalGot(WasmBuffer out, Symbol symbol) {
    boolean stub = layout.isStub(symbol);
    boolean tls = options.sharedMemory && symbol.isTls();
    boolean mutable = !stub && ((options.pic && !layout.extendedConst) || tls);
    globalType(out, layout.pointerGlobal(mutable));
    boolean function = symbol.kind == SymbolKind.FUNCTION;
    long value =
        symbol.isDefinedData()
            ? layout.address(symbol)
            : function && !stub ? Math.max(0, layout.slot(symbol)) : 0;
    Symbol base = function ? layout.synthetics.tableBase : layout.synthetics.memoryBase;
    boolean relative =
        layout.extendedConst && options.pic && (function ? !stub : symbol.isDefinedData() && !tls);
    if (relative && base != null) {
      relativeAddress(out, base, value);
    } else {
      address(out, value);
    }
  }

  /// A constant expression that adds to an imported base.
  private void relativeAddress(WasmBuffer out, Symbol base, long value) {
    out.u8(GLOBAL_GET).uleb(layout.globalIndex(base));
    if (value != 0) {
      out.u8(is64 ? I64_CONST : I32_CONST).sleb(is64 ? value : (int) value);
      out.u8(is64 ? 0x7c : 0x6a);
    }
    out.u8(END);
  }

  // Exports, start, elements.

  WasmBuffer exports() {
    WasmBuffer out = new WasmBuffer().uleb(layout.exports.size());
    layout.exports.forEach(
        export -> out.name(export.name()).u8(export.kind()).uleb(export.index()));
    return out;
  }

  WasmBuffer elements() {
    Symbol table = layout.synthetics.functionTable;
    int number = table == null ? 0 : layout.tableNumber(table);
    WasmBuffer out = new WasmBuffer().uleb(1).uleb(number == 0 ? 0 : 2);
    if (number != 0) {
      out.uleb(number);
    }
    if (options.pic) {
      out.u8(GLOBAL_GET)
          .uleb(layout.globalIndex(layout.synthetics.tableBase, "__table_base"))
          .u8(END);
    } else {
      address(out, options.tableBase);
    }
    if (number != 0) {
      out.u8(0);
    }
    out.uleb(layout.elements.size());
    layout.elements.forEach(symbol -> out.uleb(layout.functionIndex(symbol)));
    return out;
  }

  /// The head of a data segment: flags, address, size.
  WasmBuffer segmentHead(OutputSegment segment) {
    WasmBuffer out = new WasmBuffer().uleb(segment.flags());
    if (!segment.passive) {
      Symbol base = layout.synthetics.memoryBase;
      if (options.pic && base != null) {
        relativeAddress(out, base, layout.extendedConst ? segment.address : 0);
      } else {
        address(out, segment.address);
      }
    }
    return out.uleb(segment.size);
  }

  // Custom sections of the linker's own.

  WasmBuffer targetFeatures() {
    Set<String> names = layout.features.names();
    WasmBuffer out = new WasmBuffer().uleb(names.size());
    names.forEach(name -> out.u8('+').name(name));
    return out;
  }

  /// What all objects say about their producers; the first version of each wins.
  @SuppressWarnings("ReferenceEquality") // Equal ones are the same list.
  WasmBuffer producers() {
    Map<String, Map<String, String>> fields = new java.util.LinkedHashMap<>();
    for (String field : new String[] {"language", "processed-by", "sdk"}) {
      fields.put(field, new java.util.LinkedHashMap<>());
    }
    List<ObjectFile.Producer> last = List.of();
    for (ObjectFile object : layout.resolution.objects()) {
      if (object.producers != last) {
        for (ObjectFile.Producer producer : object.producers) {
          Map<String, String> known = fields.get(producer.field());
          if (known != null) {
            known.putIfAbsent(producer.name(), producer.version());
          }
        }
        last = object.producers;
      }
    }
    fields.values().removeIf(Map::isEmpty);
    WasmBuffer out = new WasmBuffer();
    if (!fields.isEmpty()) {
      out.uleb(fields.size());
      fields.forEach((field, producers) -> {
        out.name(field).uleb(producers.size());
        producers.forEach((name, version) -> out.name(name).name(version));
      });
    }
    return out;
  }
}
