package graft.ld;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The last stage: makes the sections of the output, which {@link ModuleImage} turns into bytes.
final class ModuleWriter {
  static final int CODE = 10;
  static final int DATA = 11;

  private final Layout layout;
  private final FunctionNames names;
  private final Options options;
  private final ModuleSections make;
  private final OutputOffsets offsets;
  private final List<OutputSection> sections = new ArrayList<>();

  /// Waits for the names of functions, beside all other sections.
  private final Workers.Work naming;

  private @Nullable OutputSection nameSection;

  private ModuleWriter(Layout layout, FunctionNames names) {
    this.layout = layout;
    this.names = names;
    this.options = layout.options;
    this.make = new ModuleSections(layout);
    this.offsets = new OutputOffsets(layout.resolution.table().inputCount());
    this.naming = options.workers.begin(this::makeNames);
  }

  static ModuleImage write(Layout layout, FunctionNames names) {
    ModuleWriter writer = new ModuleWriter(layout, names);
    try {
      writer.addStandardSections();
      writer.addCode();
      writer.addData();
      writer.addCustomSections();
      return new ModuleImage(layout, writer.offsets, writer.sections);
    } finally {
      // After a mistake it is not needed; it has ended otherwise.
      writer.naming.cancel();
    }
  }

  private void makeNames() {
    if (!options.isStripped("name")) {
      nameSection = NameSectionWriter.write(layout, names);
    }
  }

  private void add(int id, boolean needed, java.util.function.Supplier<WasmBuffer> contents) {
    if (needed) {
      sections.add(OutputSection.of(id, contents.get()));
    }
  }

  private void addStandardSections() {
    if (make.needsDylink()) {
      sections.add(OutputSection.custom("dylink.0", make.dylink()));
    }
    add(1, !layout.types.isEmpty(), make::types);
    add(2, make.needsImports(), make::imports);
    add(3, !layout.functions.isEmpty(), make::functions);
    add(4, !layout.tables.isEmpty(), make::tables);
    add(5, options.memoryImport == null, make::memory);
    add(13, !layout.tags.isEmpty(), make::tags);
    add(6, layout.globalCount() > 0, make::globals);
    add(7, !layout.exports.isEmpty(), make::exports);
    Symbol start = layout.synthetics.start;
    if (start != null) {
      sections.add(OutputSection.of(8, new WasmBuffer().uleb(layout.functionIndex(start))));
    }
    add(9, !layout.elements.isEmpty(), make::elements);
    int segments = binarySegments().size();
    add(12, segments > 0 && options.sharedMemory, () -> new WasmBuffer().uleb(segments));
  }

  private List<OutputSegment> binarySegments() {
    return layout.memory.segments.stream().filter(layout::isInBinary).toList();
  }

  private void addCode() {
    if (layout.functions.isEmpty()) {
      return;
    }
    WasmBuffer head = new WasmBuffer().uleb(layout.functions.size());
    Relocator relocator = new Relocator(layout);
    byte[][] given = new byte[layout.functions.size()][];
    options.each(
        given.length,
        i -> {
          InputFunction function = layout.functions.get(i);
          if (function.file == null) {
            given[i] = layout.bodies.getOrDefault(function.id, new byte[] {2, 0, 0x0b});
          } else if (options.compressRelocations) {
            given[i] = relocator.compressed(function);
          }
        });
    List<OutputSection.Placed> placed = new ArrayList<>(given.length);
    int offset = head.size();
    for (int i = 0; i < given.length; i++) {
      InputFunction function = layout.functions.get(i);
      offsets.put(function, offset);
      placed.add(new OutputSection.Placed(offset, function, given[i]));
      offset = Math.addExact(offset, given[i] == null ? function.size : given[i].length);
    }
    sections.add(new OutputSection(CODE, "", head, placed, offset, null));
  }

  private void addData() {
    List<OutputSegment> segments = binarySegments();
    if (segments.isEmpty()) {
      return;
    }
    WasmBuffer head = new WasmBuffer().uleb(segments.size());
    List<OutputSection.Placed> placed = new ArrayList<>();
    int offset = head.size();
    for (OutputSegment segment : segments) {
      byte[] segmentHead = make.segmentHead(segment).toByteArray();
      placed.add(new OutputSection.Placed(offset, null, segmentHead));
      offset += segmentHead.length;
      for (OutputSegment.Part part : segment.parts) {
        place(part, offset + (int) layout.memory.offsetOf(part), placed);
      }
      offset = Math.addExact(offset, Math.toIntExact(segment.size));
    }
    sections.add(new OutputSection(DATA, "", head, placed, offset, null));
  }

  private void place(OutputSegment.Part part, int offset, List<OutputSection.Placed> placed) {
    if (part instanceof OutputSegment.Whole whole) {
      offsets.put(whole.segment(), offset);
      placed.add(new OutputSection.Placed(offset, whole.segment(), null));
    } else if (part instanceof MergedStrings strings) {
      placed.add(OutputSection.Placed.of(offset, strings));
    }
  }

  // Custom sections.

  private void addCustomSections() {
    Map<String, List<InputSection>> byName = customSections();
    boolean relocatable = options.relocatable || options.emitRelocs;
    Map<String, Integer> indices = new HashMap<>();
    byName.forEach((name, inputs) -> {
      indices.put(name, sections.size());
      sections.add(concatenate(name, inputs));
    });
    if (relocatable) {
      LinkingWriter linking = new LinkingWriter(layout);
      byName.keySet().forEach(linking::addSection);
      int count = sections.size();
      sections.add(OutputSection.custom("linking", linking.write(indices)));
      for (int i = 0; i < count; i++) {
        WasmBuffer relocations = linking.relocations(sections.get(i), i, offsets);
        if (relocations != null) {
          sections.add(OutputSection.custom("reloc." + relocName(sections.get(i)), relocations));
        }
      }
    }
    names.finish();
    naming.finish();
    if (nameSection != null && nameSection.size() > 0) {
      sections.add(nameSection);
    }
    addKept("producers", make.producers());
    if (!layout.features.names().isEmpty()) {
      addKept("target_features", make.targetFeatures());
    }
    addBuildId();
  }

  private static String relocName(OutputSection section) {
    return section.id() == CODE ? "CODE" : section.id() == DATA ? "DATA" : section.name();
  }

  private void addKept(String name, WasmBuffer contents) {
    if (!options.isStripped(name) && contents.size() > 0) {
      sections.add(OutputSection.custom(name, contents));
    }
  }

  /// Those that are copied, by name.
  private Map<String, List<InputSection>> customSections() {
    Map<String, List<InputSection>> byName = new LinkedHashMap<>();
    for (ObjectFile object : layout.resolution.objects()) {
      for (InputSection section : object.sections) {
        if (!section.discarded && section.size > 0 && isCopied(section.name)) {
          byName.computeIfAbsent(section.name, name -> new ArrayList<>()).add(section);
        }
      }
    }
    return byName;
  }

  private boolean isCopied(String name) {
    if ((options.stripDebug || options.stripAll) && name.startsWith(".debug_")) {
      return false; // Also with --keep-section.
    }
    return switch (name) {
      case "linking", "name", "producers", "target_features", ".llvmbc", ".llvmcmd" -> false;
      default -> !name.startsWith("reloc.");
    };
  }

  private OutputSection concatenate(String name, List<InputSection> inputs) {
    List<OutputSection.Placed> placed = new ArrayList<>();
    MergedStrings strings = null;
    List<Object> parts = new ArrayList<>();
    for (InputSection input : inputs) {
      if (input.isMergeable()) {
        if (strings == null) {
          strings = new MergedStrings(name, 0, 0, layout.resolution);
          parts.add(strings);
        }
        strings.add(input, input.pieces);
        offsets.put(input, strings);
      } else {
        parts.add(input);
      }
    }
    int offset = 0;
    for (Object part : parts) {
      if (part instanceof InputSection input) {
        offsets.put(input, offset);
        placed.add(new OutputSection.Placed(offset, input, null));
        offset += input.size;
      } else if (strings != null) {
        strings.place();
        placed.add(OutputSection.Placed.of(offset, strings));
        offset += (int) strings.size();
      }
    }
    return new OutputSection(0, name, new WasmBuffer(), placed, offset, null);
  }

  private void addBuildId() {
    int size = BuildIds.size(options);
    if (size >= 0) {
      WasmBuffer contents = new WasmBuffer().uleb(size).bytes(new byte[size]);
      sections.add(OutputSection.custom("build_id", contents));
    }
  }
}
