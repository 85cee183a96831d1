package graft.ld;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds what is in use: from the entry point, exports and constructors along the relocations.
final class Marker {
  private final Resolution resolution;
  private final Options options;
  private final FunctionNames names;
  private final IdSet inputs;
  private final IdSet symbols;
  private final IdSet files;
  private final Deque<Chunk> queue = new ArrayDeque<>();

  private Marker(Resolution resolution, Options options, FunctionNames names) {
    this.resolution = resolution;
    this.options = options;
    this.names = names;
    this.inputs = new IdSet(resolution.table().inputCount());
    this.symbols = new IdSet(resolution.table().symbolCount());
    this.files = new IdSet(resolution.objects().size());
  }

  /// Marks.
  ///
  /// @param names takes every function that stays, once it is found
  static Liveness mark(
      Resolution resolution, Options options, Diagnostics diagnostics, FunctionNames names) {
    Marker marker = new Marker(resolution, options, names);
    if (options.gcSections) {
      marker.markRoots();
      marker.follow();
    } else {
      marker.markAll();
    }
    marker.markCtors();
    names.end();
    if (options.printGcSections) {
      marker.print(diagnostics);
    }
    return new Liveness(marker.inputs, marker.symbols, !options.gcSections);
  }

  private void markAll() {
    inputs.addAll(resolution.table().inputCount());
    for (ObjectFile object : resolution.objects()) {
      for (InputFunction function : object.functions) {
        if (!function.discarded) {
          names.take(function);
        }
      }
    }
  }

  private void markRoots() {
    resolution.alwaysLive().forEach(this::enqueue);
    resolution.table().optionalData.forEach(this::enqueue);
    if (resolution.entry() != null) {
      enqueue(resolution.entry());
    }
    for (Symbol symbol : resolution.symbols()) {
      if (symbol.isNoStrip() || isExported(symbol)) {
        enqueue(symbol);
      }
    }
    enqueue(resolution.synthetics().callDtors);
    if (options.pic) {
      // The dynamic linker calls it.
      enqueue(resolution.synthetics().callCtors);
    }
    for (ObjectFile object : resolution.objects()) {
      if (object.eager) {
        markFile(object);
      }
    }
  }

  private boolean isExported(Symbol symbol) {
    return Exports.isExported(symbol, options, false);
  }

  /// Constructors and what is to be retained stay if anything of their file does.
  private void markFile(ObjectFile object) {
    if (files.has(object.number)) {
      return;
    }
    files.add(object.number);
    keepRetained(object);
    for (ObjectFile.InitFunction function : object.initFunctions) {
      Symbol symbol = object.symbols[function.symbol()];
      if (!symbol.isDiscarded()) {
        enqueue(symbol);
      }
    }
  }

  private void keepRetained(ObjectFile object) {
    for (InputSegment segment : object.segments) {
      if ((segment.flags & InputSegment.RETAIN) != 0 && !segment.discarded) {
        keep(segment);
      }
    }
  }

  private void keep(Chunk chunk) {
    if (!inputs.has(chunk.id)) {
      inputs.add(chunk.id);
      queue.add(chunk);
      if (chunk instanceof InputFunction function) {
        names.take(function);
      }
    }
  }

  private void enqueue(@Nullable Symbol symbol) {
    if (symbol == null) {
      return;
    }
    if (symbols.has(symbol.id)) {
      return; // What follows is done.
    }
    symbols.add(symbol.id);
    if (symbol.isDefinedHere() && symbol.file instanceof ObjectFile object) {
      markFile(object);
    }
    Input input = symbol.input();
    if (input instanceof Chunk chunk) {
      keep(chunk);
    } else if (input != null) {
      inputs.add(input.id);
    }
  }

  private void follow() {
    while (!queue.isEmpty()) {
      Chunk chunk = queue.removeLast();
      Relocations relocations = chunk.relocations;
      for (int i = chunk.firstRelocation; i < chunk.endRelocation; i++) {
        RelocationType type = relocations.type(i);
        if (type != RelocationType.TYPE_INDEX_LEB) {
          Symbol symbol = chunk.object().symbols[relocations.index(i)];
          // The address of a function that only traps is null, whoever takes it.
          if (type.value != RelocationType.Value.TABLE_INDEX || !symbol.stub) {
            enqueue(symbol);
          }
        }
      }
    }
  }

  /// Constructors are called by `__wasm_call_ctors`, of which no relocation knows.
  private void markCtors() {
    Symbol ctors = resolution.synthetics().callCtors;
    if (ctors != null && hasCtors()) {
      inputs.add(ctors.body().id);
    }
  }

  private boolean isLive(Symbol symbol) {
    Input input = symbol.input();
    return input == null ? !options.gcSections || symbols.has(symbol.id) : inputs.has(input.id);
  }

  private boolean hasCtors() {
    for (ObjectFile object : resolution.objects()) {
      for (ObjectFile.InitFunction function : object.initFunctions) {
        Symbol symbol = object.symbols[function.symbol()];
        if (!symbol.isDiscarded() && isLive(symbol)) {
          return true;
        }
      }
    }
    return false;
  }

  private void print(Diagnostics diagnostics) {
    for (ObjectFile object : resolution.objects()) {
      object.functions.forEach(chunk -> print(chunk, chunk.symbolName, diagnostics));
      object.segments.forEach(chunk -> print(chunk, chunk.name, diagnostics));
      print(object.globals, object, SymbolKind.GLOBAL, object.globalImports.size(), diagnostics);
      print(object.tags, object, SymbolKind.TAG, object.tagImports.size(), diagnostics);
      print(object.tables, object, SymbolKind.TABLE, object.tableImports.size(), diagnostics);
    }
    SymbolTable table = resolution.table();
    table.syntheticFunctions.forEach(each -> printOwn(each, each.symbolName, diagnostics));
    table.syntheticGlobals.forEach(each -> printOwn(each, each.name, diagnostics));
    table.syntheticTables.forEach(each -> printOwn(each, Options.FUNCTION_TABLE, diagnostics));
  }

  private void printOwn(Input input, String name, Diagnostics diagnostics) {
    if (!inputs.has(input.id)) {
      diagnostics.say("removing unused section <internal>:(" + name + ")");
    }
  }

  private void print(Chunk chunk, String name, Diagnostics diagnostics) {
    if (!inputs.has(chunk.id)) {
      diagnostics.say("removing unused section " + chunk.object() + ":(" + name + ")");
    }
  }

  private void print(
      List<? extends Input> defined,
      ObjectFile object,
      SymbolKind kind,
      int imported,
      Diagnostics diagnostics) {
    for (int i = 0; i < defined.size(); i++) {
      if (!inputs.has(defined.get(i).id)) {
        String name = firstName(object, kind, imported + i);
        diagnostics.say("removing unused section " + object + ":(" + name + ")");
      }
    }
  }

  private static String firstName(ObjectFile object, SymbolKind kind, int index) {
    for (ObjectSymbol symbol : object.symbolTable) {
      if (symbol.kind() == kind && symbol.index() == index) {
        return symbol.name();
      }
    }
    return "";
  }
}
