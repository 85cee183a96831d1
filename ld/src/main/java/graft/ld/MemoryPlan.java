package graft.ld;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Where everything lies in linear memory.
///
/// ```
/// stack | .tdata .rodata .data others .bss | heap     (stack first, as it is by default)
/// 1024: .tdata .rodata .data others .bss | stack | heap
/// ```
final class MemoryPlan {
  private static final String[] MERGED = {".text", ".data", ".bss", ".rodata"};
  private static final int STACK_ALIGNMENT = 16;
  private static final int HEAP_ALIGNMENT = 16;

  /// More bytes than that are not left empty for the sake of an alignment.
  private static final long LARGEST_GAP = 1L << 26;

  private static final long MAX_32 = 1L << 32;
  private static final long MAX_64 = 1L << 34;

  private final Resolution resolution;
  private final Liveness liveness;
  private final Options options;
  private final Diagnostics diagnostics;
  private final Synthetics synthetics;

  /// Every segment of the output.
  List<OutputSegment> segments = new ArrayList<>();

  /// Addresses of the linker's own data symbols, by symbol id.
  final Map<Integer, Long> addresses = new HashMap<>();

  /// Initial values of the linker's own globals, by input id.
  final Map<Integer, Long> globalValues = new HashMap<>();

  /// For each segment of an object, by input id.
  final ById<OutputSegment> outputSegments;

  /// Offset in the output's segment of each segment of an object, by input id.
  final Indices segmentOffsets;

  /// The strings that a segment was merged into, by input id.
  final ById<MergedStrings> merged;

  private final Map<MergedStrings, Long> mergedOffsets = new HashMap<>();

  long initialPages;
  long maximumPages;
  long staticSize;
  int alignment;

  private long pointer;

  private MemoryPlan(
      Resolution resolution, Liveness liveness, Options options, Diagnostics diagnostics) {
    this.resolution = resolution;
    this.liveness = liveness;
    this.options = options;
    this.diagnostics = diagnostics;
    this.synthetics = resolution.synthetics();
    int inputs = resolution.table().inputCount();
    this.outputSegments = new ById<>(inputs);
    this.segmentOffsets = new Indices(inputs);
    this.merged = new ById<>(inputs);
  }

  static MemoryPlan of(
      Resolution resolution, Liveness liveness, Options options, Diagnostics diagnostics) {
    MemoryPlan plan = new MemoryPlan(resolution, liveness, options, diagnostics);
    plan.createSegments();
    plan.place();
    return plan;
  }

  /// The address of a byte of an object's segment.
  long address(InputSegment segment, long offset) {
    OutputSegment output = outputSegments.get(segment.id);
    return (output == null ? 0 : output.address) + offsetInSegment(segment, offset);
  }

  /// The offset of a byte of an object's segment in the output's.
  long offsetInSegment(InputSegment segment, long offset) {
    MergedStrings strings = merged.get(segment.id);
    if (strings != null) {
      return mergedOffsets.getOrDefault(strings, 0L) + strings.offsetOf(segment, offset);
    }
    return Math.max(0, segmentOffsets.of(segment.id)) + offset;
  }

  /// The offset of a part in its segment.
  long offsetOf(OutputSegment.Part part) {
    return part instanceof OutputSegment.Whole whole
        ? segmentOffsets.of(whole.segment().id)
        : mergedOffsets.getOrDefault(part, 0L);
  }

  // Segments.

  private String outputName(InputSegment segment) {
    if (segment.isTls()) {
      return ".tdata";
    }
    String name = segment.name;
    if (options.mergeDataSegments && name.startsWith(".")) {
      for (int i = 0; i < MERGED.length; i++) {
        if (name.startsWith(MERGED[i]) && name.startsWith(".", MERGED[i].length())) {
          return MERGED[i];
        }
      }
    }
    return name;
  }

  private void createSegments() {
    Map<String, OutputSegment> byName = new HashMap<>();
    for (ObjectFile object : resolution.objects()) {
      for (InputSegment segment : object.segments) {
        if (liveness.has(segment)) {
          outputSegment(segment, byName).inputs.add(segment);
        }
      }
    }
    segments.sort((a, b) -> Integer.compare(rank(a.name), rank(b.name)));
    for (OutputSegment segment : segments) {
      fill(segment, segment.inputs);
    }
    number();
  }

  private OutputSegment outputSegment(InputSegment segment, Map<String, OutputSegment> byName) {
    String name = outputName(segment);
    if (options.relocatable && !segment.comdatName().isEmpty()) {
      return newSegment(name);
    }
    OutputSegment output = byName.get(name);
    if (output == null) {
      output = newSegment(name);
      byName.put(name, output);
    }
    return output;
  }

  private void number() {
    for (int i = 0; i < segments.size(); i++) {
      segments.get(i).number = i;
    }
  }

  private OutputSegment newSegment(String name) {
    OutputSegment segment =
        new OutputSegment(
            name, options.sharedMemory, !options.relocatable && name.startsWith(".bss"));
    segments.add(segment);
    return segment;
  }

  private static int rank(String name) {
    return name.startsWith(".tdata")
        ? 0
        : name.startsWith(".rodata")
            ? 1
            : name.startsWith(".data") ? 2 : name.startsWith(".bss") ? 4 : 3;
  }

  private void fill(OutputSegment output, List<InputSegment> inputs) {
    List<MergedStrings> strings = new ArrayList<>();
    for (InputSegment input : inputs) {
      add(input, output, strings);
    }
    for (MergedStrings each : strings) {
      each.place();
    }
    placeParts(output);
  }

  private void add(InputSegment input, OutputSegment output, List<MergedStrings> strings) {
    output.alignment = Math.max(output.alignment, input.alignment);
    outputSegments.put(input.id, output);
    if (input.isMergeable()) {
      MergedStrings target = mergedFor(output, strings, input);
      target.add(input, input.pieces);
      merged.put(input.id, target);
    } else {
      output.parts.add(new OutputSegment.Whole(input));
    }
  }

  private MergedStrings mergedFor(
      OutputSegment output, List<MergedStrings> strings, InputSegment input) {
    for (MergedStrings known : strings) {
      if (known.flags == input.flags && known.alignment() == input.alignment) {
        return known;
      }
    }
    MergedStrings made = new MergedStrings(output.name, input.alignment, input.flags, resolution);
    strings.add(made);
    output.parts.add(made);
    return made;
  }

  private void placeParts(OutputSegment output) {
    long size = 0;
    for (OutputSegment.Part part : output.parts) {
      long start = align(size, 1L << part.alignment());
      if (start - size > LARGEST_GAP) {
        diagnostics.error(
            (part instanceof OutputSegment.Whole whole ? whole.segment().file + ": " : "")
                + "alignment of segment "
                + output.name
                + " too large: it would leave "
                + (start - size)
                + " bytes of the output empty");
        return;
      }
      size = start;
      placePart(part, size);
      size += part.size();
    }
    output.size = size;
  }

  private void placePart(OutputSegment.Part part, long offset) {
    if (part instanceof OutputSegment.Whole whole) {
      segmentOffsets.put(whole.segment().id, (int) offset);
    } else if (part instanceof MergedStrings strings) {
      mergedOffsets.put(strings, offset);
    }
  }

  /// Without extended constant expressions all data of position independent output must begin at
  /// `__memory_base`: it becomes one segment. What is not written out stays as it is.
  void combine(Predicate<OutputSegment> inBinary) {
    if (segments.size() <= 1) {
      return;
    }
    OutputSegment combined = new OutputSegment(".data", options.sharedMemory, false);
    combined.address = segments.get(0).address;
    List<OutputSegment> result = new ArrayList<>();
    result.add(combined);
    for (OutputSegment segment : segments) {
      if (inBinary.test(segment)) {
        append(combined, segment);
      } else {
        result.add(segment);
      }
    }
    outputSegments.replaceAll(segment -> inBinary.test(segment) ? combined : segment);
    segments = result;
    number();
  }

  private void append(OutputSegment combined, OutputSegment segment) {
    combined.alignment = Math.max(combined.alignment, segment.alignment);
    combined.linkingFlags |= segment.linkingFlags;
    for (OutputSegment.Part part : segment.parts) {
      placePart(part, segment.address - combined.address + offsetOf(part));
      combined.parts.add(part);
    }
    combined.size = segment.address - combined.address + segment.size;
  }

  // Addresses.

  private void place() {
    if (!options.pic) {
      set(synthetics.definedTableBase, options.tableBase);
      set(synthetics.definedMemoryBase, 0);
    }
    set(synthetics.firstPageEnd, options.pageSize);
    if (options.stackFirst) {
      placeStack();
      if (options.globalBase != 0) {
        if (Long.compareUnsigned(options.globalBase, pointer) < 0) {
          diagnostics.error(
              "--global-base cannot be less than stack size when --stack-first is used");
          return;
        }
        pointer = options.globalBase;
      }
    } else {
      pointer = options.globalBase;
    }
    diagnostics.log("mem: global base = " + pointer);
    set(synthetics.globalBase, pointer);
    placeData();
    if (!options.stackFirst) {
      placeStack();
    }
    if (synthetics.heapBase != null) {
      // Allocators may expect that it is aligned.
      pointer = align(pointer, HEAP_ALIGNMENT);
      diagnostics.log("mem: heap base   = " + pointer);
      set(synthetics.heapBase, pointer);
    }
    placeMemory();
  }

  private void set(@Nullable Symbol symbol, long address) {
    if (symbol != null) {
      addresses.put(symbol.id, address);
    }
  }

  private void setGlobal(@Nullable Symbol symbol, long value) {
    if (symbol != null && symbol.global != null) {
      globalValues.put(symbol.global.id, value);
    }
  }

  private void placeStack() {
    if (options.relocatable || options.pic) {
      return;
    }
    pointer = align(pointer, STACK_ALIGNMENT);
    set(synthetics.stackLow, pointer);
    if (options.stackSize % STACK_ALIGNMENT != 0) {
      diagnostics.error("stack size must be 16-byte aligned");
    }
    diagnostics.log("mem: stack size  = " + options.stackSize);
    diagnostics.log("mem: stack base  = " + pointer);
    pointer += options.stackSize;
    setGlobal(synthetics.stackPointer, pointer);
    set(synthetics.stackHigh, pointer);
    diagnostics.log("mem: stack top   = " + pointer);
  }

  private void placeData() {
    long start = pointer;
    set(synthetics.dsoHandle, start);
    for (OutputSegment segment : segments) {
      alignment = Math.max(alignment, segment.alignment);
      pointer = align(pointer, 1L << segment.alignment);
      segment.address = pointer;
      diagnostics.log(
          "mem: "
              + pad(segment.name, 15)
              + " offset="
              + pad("" + pointer, 8)
              + " size="
              + pad("" + segment.size, 8)
              + " align="
              + segment.alignment);
      if (!options.relocatable && segment.isTls()) {
        setGlobal(synthetics.tlsSize, segment.size);
        setGlobal(synthetics.tlsAlign, 1L << segment.alignment);
        if (!options.sharedMemory) {
          setGlobal(synthetics.tlsBase, pointer);
        }
      }
      pointer += segment.size;
    }
    if (options.sharedMemory && segments.stream().anyMatch(this::startsPassive)) {
      pointer = align(pointer, 4);
      Symbol flag =
          resolution.table().addSyntheticData("__wasm_init_memory_flag", SymbolFlags.HIDDEN);
      synthetics.initMemoryFlag = flag;
      set(flag, pointer);
      diagnostics.log("mem: flag        = " + pointer);
      pointer += 4;
    }
    set(synthetics.dataEnd, pointer);
    staticSize = pointer - start;
    diagnostics.log("mem: static data = " + staticSize);
  }

  private boolean startsPassive(OutputSegment segment) {
    return segment.passive || (options.memoryImport != null && segment.bss);
  }

  private static String pad(String text, int width) {
    return text.length() >= width ? text : text + " ".repeat(width - text.length());
  }

  private void placeMemory() {
    long limit = options.isWasm64() ? MAX_64 : MAX_32;
    int page = options.pageSize;
    if (options.initialHeap != 0) {
      if (options.initialHeap % page != 0) {
        diagnostics.error("initial heap" + unaligned(page));
      }
      long largest = limit - pointer;
      if (Long.compareUnsigned(options.initialHeap, largest) > 0) {
        diagnostics.error("initial heap too large, cannot be greater than " + largest);
      }
      pointer += options.initialHeap;
    }
    if (options.initialMemory != 0) {
      if (options.initialMemory % page != 0) {
        diagnostics.error("initial memory" + unaligned(page));
      }
      if (Long.compareUnsigned(pointer, options.initialMemory) > 0) {
        diagnostics.error("initial memory too small, " + pointer + " bytes needed");
      }
      if (Long.compareUnsigned(options.initialMemory, limit) > 0) {
        diagnostics.error("initial memory too large, cannot be greater than " + limit);
      }
      pointer = options.initialMemory;
    }
    pointer = align(pointer, page);
    initialPages = pointer / page;
    diagnostics.log("mem: total pages = " + initialPages);
    if (synthetics.heapEnd != null) {
      diagnostics.log("mem: heap end    = " + pointer);
      set(synthetics.heapEnd, pointer);
    }
    maximumPages = maximum(limit) / page;
    if (maximumPages != 0) {
      diagnostics.log("mem: max pages   = " + maximumPages);
    }
  }

  /// The largest size in bytes, or 0 for none.
  private long maximum(long limit) {
    int page = options.pageSize;
    if (options.maxMemory != 0) {
      if (options.maxMemory % page != 0) {
        diagnostics.error("maximum memory" + unaligned(page));
      }
      if (Long.compareUnsigned(pointer, options.maxMemory) > 0) {
        diagnostics.error("maximum memory too small, " + pointer + " bytes needed");
      }
      if (Long.compareUnsigned(options.maxMemory, limit) > 0) {
        diagnostics.error("maximum memory too large, cannot be greater than " + limit);
      }
      return options.maxMemory;
    }
    if (options.noGrowableMemory) {
      return pointer;
    }
    return options.sharedMemory ? (options.pic ? limit : pointer) : 0;
  }

  private static String unaligned(int page) {
    return " must be aligned to the page size (" + page + " bytes)";
  }

  static long align(long value, long alignment) {
    return (value + alignment - 1) & -alignment;
  }
}
