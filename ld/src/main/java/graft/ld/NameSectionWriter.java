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
  private WasmBuffer entries = new WasmBuffer();
  private int count;

  private NameSectionWriter(Layout layout) {
    this.layout = layout;
    this.options = layout.options;
  }

  /// The section's contents; empty if nothing has a name.
  static WasmBuffer write(Layout layout) {
    return new NameSectionWriter(layout).write();
  }

  private WasmBuffer write() {
    WasmBuffer out = new WasmBuffer();
    String module =
        options.soName.isEmpty() ? ModuleSections.fileName(options.output) : options.soName;
    subsections(out);
    WasmBuffer all = new WasmBuffer();
    if (!module.isEmpty()) {
      all.subsection(MODULE, new WasmBuffer().name(module));
    }
    return all.bytes(out);
  }

  private void subsections(WasmBuffer out) {
    functions();
    finish(out, FUNCTIONS);
    globals();
    finish(out, GLOBALS);
    segments();
    finish(out, SEGMENTS);
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

  private void functions() {
    for (Symbol symbol : layout.imports) {
      if (symbol.kind == SymbolKind.FUNCTION) {
        add(layout.functionIndex(symbol), options.show(symbol));
      }
    }
    String[] names = new String[layout.functions.size()];
    // Demangling is most of the work.
    options.range(names.length).forEach(i -> names[i] = name(layout, layout.functions.get(i)));
    for (int i = 0; i < names.length; i++) {
      InputFunction function = layout.functions.get(i);
      if (!function.symbolName.isEmpty()) {
        add(layout.functionIndex.of(function.id), names[i]);
      }
    }
  }

  /// How people call a function.
  static String name(Layout layout, InputFunction function) {
    return function.debugName.isEmpty()
        ? layout.options.show(function.symbolName)
        : function.debugName;
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
