package graft.ld;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/// The link map: sections, what they are made of, and the symbols in it, with address in memory,
/// offset in the file and size.
final class MapFile {
  static final String[] NAMES = {
    "CUSTOM",
    "TYPE",
    "IMPORT",
    "FUNCTION",
    "TABLE",
    "MEMORY",
    "GLOBAL",
    "EXPORT",
    "START",
    "ELEM",
    "CODE",
    "DATA",
    "DATACOUNT",
    "TAG"
  };

  private final Layout layout;
  private final Options options;
  private final StringBuilder text = new StringBuilder();
  private final Map<Integer, List<Symbol>> symbols = new HashMap<>();
  private final Map<Chunk, Integer> offsets = new HashMap<>();

  /// By the bytes of merged strings.
  private final IdentityHashMap<byte[], Integer> stringOffsets = new IdentityHashMap<>();

  private final IdentityHashMap<byte[], MergedStrings> stringContents = new IdentityHashMap<>();

  private MapFile(Layout layout) {
    this.layout = layout;
    this.options = layout.options;
  }

  static String of(Layout layout, ModuleImage output) {
    MapFile map = new MapFile(layout);
    map.collectSymbols();
    map.text.append("    Addr      Off     Size Out     In      Symbol\n");
    for (int i = 0; i < output.sections().size(); i++) {
      int start = output.start(i);
      map.section(output.sections().get(i), start, output.end(i) - start);
    }
    return map.text.toString();
  }

  private void collectSymbols() {
    for (ObjectFile object : layout.resolution.objects()) {
      for (Symbol symbol : object.symbols) {
        Symbol stub = layout.stubs.get(symbol.id);
        Chunk chunk = stub == null ? symbol.chunk() : stub.chunk();
        if (symbol.file == object
            && chunk != null
            && symbol.kind != SymbolKind.SECTION
            && layout.isLive(symbol)) {
          List<Symbol> of = symbols.computeIfAbsent(chunk.id, id -> new ArrayList<>());
          if (!of.contains(symbol)) {
            of.add(symbol);
          }
        }
      }
    }
  }

  private void line(long address, long offset, long size, String indent, String name) {
    text.append(address < 0 ? "       -" : hex(address))
        .append(' ')
        .append(hex(offset))
        .append(' ')
        .append(hex(size))
        .append(' ')
        .append(indent)
        .append(name)
        .append('\n');
  }

  private static String hex(long value) {
    String digits = Long.toHexString(value);
    return " ".repeat(Math.max(0, 8 - digits.length())) + digits;
  }

  private void section(OutputSection section, int offset, int size) {
    String name = section.id() == 0 ? "CUSTOM(" + section.name() + ")" : NAMES[section.id()];
    line(-1, offset, size, "", name);
    switch (section.id()) {
      case 6 -> globals();
      case ModuleWriter.CODE -> code(section, offset);
      case ModuleWriter.DATA -> data(section, offset);
      default -> {}
    }
  }

  private void globals() {
    for (InputGlobal global : layout.globals) {
      line(layout.globalIndex.of(global.id), 0, 0, "        ", global.name);
    }
  }

  private void code(OutputSection section, int offset) {
    for (OutputSection.Placed placed : section.placed()) {
      if (placed.chunk() instanceof InputFunction function) {
        byte[] given = placed.given();
        long size = given == null ? function.size : given.length;
        long at = (long) offset + placed.offset();
        line(-1, at, size, "        ", nameOf(function));
        for (Symbol symbol : symbols.getOrDefault(function.id, List.of())) {
          long of = symbol.isDefined() ? size : 0;
          line(-1, at, of, "                ", options.show(symbol));
        }
      }
    }
  }

  private String nameOf(InputFunction function) {
    return InputFile.describe(function.file) + ":(" + function.symbolName + ")";
  }

  private void data(OutputSection section, int offset) {
    Map<Integer, Integer> heads = new HashMap<>();
    for (OutputSegment output : layout.memory.segments) {
      for (OutputSegment.Part part : output.parts) {
        if (part instanceof MergedStrings strings) {
          stringContents.put(strings.contents(), strings);
        }
      }
    }
    int segment = 0;
    for (OutputSection.Placed placed : section.placed()) {
      Chunk chunk = placed.chunk();
      if (chunk != null) {
        offsets.put(chunk, offset + placed.offset());
      } else if (placed.given() != null && !isStrings(placed)) {
        heads.put(segment++, offset + placed.offset());
      } else if (placed.given() != null) {
        stringOffsets.put(placed.given(), offset + placed.offset());
      }
    }
    for (OutputSegment output : layout.memory.segments) {
      int at = output.index < 0 ? offset : heads.getOrDefault(output.index, offset);
      line(output.address, at, output.size, "", output.name);
      output.parts.forEach(part -> part(output, part));
    }
  }

  private boolean isStrings(OutputSection.Placed placed) {
    return stringContents.containsKey(placed.given());
  }

  private void part(OutputSegment output, OutputSegment.Part part) {
    long address = output.address + layout.memory.offsetOf(part);
    switch (part) {
      case OutputSegment.Whole whole -> {
        InputSegment segment = whole.segment();
        long at = offsets.getOrDefault(segment, 0);
        line(address, at, segment.size, "        ", segment.object() + ":(" + segment.name + ")");
        for (Symbol symbol : symbols.getOrDefault(segment.id, List.of())) {
          line(
              layout.exportedAddress(symbol),
              at == 0 ? 0 : at + symbol.offset,
              symbol.size,
              "                ",
              options.show(symbol));
        }
      }
      case MergedStrings strings ->
          line(
              address,
              stringOffsets.getOrDefault(strings.contents(), 0),
              strings.size(),
              "        ",
              "<internal>:(" + strings.name + ")");
    }
  }
}
