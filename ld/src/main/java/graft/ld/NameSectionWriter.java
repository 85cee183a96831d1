package graft.ld;

import java.util.ArrayList;
import java.util.List;

/// Writes the name section
/// ([spec](https://webassembly.github.io/spec/core/appendix/custom.html#name-section)).
final class NameSectionWriter {
  private static final int MODULE = 0;
  private static final int FUNCTIONS = 1;
  private static final int GLOBALS = 7;
  private static final int SEGMENTS = 9;

  /// So many functions are written at a time, by whichever thread comes.
  private static final int PIECE = 512;

  private final Layout layout;
  private final Options options;
  private final FunctionNames names;
  private final WasmBuffer head = new WasmBuffer(1000);
  private final List<OutputSection.Placed> placed = new ArrayList<>();
  private int size;
  private WasmBuffer entries = new WasmBuffer();
  private int count;

  private NameSectionWriter(Layout layout, FunctionNames names) {
    this.layout = layout;
    this.names = names;
    this.options = layout.options;
  }

  /// The section; empty if nothing has a name.
  static OutputSection write(Layout layout, FunctionNames names) {
    return new NameSectionWriter(layout, names).write();
  }

  private OutputSection write() {
    names.finish();
    String module =
        options.soName.isEmpty() ? ModuleSections.fileName(options.output) : options.soName;
    if (!module.isEmpty()) {
      head.subsection(MODULE, new WasmBuffer().name(module));
    }
    functions();
    WasmBuffer tail = new WasmBuffer();
    globals();
    finish(tail, GLOBALS);
    segments();
    finish(tail, SEGMENTS);
    placed.add(new OutputSection.Placed(size, null, tail.toByteArray()));
    return new OutputSection(0, "name", head, placed, size + tail.size(), null);
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

  /// Most of the section, by the megabyte: measured here, and only written where it belongs.
  private void functions() {
    for (Symbol symbol : layout.imports) {
      if (symbol.kind == SymbolKind.FUNCTION) {
        add(layout.functionIndex(symbol), options.show(symbol));
      }
    }
    List<Piece> pieces = new ArrayList<>();
    int bytes = entries.size();
    for (int first = 0; first < layout.functions.size(); first += PIECE) {
      Piece piece = measure(first, Math.min(first + PIECE, layout.functions.size()));
      pieces.add(piece);
      bytes = Math.addExact(bytes, piece.size);
      count += piece.count;
    }
    if (count > 0) {
      head.u8(FUNCTIONS).uleb(Leb.unsignedSize(count) + bytes).uleb(count).bytes(entries);
    }
    size = head.size();
    for (Piece piece : pieces) {
      placed.add(new OutputSection.Placed(size, null, null, null, piece));
      size = Math.addExact(size, piece.size);
    }
    entries = new WasmBuffer();
    count = 0;
  }

  private Piece measure(int first, int end) {
    int bytes = 0;
    int named = 0;
    for (int i = first; i < end; i++) {
      int length = names.of(layout.functions.get(i)).length;
      if (length > 0) {
        int index = layout.importedFunctions + i;
        bytes = Math.addExact(bytes, Leb.unsignedSize(index) + Leb.unsignedSize(length) + length);
        named++;
      }
    }
    return new Piece(first, end, bytes, named);
  }

  /// The names of some functions, one after the other.
  private final class Piece implements OutputSection.Made {
    private final int first;
    private final int end;
    private final int size;
    private final int count;

    Piece(int first, int end, int size, int count) {
      this.first = first;
      this.end = end;
      this.size = size;
      this.count = count;
    }

    @Override
    public int size() {
      return size;
    }

    @Override
    public void write(byte[] target, int offset) {
      int at = offset;
      for (int i = first; i < end; i++) {
        byte[] name = names.of(layout.functions.get(i));
        if (name.length > 0) {
          at = Leb.writeUnsigned(target, at, layout.importedFunctions + i);
          at = Leb.writeUnsigned(target, at, name.length);
          System.arraycopy(name, 0, target, at, name.length);
          at += name.length;
        }
      }
    }
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
