package graft.ld;

/// Computes what relocations put in their places, and puts it there.
final class Relocator {
  /// In the range lists of DWARF -1 has a meaning of its own.
  private static final long RANGE_TOMBSTONE = -2;

  private static final long TOMBSTONE = -1;

  private final Layout layout;
  private final OutputOffsets offsets;

  Relocator(Layout layout) {
    this(layout, OutputOffsets.NONE);
  }

  Relocator(Layout layout, OutputOffsets offsets) {
    this.layout = layout;
    this.offsets = offsets;
  }

  /// What debugging information says of code that did not stay; 0 for other sections.
  static long tombstone(String section) {
    if (section.equals(".debug_ranges") || section.equals(".debug_loc")) {
      return RANGE_TOMBSTONE;
    }
    return section.startsWith(".debug_") || section.startsWith("llvm.func_attr.") ? TOMBSTONE : 0;
  }

  /// The value of relocation `i` of the chunk's section.
  long value(Chunk chunk, int i, long tombstone) {
    Relocations relocations = chunk.relocations;
    RelocationType type = relocations.type(i);
    int index = relocations.index(i);
    long addend = relocations.addend(i);
    if (type.value == RelocationType.Value.TYPE_INDEX) {
      return layout.typeIndex(chunk.object(), index);
    }
    Symbol symbol = chunk.object().symbols[index];
    if (symbol.kind != SymbolKind.SECTION && !layout.isLive(symbol)) {
      return tombstone != 0 ? tombstone : addend;
    }
    return switch (type.value) {
      case TABLE_INDEX -> slot(symbol, 0);
      case RELATIVE_TABLE_INDEX -> slot(symbol, layout.options.tableBase);
      case ADDRESS -> isTls(type) ? tlsOffset(symbol, addend) : address(symbol, addend);
      case RELATIVE_ADDRESS ->
          !symbol.isDefinedData()
              ? 0
              : address(symbol, addend)
                  - layout.memory.address(
                      (InputSegment) chunk, relocations.offset(i) - (long) chunk.sectionOffset);
      case FUNCTION_INDEX -> layout.functionIndex(symbol);
      case GLOBAL_INDEX ->
          symbol.kind == SymbolKind.GLOBAL
              ? layout.globalIndex(symbol)
              : layout.gotIndex.of(symbol.id);
      case TAG_INDEX -> layout.tagIndex(symbol);
      case TABLE_NUMBER -> layout.tableNumber(symbol);
      case FUNCTION_OFFSET -> functionOffset(symbol, addend, tombstone);
      case SECTION_OFFSET -> sectionOffset(symbol, addend);
      case TYPE_INDEX -> throw new AssertionError("BUG: types have no symbol");
    };
  }

  private long slot(Symbol symbol, long base) {
    int slot = layout.slot(symbol);
    return slot == Indices.NONE ? 0 : slot - base;
  }

  private static boolean isTls(RelocationType type) {
    return type == RelocationType.MEMORY_ADDR_TLS_SLEB
        || type == RelocationType.MEMORY_ADDR_TLS_SLEB64;
  }

  /// The offset from `__tls_base`, also where threads do not share the memory.
  private long tlsOffset(Symbol symbol, long addend) {
    InputSegment segment = symbol.segment;
    return segment == null
        ? address(symbol, addend)
        : layout.memory.offsetInSegment(segment, symbol.offset) + addend;
  }

  private long address(Symbol symbol, long addend) {
    return symbol.isDefinedData() ? layout.address(symbol) + addend : 0;
  }

  private long functionOffset(Symbol symbol, long addend, long tombstone) {
    InputFunction function = symbol.function;
    if (function == null || !symbol.isDefinedHere()) {
      return tombstone != 0 ? tombstone : addend;
    }
    return offsets.of(function) + function.codeOffset + addend;
  }

  long sectionOffset(Symbol symbol, long addend) {
    InputSection section = symbol.section;
    return section == null ? addend : offsets.of(section, addend);
  }

  /// Writes the values of all relocations of a chunk whose bytes begin at `start` of `target`.
  void apply(Chunk chunk, byte[] target, int start, long tombstone) {
    Relocations relocations = chunk.relocations;
    for (int i = chunk.firstRelocation; i < chunk.endRelocation; i++) {
      int at = start + relocations.offset(i) - chunk.sectionOffset;
      write(relocations.type(i).form, target, at, value(chunk, i, tombstone));
    }
  }

  private static void write(RelocationType.Form form, byte[] target, int at, long value) {
    switch (form) {
      case ULEB32 -> Leb.writePaddedUnsigned(target, at, value & 0xffff_ffffL, form.size);
      case SLEB32 -> Leb.writePaddedSigned(target, at, Leb.extend32(value), form.size);
      case ULEB64 -> Leb.writePaddedUnsigned(target, at, value, form.size);
      case SLEB64 -> Leb.writePaddedSigned(target, at, value, form.size);
      case I32, I64 -> {
        for (int i = 0; i < form.size; i++) {
          target[at + i] = (byte) (value >>> (8 * i));
        }
      }
    }
  }

  /// The chunk with its relocated numbers as short as they get, and with its new size in front.
  byte[] compressed(InputFunction function) {
    Relocations relocations = function.relocations;
    WasmBuffer body = new WasmBuffer(function.size);
    int copied = function.offset + function.codeOffset;
    for (int i = function.firstRelocation; i < function.endRelocation; i++) {
      RelocationType.Form form = relocations.type(i).form;
      int at = function.offset + relocations.offset(i) - function.sectionOffset;
      body.bytes(function.bytes, copied, at - copied);
      long value = value(function, i, 0);
      switch (form) {
        case ULEB32 -> body.uleb(value & 0xffff_ffffL);
        case SLEB32 -> body.sleb(Leb.extend32(value));
        case ULEB64 -> body.uleb(value);
        case SLEB64 -> body.sleb(value);
        case I32, I64 ->
            throw new AssertionError("BUG: a relocation in code that is no LEB128 number");
      }
      copied = at + form.size;
    }
    body.bytes(function.bytes, copied, function.offset + function.size - copied);
    return new WasmBuffer(body.size() + 5).uleb(body.size()).bytes(body).toByteArray();
  }
}
