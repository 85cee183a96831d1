package graft.ld;

import java.util.List;

/// Writes the name section
/// ([spec](https://webassembly.github.io/spec/core/appendix/custom.html#name-section)).
final class NameSectionWriter {
  private static final int MODULE = 0;
  private static final int FUNCTIONS = 1;
  private static final int GLOBALS = 7;
  private static final int SEGMENTS = 9;

  private final Layout layout;
  private final Options options;
  private final FunctionNames names;
  private WasmBuffer entries = new WasmBuffer();
  private int count;
  private int functionsCount;
  private int functionsSize;

  private NameSectionWriter(Layout layout, FunctionNames names) {
    this.layout = layout;
    this.names = names;
    this.options = layout.options;
  }

  /// The section's contents; empty if nothing has a name.
  static WasmBuffer write(Layout layout, FunctionNames names) {
    return new NameSectionWriter(layout, names).write();
  }

  private WasmBuffer write() {
    names.finish();
    String module =
        options.soName.isEmpty() ? ModuleSections.fileName(options.output) : options.soName;
    // Most of it are functions, by the megabyte: there is room for them, and they are written once.
    measureFunctions();
    WasmBuffer out = new WasmBuffer(functionsSize + 1000);
    if (!module.isEmpty()) {
      out.subsection(MODULE, new WasmBuffer().name(module));
    }
    functions(out);
    globals();
    finish(out, GLOBALS);
    segments();
    finish(out, SEGMENTS);
    return out;
  }

  private void add(int index, String name) {
    entries.uleb(index).name(name);
    count++;
  }

  private void finish(WasmBuffer out, int id) {
    if (count > 0) {
      out.subsection(id, new WasmBuffer(entries.size() + 5).uleb(count).bytes(entries));
    }
    entries = new WasmBuffer();
    count = 0;
  }

  private void measureFunctions() {
    int index = layout.importedFunctions;
    for (InputFunction function : layout.functions) {
      int length = names.of(function).length;
      if (length > 0) {
        functionsSize =
            Math.addExact(
                functionsSize, Leb.unsignedSize(index) + Leb.unsignedSize(length) + length);
        functionsCount++;
      }
      index++;
    }
  }

  private void functions(WasmBuffer out) {
    for (Symbol symbol : layout.imports) {
      if (symbol.kind == SymbolKind.FUNCTION) {
        add(layout.functionIndex(symbol), options.show(symbol));
      }
    }
    int all = count + functionsCount;
    if (all > 0) {
      int size = Math.addExact(entries.size(), functionsSize);
      out.u8(FUNCTIONS).uleb(Leb.unsignedSize(all) + size).uleb(all).bytes(entries);
      int index = layout.importedFunctions;
      for (InputFunction function : layout.functions) {
        byte[] name = names.of(function);
        if (name.length > 0) {
          out.uleb(index).uleb(name.length).bytes(name);
        }
        index++;
      }
    }
    entries = new WasmBuffer();
    count = 0;
  }

  private void globals() {
    for (Symbol symbol : layout.imports) {
      if (symbol.kind == SymbolKind.GLOBAL) {
        add(layout.globalIndex(symbol), options.show(symbol));
      }
    }
    for (Symbol symbol : layout.gotImports) {
      add(layout.gotIndex.of(symbol.id), options.show(symbol));
    }
    for (InputGlobal global : layout.globals) {
      if (!global.name.isEmpty()) {
        add(layout.globalIndex.of(global.id), options.show(global.name));
      }
    }
    for (Symbol symbol : layout.internalGot) {
      String prefix =
          symbol.kind == SymbolKind.FUNCTION ? "GOT.func.internal." : "GOT.data.internal.";
      add(layout.gotIndex.of(symbol.id), prefix + options.show(symbol));
    }
  }

  private void segments() {
    List<OutputSegment> segments = layout.memory.segments;
    for (OutputSegment segment : segments) {
      if (!segment.name.isEmpty() && layout.isInBinary(segment)) {
        add(segment.number, segment.name);
      }
    }
  }
}
