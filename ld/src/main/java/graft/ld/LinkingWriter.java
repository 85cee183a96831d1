package graft.ld;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Writes the `linking` section of relocatable output, and the relocations
/// ([Linking.md](https://github.com/WebAssembly/tool-conventions/blob/main/Linking.md)).
final class LinkingWriter {
  private static final int VERSION = 2;
  private static final int SEGMENT_INFO = 5; // WASM_SEGMENT_INFO
  private static final int INIT_FUNCS = 6; // WASM_INIT_FUNCS
  private static final int COMDAT_INFO = 7; // WASM_COMDAT_INFO
  private static final int SYMBOL_TABLE = 8; // WASM_SYMBOL_TABLE
  private static final int COMDAT_DATA = 0;
  private static final int COMDAT_FUNCTION = 1;
  private static final int SECTION_KIND = 3;

  private final Layout layout;
  private final List<Symbol> symbols = new ArrayList<>();
  private final List<String> sectionNames = new ArrayList<>();
  private final Indices symbolIndex = new Indices();
  private final Map<String, Integer> sectionSymbols = new java.util.HashMap<>();

  LinkingWriter(Layout layout) {
    this.layout = layout;
    collect();
  }

  private void collect() {
    for (Symbol symbol : layout.resolution.symbols()) {
      if (symbol.usedInRegularObject && layout.isLive(symbol) && !symbol.isShared()) {
        add(symbol);
      }
    }
    for (ObjectFile object : layout.resolution.objects()) {
      for (Symbol symbol : object.symbols) {
        if (symbol.isLocal() && symbol.kind != SymbolKind.SECTION && layout.isLive(symbol)) {
          // One that was replaced by a function that traps is listed again, as wasm-ld has it.
          add(symbol);
        }
      }
    }
  }

  private void add(Symbol symbol) {
    symbolIndex.put(symbol.id, symbols.size());
    symbols.add(symbol);
  }

  /// A symbol for a custom section; sections come behind all others.
  void addSection(String name) {
    sectionSymbols.put(name, symbols.size() + sectionNames.size());
    sectionNames.add(name);
  }

  /// @param sectionIndices of the custom sections, by name
  WasmBuffer write(Map<String, Integer> sectionIndices) {
    WasmBuffer out = new WasmBuffer().uleb(VERSION);
    if (!symbols.isEmpty() || !sectionNames.isEmpty()) {
      out.subsection(SYMBOL_TABLE, symbolTable(sectionIndices));
    }
    List<OutputSegment> segments = layout.memory.segments;
    if (!segments.isEmpty()) {
      WasmBuffer info = new WasmBuffer().uleb(segments.size());
      for (OutputSegment segment : segments) {
        info.name(segment.name).uleb(segment.alignment).uleb(segment.linkingFlags);
      }
      out.subsection(SEGMENT_INFO, info);
    }
    if (!layout.constructors.isEmpty()) {
      WasmBuffer functions = new WasmBuffer().uleb(layout.constructors.size());
      for (Layout.Constructor constructor : layout.constructors) {
        functions
            .uleb(constructor.priority() & 0xffff_ffffL)
            .uleb(symbolIndex.of(constructor.symbol().id));
      }
      out.subsection(INIT_FUNCS, functions);
    }
    writeComdats(out);
    return out;
  }

  private WasmBuffer symbolTable(Map<String, Integer> sectionIndices) {
    WasmBuffer out = new WasmBuffer().uleb(symbols.size() + sectionNames.size());
    for (Symbol symbol : symbols) {
      out.u8(symbol.kind.code).uleb(symbol.flags);
      switch (symbol.kind) {
        case DATA -> writeData(out, symbol);
        case FUNCTION -> writeElement(out, symbol, functionIndex(symbol));
        case GLOBAL -> writeElement(out, symbol, layout.globalIndex(symbol));
        case TAG -> writeElement(out, symbol, layout.tagIndex(symbol));
        case TABLE -> writeElement(out, symbol, layout.tableNumber(symbol));
        case SECTION -> throw new AssertionError("BUG: sections come last");
      }
    }
    for (String name : sectionNames) {
      out.u8(SECTION_KIND).uleb(SymbolFlags.LOCAL).uleb(sectionIndices.getOrDefault(name, 0));
    }
    return out;
  }

  private int functionIndex(Symbol symbol) {
    return symbol.isDefinedFunction()
        ? layout.functionIndex.of(symbol.body().id)
        : layout.functionIndex(symbol);
  }

  private static void writeElement(WasmBuffer out, Symbol symbol, int index) {
    out.uleb(index);
    if (symbol.isDefined() || (symbol.flags & SymbolFlags.EXPLICIT_NAME) != 0) {
      out.name(symbol.name);
    }
  }

  private void writeData(WasmBuffer out, Symbol symbol) {
    out.name(symbol.name);
    if (!symbol.isDefinedData()) {
      return;
    }
    InputSegment segment = symbol.segment;
    if (segment != null) {
      OutputSegment output = layout.memory.outputSegments.get(segment.id);
      out.uleb(output == null ? 0 : output.number)
          .uleb(layout.memory.offsetInSegment(segment, symbol.offset));
    } else {
      out.uleb(0).uleb(layout.address(symbol));
    }
    out.uleb(symbol.size);
  }

  private record ComdatEntry(int kind, int index) {}

  private void writeComdats(WasmBuffer out) {
    Map<String, List<ComdatEntry>> comdats = new TreeMap<>();
    for (InputFunction function : layout.functions) {
      if (function.file != null && !function.comdatName().isEmpty()) {
        comdats
            .computeIfAbsent(function.comdatName(), name -> new ArrayList<>())
            .add(new ComdatEntry(COMDAT_FUNCTION, layout.functionIndex.of(function.id)));
      }
    }
    for (OutputSegment segment : layout.memory.segments) {
      String name = comdatOf(segment);
      if (!name.isEmpty()) {
        comdats
            .computeIfAbsent(name, key -> new ArrayList<>())
            .add(new ComdatEntry(COMDAT_DATA, segment.number));
      }
    }
    if (comdats.isEmpty()) {
      return;
    }
    WasmBuffer info = new WasmBuffer().uleb(comdats.size());
    comdats.forEach((name, entries) -> {
      info.name(name).uleb(0).uleb(entries.size());
      entries.forEach(entry -> info.u8(entry.kind).uleb(entry.index));
    });
    out.subsection(COMDAT_INFO, info);
  }

  private static String comdatOf(OutputSegment segment) {
    if (segment.parts.isEmpty()) {
      return "";
    }
    return switch (segment.parts.get(0)) {
      case OutputSegment.Whole whole -> whole.segment().comdatName();
      case MergedStrings strings -> strings.chunks().get(0).comdatName();
    };
  }

  /// The contents of a `reloc.` section, or null if the section needs none.
  @Nullable WasmBuffer relocations(OutputSection section, int sectionIndex, OutputOffsets offsets) {
    int count = 0;
    for (OutputSection.Placed placed : section.placed()) {
      Chunk chunk = placed.chunk();
      count += chunk == null ? 0 : countLive(chunk);
    }
    if (count == 0) {
      return null;
    }
    WasmBuffer out = new WasmBuffer(count * 8).uleb(sectionIndex).uleb(count);
    Relocator relocator = new Relocator(layout, offsets);
    for (OutputSection.Placed placed : section.placed()) {
      if (placed.chunk() != null) {
        write(out, placed.chunk(), placed.offset(), relocator);
      }
    }
    return out;
  }

  private void write(WasmBuffer out, Chunk chunk, int offset, Relocator relocator) {
    Relocations relocations = chunk.relocations;
    for (int i = chunk.firstRelocation; i < chunk.endRelocation; i++) {
      if (!isLive(chunk, i)) {
        continue;
      }
      RelocationType type = relocations.type(i);
      int index = relocations.index(i);
      out.uleb(type.code()).uleb(relocations.offset(i) - chunk.sectionOffset + offset);
      if (type == RelocationType.TYPE_INDEX_LEB) {
        out.uleb(layout.typeIndex(chunk.object().types.get(index)));
        continue;
      }
      Symbol symbol = chunk.object().symbols[index];
      out.uleb(symbolIndex(symbol) & 0xffff_ffffL);
      if (type.hasAddend) {
        out.sleb(
            type == RelocationType.SECTION_OFFSET_I32
                ? relocator.sectionOffset(symbol, relocations.addend(i))
                : relocations.addend(i));
      }
    }
  }

  private int countLive(Chunk chunk) {
    int count = 0;
    for (int i = chunk.firstRelocation; i < chunk.endRelocation; i++) {
      count += isLive(chunk, i) ? 1 : 0;
    }
    return count;
  }

  /// Debugging information refers to much that did not stay.
  private boolean isLive(Chunk chunk, int i) {
    if (chunk.relocations.type(i) == RelocationType.TYPE_INDEX_LEB) {
      return true;
    }
    return layout.isLive(chunk.object().symbols[chunk.relocations.index(i)]);
  }

  private int symbolIndex(Symbol symbol) {
    if (symbol.kind == SymbolKind.SECTION && symbol.section != null) {
      return sectionSymbols.getOrDefault(symbol.section.name, -1);
    }
    return symbolIndex.of(symbol.id);
  }
}
