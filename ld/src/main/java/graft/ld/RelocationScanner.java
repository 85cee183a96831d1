package graft.ld;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Goes through the relocations of all that stays, and finds what they need: types, slots in the
/// function table, entries of the global offset table. Reports what they cannot have.
final class RelocationScanner {
  private final Layout layout;
  private final Options options;
  private final Diagnostics diagnostics;

  RelocationScanner(Layout layout, Diagnostics diagnostics) {
    this.layout = layout;
    this.options = layout.options;
    this.diagnostics = diagnostics;
  }

  void scan() {
    for (ObjectFile object : layout.resolution.objects()) {
      boolean settled = isSettled(object);
      scan(object.functions, settled);
      scan(object.segments, settled);
      if (!options.gcSections) {
        scan(object.sections, false);
      }
    }
  }

  /// Whether plain relocations of the object's need nothing: everything that it refers to has a
  /// place in this module.
  private boolean isSettled(ObjectFile object) {
    if (options.pic || options.compressRelocations) {
      return false;
    }
    for (Symbol symbol : object.symbols) {
      if (!symbol.isDefinedHere()) {
        return false;
      }
    }
    return true;
  }

  private void scan(List<? extends Chunk> chunks, boolean settled) {
    for (Chunk chunk : chunks) {
      if (!(settled && chunk.plain) && layout.isLive(chunk)) {
        scan(chunk);
      }
    }
  }

  private void scan(Chunk chunk) {
    Relocations relocations = chunk.relocations;
    for (int i = chunk.firstRelocation; i < chunk.endRelocation; i++) {
      RelocationType type = relocations.type(i);
      int index = relocations.index(i);
      if (options.compressRelocations && chunk instanceof InputFunction && !type.form.isLeb()) {
        diagnostics.error("relocation compression not supported for " + type);
      }
      if (type == RelocationType.TYPE_INDEX_LEB) {
        layout.addType(chunk.object(), index);
      } else {
        scan(chunk.object(), type, chunk.object().symbols[index]);
      }
    }
  }

  private void scan(ObjectFile file, RelocationType type, Symbol symbol) {
    switch (type.value) {
      case TABLE_INDEX, RELATIVE_TABLE_INDEX -> {
        if (!needsGot(symbol)) {
          addElement(symbol);
        }
      }
      case GLOBAL_INDEX -> {
        if (symbol.kind != SymbolKind.GLOBAL) {
          addGot(symbol);
        }
      }
      default -> {}
    }
    checkTls(file, type, symbol);
    checkRelative(file, type, symbol);
    if (options.pic
        || symbol.isShared()
        || (symbol.isUndefined() && options.importsDynamically())) {
      checkPosition(file, type, symbol);
    }
    if (symbol.isUndefined() && !options.relocatable && !symbol.isWeak()) {
      reportUndefined(file, symbol);
    }
  }

  private void checkTls(ObjectFile file, RelocationType type, Symbol symbol) {
    if (type != RelocationType.MEMORY_ADDR_TLS_SLEB
        && type != RelocationType.MEMORY_ADDR_TLS_SLEB64) {
      return;
    }
    if (!symbol.isDefined()) {
      error(file, type, "cannot be used against an undefined symbol `", symbol, "`");
    } else if (options.sharedMemory && symbol.segment != null && !symbol.segment.isTls()) {
      OutputSegment output = layout.memory.outputSegments.get(symbol.segment.id);
      error(
          file,
          type,
          "cannot be used against `",
          symbol,
          "` in non-TLS section: " + (output == null ? symbol.segment.name : output.name));
    }
  }

  private void checkRelative(ObjectFile file, RelocationType type, Symbol symbol) {
    switch (type) {
      case TABLE_INDEX_REL_SLEB,
          TABLE_INDEX_REL_SLEB64,
          MEMORY_ADDR_REL_SLEB,
          MEMORY_ADDR_REL_SLEB64 -> {
        if (!options.relocatable && !symbol.isDefined()) {
          error(file, type, "is not supported against an undefined symbol `", symbol, "`");
        }
      }
      default -> {}
    }
  }

  /// Code that is loaded anywhere cannot hold absolute addresses.
  private void checkPosition(ObjectFile file, RelocationType type, Symbol symbol) {
    switch (type) {
      case TABLE_INDEX_SLEB,
          TABLE_INDEX_SLEB64,
          MEMORY_ADDR_SLEB,
          MEMORY_ADDR_LEB,
          MEMORY_ADDR_SLEB64,
          MEMORY_ADDR_LEB64 ->
          error(file, type, "cannot be used against symbol `", symbol, "`; recompile with -fPIC");
      case TABLE_INDEX_I32, TABLE_INDEX_I64, MEMORY_ADDR_I32, MEMORY_ADDR_I64 -> {
        // Data: becomes code that stores the address at run time.
        if (needsGot(symbol)) {
          addGot(symbol);
        }
      }
      case MEMORY_ADDR_LOCREL_I32 -> {
        // The distance to what is elsewhere is known at run time, and no code computes it.
        if (!symbol.isDefinedHere()) {
          diagnostics.error("invalid runtime relocation type in data section: " + type);
        }
      }
      default -> {}
    }
  }

  private void error(
      ObjectFile file, RelocationType type, String before, Symbol symbol, String after) {
    diagnostics.error(file + ": relocation " + type + " " + before + options.show(symbol) + after);
  }

  private void reportUndefined(ObjectFile file, Symbol symbol) {
    if (isAllowed(symbol)) {
      return;
    }
    switch (options.unresolved) {
      case REPORT_ERROR -> diagnostics.error(file + ": undefined symbol: " + options.show(symbol));
      case WARN -> diagnostics.warn(file + ": undefined symbol: " + options.show(symbol));
      case IMPORT_DYNAMIC -> reportImport(file, symbol);
      case IGNORE -> {}
    }
    if (symbol.isUndefinedFunction()
        && !layout.stubs.containsKey(symbol.id)
        && !options.importsDynamically()
        && !options.importUndefined
        && symbol.signature != null) {
      Symbol stub = layout.resolution.table().variants.undefinedStub(symbol.signature);
      layout.keep(stub);
      layout.stubs.put(symbol.id, stub);
    }
  }

  private void reportImport(ObjectFile file, Symbol symbol) {
    String message = file + ": undefined symbol: " + options.show(symbol);
    switch (options.importReport) {
      case ERROR -> diagnostics.error(message);
      case WARN -> diagnostics.warn(message);
      case NONE -> {}
    }
  }

  private boolean isAllowed(Symbol symbol) {
    return symbol.isImported()
        || (symbol.isUndefinedFunction() && options.importUndefined)
        || options.allowUndefined.contains(symbol.name);
  }

  /// Whether the symbol's address is known to the dynamic linker only.
  private boolean needsGot(Symbol symbol) {
    if (symbol.isShared()) {
      return true;
    }
    if (!options.pic && !options.importsDynamically()) {
      return false;
    }
    if (symbol.isHidden() || symbol.isLocal()) {
      return false;
    }
    return !(symbol.isDefined() && (!options.shared || options.bsymbolic))
        && (options.pic || !symbol.isDefined());
  }

  private void addGot(Symbol symbol) {
    if (needsGot(symbol)) {
      if (!layout.gotIndex.has(symbol.id)) {
        layout.gotIndex.put(symbol.id, layout.importedGlobals++);
        layout.gotImports.add(symbol);
        layout.importedGot.set(symbol.id);
        // The dynamic linker fills the entry from an export, be it this module's own.
        layout.forcedExports.add(symbol.id);
      }
    } else if (!layout.gotIndex.has(symbol.id)) {
      layout.gotIndex.put(symbol.id, Integer.MAX_VALUE); // Known once globals are numbered.
      if (symbol.kind == SymbolKind.FUNCTION) {
        addElement(symbol);
      }
      layout.internalGot.add(symbol);
    }
  }

  /// Gives the function a slot in the table.
  private void addElement(Symbol symbol) {
    if (layout.slot(symbol) != Indices.NONE || layout.isStub(symbol)) {
      return;
    }
    int slot = (int) options.tableBase + layout.elements.size();
    @Nullable InputFunction function = symbol.isDefinedHere() ? symbol.function : null;
    if (function != null) {
      layout.functionSlot.put(function.id, slot);
    } else {
      layout.importSlot.put(symbol.id, slot);
    }
    layout.elements.add(symbol);
  }
}
