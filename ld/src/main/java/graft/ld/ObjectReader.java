package graft.ld;

import graft.format.ByteReader;
import graft.format.ExternType;
import graft.format.FunctionType;
import graft.format.GlobalType;
import graft.format.Limits;
import graft.format.MalformedModuleException;
import graft.format.MemoryType;
import graft.format.TableType;
import graft.format.TagType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads relocatable objects.
final class ObjectReader {
  private static final int CUSTOM = 0;
  private static final int TYPE = 1;
  private static final int IMPORT = 2;
  private static final int FUNCTION = 3;
  private static final int TABLE = 4;
  private static final int MEMORY = 5;
  private static final int GLOBAL = 6;
  private static final int EXPORT = 7;
  private static final int CODE = 10;
  private static final int DATA = 11;
  private static final int TAG = 13;
  private static final int HEADER_SIZE = 8;
  private static final int USUAL_SECTIONS = 16;

  private static final int HAS_MAXIMUM = 1;
  private static final int SHARED = 2;
  private static final int IS_64 = 4;
  private static final int HAS_PAGE_SIZE = 8;

  private final ObjectFile object;
  private final byte[] bytes;
  private final InputPools.OfFile pools;
  private final RelocationReader relocations;
  private final List<SectionRange> ranges = new ArrayList<>(USUAL_SECTIONS);
  private final List<ObjectExport> exports = new ArrayList<>();
  private int[] functionTypes = {};
  private int codeSection = -1;
  private int dataSection = -1;
  private List<DataRange> data = List.of();
  private @Nullable LinkingReader linking;
  private boolean mergeStrings;

  private record SectionRange(int id, String name, int offset, int end) {}

  private record DataRange(int offset, int size, int sectionOffset) {}

  private record ObjectExport(String name, int kind, int index) {}

  private ObjectReader(ObjectFile object, InputPools pools, boolean mergeStrings) {
    this.object = object;
    this.pools = pools.of(object.bytes);
    this.bytes = object.bytes;
    this.relocations = new RelocationReader(object);
    this.mergeStrings = mergeStrings;
  }

  /// Reads an object.
  ///
  /// @param path the name that messages show
  /// @param archive the archive that it is a member of, or null
  /// @param bytes the whole file; kept, not copied
  /// @param pools what the objects of this link have in common
  /// @param mergeStrings whether to split what is marked as strings, so that equal ones merge
  /// @throws MalformedModuleException if this is no well-formed object
  static ObjectFile read(
      String path, @Nullable String archive, byte[] bytes, InputPools pools, boolean mergeStrings) {
    ObjectReader reader =
        new ObjectReader(new ObjectFile(path, archive, bytes), pools, mergeStrings);
    reader.readSections();
    reader.finish();
    return reader.object;
  }

  /// What must be known of an object before it joins; cheaper than reading all of it.
  static final class Summary {
    private final ObjectReader reader;

    /// Finds the sections.
    ///
    /// @throws MalformedModuleException if this is no well-formed object
    Summary(String path, @Nullable String archive, byte[] bytes, InputPools pools) {
      reader = new ObjectReader(new ObjectFile(path, archive, bytes), pools, false);
      reader.findSections();
    }

    /// Whether addresses have 64 bits.
    boolean isWasm64() {
      for (SectionRange range : reader.ranges) {
        switch (range.id) {
          case IMPORT -> {
            ByteReader in = reader.reader(range);
            for (int left = in.count("imports"); left > 0; left--) {
              reader.skipImport(in);
            }
          }
          case MEMORY -> {
            ByteReader in = reader.reader(range);
            for (int left = in.count("memories"); left > 0; left--) {
              reader.noteMemory(readLimits(in));
            }
          }
          default -> {}
        }
      }
      return reader.object.is64;
    }

    /// The names that the object defines for others, in the order of its symbol table.
    List<String> definedNames() {
      for (SectionRange range : reader.ranges) {
        if (range.id == CUSTOM && range.name.equals("linking")) {
          return LinkingReader.definedNames(reader.reader(range), reader.pools);
        }
      }
      return List.of();
    }
  }

  private void skipImport(ByteReader in) {
    in.skip(in.u32AsLong());
    in.skip(in.u32AsLong());
    int at = in.position();
    int kind = in.u8();
    switch (kind) {
      case 0 -> in.u32();
      case 1 -> readTableType(in);
      case 2 -> noteMemory(readLimits(in));
      case 3 -> {
        in.valueType();
        in.u8();
      }
      case 4 -> {
        in.u8();
        in.u32();
      }
      default -> throw in.malformed("unexpected import kind", at);
    }
  }

  private ByteReader reader(SectionRange range) {
    return new ByteReader(object.toString(), bytes, range.offset, range.end);
  }

  private void findSections() {
    ByteReader in = new ByteReader(object.toString(), bytes, 0, bytes.length);
    if (in.fixed32() != 0x6d736100) {
      throw in.malformed("not a wasm file", 0);
    }
    if (bytes.length < HEADER_SIZE) {
      throw in.malformed("missing version number", bytes.length);
    }
    int version = in.fixed32();
    if (version != 1) {
      throw in.malformed("invalid version number: " + version, 4);
    }
    in.seek(HEADER_SIZE);
    SectionOrder order = new SectionOrder();
    while (!in.isAtEnd()) {
      int id = in.u8();
      long size = in.u32AsLong();
      int offset = in.position();
      if (size == 0) {
        throw in.malformed("zero length section", offset);
      }
      if (size > bytes.length - offset) {
        throw in.malformed("section too large", offset);
      }
      in.skip(size);
      int end = in.position();
      ByteReader contents = new ByteReader(object.toString(), bytes, offset, end);
      String name = id == CUSTOM ? pools.name(contents) : "";
      order.check(id, name, contents);
      ranges.add(new SectionRange(id, name, contents.position(), end));
    }
  }

  private void readSections() {
    findSections();
    relocations.begin(ranges.size());
    object.sectionsByIndex = new ArrayList<>(ranges.size());
    for (int i = 0; i < ranges.size(); i++) {
      SectionRange range = ranges.get(i);
      relocations.addSection(range.end - range.offset);
      object.sectionsByIndex.add(null);
      if (range.id == CUSTOM) {
        readCustom(i, range);
      } else {
        readSection(i, range);
      }
    }
  }

  private void readSection(int number, SectionRange range) {
    ByteReader in = reader(range);
    switch (range.id) {
      case TYPE -> object.types = readTypes(in);
      case IMPORT -> {
        int count = in.count("imports");
        object.functionImports = new ArrayList<>(count); // Most of them are.
        for (int left = count; left > 0; left--) {
          readImport(in);
        }
      }
      case FUNCTION -> functionTypes = readFunctionTypes(in);
      case TABLE -> {
        for (int left = in.count("tables"); left > 0; left--) {
          object.tables.add(new InputTable(readTableType(in)));
        }
      }
      case MEMORY -> {
        for (int left = in.count("memories"); left > 0; left--) {
          noteMemory(readLimits(in));
        }
      }
      case TAG -> {
        for (int left = in.count("tags"); left > 0; left--) {
          object.tags.add(new InputTag(readTagType(in)));
        }
      }
      case GLOBAL -> {
        for (int left = in.count("globals"); left > 0; left--) {
          object.globals.add(readGlobal(in));
        }
      }
      case EXPORT -> {
        for (int left = in.count("exports"); left > 0; left--) {
          exports.add(readExport(in));
        }
      }
      case CODE -> {
        codeSection = number;
        readCode(in, range.offset);
      }
      case DATA -> {
        dataSection = number;
        int count = in.count("data segments");
        data = new ArrayList<>(count);
        for (int left = count; left > 0; left--) {
          readData(in, range.offset);
        }
      }
      default -> in.seek(range.end);
    }
    if (!in.isAtEnd()) {
      throw in.malformed("section too large", in.position());
    }
  }

  private List<FunctionType> readTypes(ByteReader in) {
    int count = in.count("types");
    List<FunctionType> types = new ArrayList<>(count);
    for (int left = count; left > 0; left--) {
      int at = in.position();
      if (in.u8() != 0x60) {
        throw in.malformed("invalid signature type", at);
      }
      types.add(pools.type(in));
    }
    return types;
  }

  private FunctionType type(ByteReader in) {
    return object.types.get(typeIndex(in));
  }

  private int typeIndex(ByteReader in) {
    int at = in.position();
    long index = in.u32AsLong();
    if (index >= object.types.size()) {
      throw in.malformed("invalid function type", at);
    }
    return (int) index;
  }

  private void readImport(ByteReader in) {
    String module = pools.name(in);
    String name = pools.name(in);
    int at = in.position();
    int kind = in.u8();
    ExternType type =
        switch (kind) {
          case 0 -> type(in);
          case 1 -> readTableType(in);
          case 2 -> new MemoryType(noteMemory(readLimits(in)));
          case 3 -> new GlobalType(in.valueType(), in.u8() == 1);
          case 4 -> new TagType(readTagType(in));
          default -> throw in.malformed("unexpected import kind", at);
        };
    ObjectImport entry = new ObjectImport(module, name, type);
    switch (kind) {
      case 0 -> object.functionImports.add(entry);
      case 1 -> object.tableImports.add(entry);
      case 3 -> object.globalImports.add(entry);
      case 4 -> object.tagImports.add(entry);
      default -> {}
    }
  }

  private FunctionType readTagType(ByteReader in) {
    in.u8();
    return type(in);
  }

  private static TableType readTableType(ByteReader in) {
    return new TableType(in.referenceType(), readLimits(in));
  }

  private static Limits readLimits(ByteReader in) {
    int flags = in.u32();
    boolean is64 = (flags & IS_64) != 0;
    long minimum = in.u64();
    @Nullable Long maximum = (flags & HAS_MAXIMUM) == 0 ? null : Long.valueOf(in.u64());
    if ((flags & HAS_PAGE_SIZE) != 0) {
      in.u32();
    }
    return new Limits(minimum, maximum, (flags & SHARED) != 0, is64);
  }

  private Limits noteMemory(Limits limits) {
    object.is64 |= limits.is64();
    return limits;
  }

  private int[] readFunctionTypes(ByteReader in) {
    int[] types = new int[in.count("functions")];
    for (int i = 0; i < types.length; i++) {
      types[i] = typeIndex(in);
    }
    return types;
  }

  private InputGlobal readGlobal(ByteReader in) {
    GlobalType type = new GlobalType(in.valueType(), in.u8() == 1);
    return new InputGlobal(type, readExpression(in), "");
  }

  private byte[] readExpression(ByteReader in) {
    int start = in.position();
    skipExpression(in);
    return Arrays.copyOfRange(bytes, start, in.position());
  }

  private static void skipExpression(ByteReader in) {
    while (true) {
      int at = in.position();
      int opcode = in.u8();
      switch (opcode) {
        case 0x0b -> {
          return;
        }
        case 0x41 -> in.s32();
        case 0x42 -> in.s64();
        case 0x43 -> in.skip(4);
        case 0x44 -> in.skip(8);
        case 0x23, 0xd2 -> in.u32();
        case 0xd0 -> in.u8();
        case 0x6a, 0x6b, 0x6c, 0x7c, 0x7d, 0x7e -> {}
        default -> throw in.malformed("invalid opcode in init_expr: " + opcode, at);
      }
    }
  }

  private ObjectExport readExport(ByteReader in) {
    return new ObjectExport(pools.name(in), in.u8(), in.u32());
  }

  private void readCode(ByteReader in, int sectionStart) {
    int at = in.position();
    int count = in.count("function bodies");
    if (count != functionTypes.length) {
      throw in.malformed("invalid function count", at);
    }
    int imported = object.functionImports.size();
    object.functions = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int start = in.position();
      long size = in.u32AsLong();
      int codeOffset = in.position() - start;
      in.skip(size);
      object.functions.add(
          new InputFunction(
              object,
              object.types.get(functionTypes[i]),
              functionTypes[i],
              imported + i,
              start,
              in.position() - start,
              start - sectionStart,
              codeOffset));
    }
  }

  private void readData(ByteReader in, int sectionStart) {
    int at = in.position();
    int flags = in.u32();
    if (flags < 0 || flags > 2) {
      throw in.malformed("invalid data segment flags: " + flags, at);
    }
    if (flags == 2) {
      in.u32();
    }
    if (flags != 1) {
      skipExpression(in);
    }
    long size = in.u32AsLong();
    int offset = in.position();
    in.skip(size);
    data.add(new DataRange(offset, (int) size, offset - sectionStart));
  }

  private void readCustom(int number, SectionRange range) {
    ByteReader in = reader(range);
    InputSection section =
        new InputSection(object, range.name, range.offset, range.end - range.offset);
    object.sections.add(section);
    object.sectionsByIndex.set(number, section);
    switch (range.name) {
      case "linking" -> linking = LinkingReader.read(in, object, pools);
      case "producers" -> object.producers = pools.producers(in, range.end, this::readProducers);
      case "target_features" -> object.features = pools.features(in, range.end, this::readFeatures);
      case "name" -> readNames(in);
      default -> {
        if (range.name.startsWith("reloc.")) {
          relocations.read(in);
        } else if (mergeStrings && isStrings(range.name)) {
          section.pieces = splitStrings(range.offset, section.size);
        }
      }
    }
  }

  private static boolean isStrings(String section) {
    return section.equals(".debug_str") || section.equals(".debug_line_str");
  }

  private List<ObjectFile.Producer> readProducers(ByteReader in) {
    List<ObjectFile.Producer> producers = new ArrayList<>();
    for (int fields = in.count("producers"); fields > 0; fields--) {
      String field = pools.name(in);
      for (int left = in.count("producers"); left > 0; left--) {
        producers.add(new ObjectFile.Producer(field, pools.name(in), pools.name(in)));
      }
    }
    return producers;
  }

  private List<ObjectFile.TargetFeature> readFeatures(ByteReader in) {
    List<ObjectFile.TargetFeature> features = new ArrayList<>();
    for (int left = in.count("features"); left > 0; left--) {
      features.add(new ObjectFile.TargetFeature((char) in.u8(), pools.name(in)));
    }
    return features;
  }

  /// Function names: what `ld -r` writes.
  private void readNames(ByteReader in) {
    while (!in.isAtEnd()) {
      int id = in.u8();
      long size = in.u32AsLong();
      int end = in.position() + (int) Math.min(size, in.end() - in.position());
      if (id == 1) {
        for (int left = in.count("names"); left > 0; left--) {
          if (in.position() >= end) {
            throw in.malformed("invalid function name entry", in.position());
          }
          nameFunction(in.u32(), pools.name(in));
        }
      }
      if (in.position() > end) {
        throw in.malformed("name sub-section ended prematurely", end);
      }
      in.seek(end);
    }
  }

  private void nameFunction(int index, String name) {
    int defined = index - object.functionImports.size();
    if (defined >= 0 && defined < object.functions.size()) {
      object.functions.get(defined).debugName = name;
    }
  }

  private void finish() {
    LinkingReader info = linking;
    if (info == null) {
      throw new MalformedModuleException(object.toString(), "not a relocatable wasm file", 0);
    }
    if (object.functions.size() != functionTypes.length) {
      throw new MalformedModuleException(
          object.toString(), "function and code section have inconsistent lengths", 0);
    }
    makeSegments(info);
    object.symbolTable = info.symbols();
    nameFunctions();
    assignComdats(info);
    relocations.assign(codeSection, dataSection);
    checkSymbols();
  }

  private void makeSegments(LinkingReader info) {
    object.segments = new ArrayList<>(data.size());
    for (int i = 0; i < data.size(); i++) {
      DataRange range = data.get(i);
      LinkingReader.SegmentInfo segment = info.segment(i);
      int flags = segment.flags();
      if (segment.name().startsWith(".tdata") || segment.name().startsWith(".tbss")) {
        flags |= InputSegment.TLS; // Objects of older compilers say it with the name only.
      }
      InputSegment made =
          new InputSegment(
              object,
              segment.name(),
              range.offset,
              range.size,
              range.sectionOffset,
              segment.alignment(),
              flags);
      if (mergeStrings
          && (flags & InputSegment.STRINGS) != 0
          && segment.alignment() == 0
          && range.size > 0) {
        made.pieces = splitStrings(range.offset, range.size);
      }
      object.segments.add(made);
      object.hasTls |= made.isTls();
    }
  }

  /// The offsets of the zero-terminated strings in a segment.
  private int[] splitStrings(int offset, int size) {
    int[] starts = new int[8];
    int count = 0;
    int at = 0;
    while (at < size) {
      if (count == starts.length) {
        starts = Arrays.copyOf(starts, count * 2);
      }
      starts[count++] = at;
      while (at < size && bytes[offset + at] != 0) {
        at++;
      }
      if (at == size) {
        throw new MalformedModuleException(
            object.toString(), "string is not null terminated", (long) offset + starts[count - 1]);
      }
      at++;
    }
    return Arrays.copyOf(starts, count);
  }

  private void nameFunctions() {
    int imported = object.functionImports.size();
    for (ObjectSymbol symbol : object.symbolTable) {
      if (symbol.kind() == SymbolKind.FUNCTION && !symbol.isUndefined()) {
        int defined = symbol.index() - imported;
        if (defined < 0 || defined >= object.functions.size()) {
          throw invalid("invalid function symbol index: " + symbol.name());
        }
        InputFunction function = object.functions.get(defined);
        if (function.symbolName.isEmpty()) {
          function.symbolName = symbol.name();
        }
      }
    }
    nameGlobals();
    for (ObjectExport export : exports) {
      int defined = export.index - imported;
      if (export.kind == 0 && defined >= 0 && defined < object.functions.size()) {
        object.functions.get(defined).exportName = export.name;
      }
    }
  }

  private void nameGlobals() {
    for (ObjectSymbol symbol : object.symbolTable) {
      if (symbol.kind() == SymbolKind.GLOBAL && !symbol.isUndefined()) {
        @Nullable InputGlobal global =
            element(object.globals, symbol.index() - object.globalImports.size());
        if (global != null && global.name.isEmpty()) {
          global.name = symbol.name();
        }
      }
    }
  }

  private MalformedModuleException invalid(String reason) {
    return new MalformedModuleException(object.toString(), reason, 0);
  }

  private void assignComdats(LinkingReader info) {
    object.comdats = info.comdats();
    for (LinkingReader.ComdatEntry entry : info.comdatEntries()) {
      Chunk chunk =
          switch (entry.kind()) {
            case 0 -> element(object.segments, entry.index());
            case 1 -> element(object.functions, entry.index() - object.functionImports.size());
            case 5 -> element(object.sectionsByIndex, entry.index());
            default -> throw invalid("invalid COMDAT entry type");
          };
      if (chunk == null) {
        throw invalid("COMDAT entry index out of range");
      }
      if (chunk.comdat != Chunk.NO_COMDAT) {
        throw invalid("item in two COMDATs");
      }
      chunk.comdat = entry.comdat();
    }
  }

  private static <T> @Nullable T element(List<? extends @Nullable T> list, int index) {
    return index >= 0 && index < list.size() ? list.get(index) : null;
  }

  /// What later stages take for granted: every index leads somewhere.
  private void checkSymbols() {
    for (ObjectSymbol symbol : object.symbolTable) {
      if (!symbol.isUndefined() && !isSound(symbol)) {
        throw invalid("invalid symbol: " + symbol.name());
      }
    }
    for (ObjectFile.InitFunction function : object.initFunctions) {
      int symbol = function.symbol();
      if (symbol < 0
          || symbol >= object.symbolTable.length
          || object.symbolTable[symbol].kind() != SymbolKind.FUNCTION) {
        throw invalid("invalid function symbol: " + Integer.toUnsignedString(function.symbol()));
      }
    }
  }

  private boolean isSound(ObjectSymbol symbol) {
    int index = symbol.index();
    return switch (symbol.kind()) {
      case FUNCTION -> true;
      case DATA ->
          (symbol.flags() & SymbolFlags.ABSOLUTE) != 0
              || (index >= 0
                  && index < object.segments.size()
                  && Long.compareUnsigned(symbol.offset(), object.segments.get(index).size) <= 0);
      case GLOBAL -> element(object.globals, index - object.globalImports.size()) != null;
      case TAG -> element(object.tags, index - object.tagImports.size()) != null;
      case TABLE -> element(object.tables, index - object.tableImports.size()) != null;
      case SECTION -> element(object.sectionsByIndex, index) != null;
    };
  }
}
