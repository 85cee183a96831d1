package graft.ld;

/// Relocations of data that are known at run time only: code that stores the addresses.
final class DataRelocations {
  private DataRelocations() {}

  /// Whether the segment has any.
  static boolean any(Layout layout, OutputSegment segment) {
    if (!layout.options.pic && layout.importedGot.isEmpty()) {
      return false;
    }
    for (OutputSegment.Part part : segment.parts) {
      if (part instanceof OutputSegment.Whole whole && any(layout, whole.segment())) {
        return true;
      }
    }
    return false;
  }

  private static boolean any(Layout layout, InputSegment segment) {
    for (int i = segment.firstRelocation; i < segment.endRelocation; i++) {
      if (isAtRunTime(layout, segment, i)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isAtRunTime(Layout layout, InputSegment segment, int i) {
    RelocationType type = segment.relocations.type(i);
    Symbol symbol = segment.object().symbols[segment.relocations.index(i)];
    return (layout.options.pic || layout.importedGot.get(symbol.id))
        && (type.value == RelocationType.Value.ADDRESS
            || type.value == RelocationType.Value.TABLE_INDEX
            || type.value == RelocationType.Value.GLOBAL_INDEX
            || type.value == RelocationType.Value.FUNCTION_OFFSET);
  }

  /// Writes the code for all of the segment's.
  static void write(Layout layout, OutputSegment output, Code code) {
    for (OutputSegment.Part part : output.parts) {
      if (part instanceof OutputSegment.Whole whole) {
        write(layout, output, whole.segment(), code);
      }
    }
  }

  private static void write(Layout layout, OutputSegment output, InputSegment segment, Code code) {
    Relocations relocations = segment.relocations;
    boolean tls = layout.options.sharedMemory && output.isTls();
    for (int i = segment.firstRelocation; i < segment.endRelocation; i++) {
      if (isAtRunTime(layout, segment, i)) {
        long at = (long) relocations.offset(i) - segment.sectionOffset;
        long target =
            tls ? layout.memory.offsetInSegment(segment, at) : layout.memory.address(segment, at);
        code.pointer(target);
        if (layout.options.pic) {
          code.global(
                  tls
                      ? layout.globalIndex(layout.synthetics.tlsBase, "__tls_base")
                      : layout.globalIndex(layout.synthetics.memoryBase, "__memory_base"))
              .addPointer();
        }
        writeValue(layout, segment, i, code);
        code.store(relocations.type(i).is64());
      }
    }
  }

  private static void writeValue(Layout layout, InputSegment segment, int i, Code code) {
    Relocations relocations = segment.relocations;
    RelocationType type = relocations.type(i);
    Symbol symbol = segment.object().symbols[relocations.index(i)];
    if (layout.importedGot.get(symbol.id)) {
      code.global(layout.gotIndex.of(symbol.id));
      if (relocations.addend(i) != 0) {
        code.constant(relocations.addend(i), type.is64()).add(type.is64());
      }
      return;
    }
    int base =
        type.value == RelocationType.Value.TABLE_INDEX
            ? layout.globalIndex(layout.synthetics.tableBase, "__table_base")
            : symbol.isTls() && layout.options.sharedMemory
                ? layout.globalIndex(layout.synthetics.tlsBase, "__tls_base")
                : layout.globalIndex(layout.synthetics.memoryBase, "__memory_base");
    long value = new Relocator(layout).value(segment, i, 0);
    code.global(base).constant(value, type.is64()).add(type.is64());
  }
}
