package graft.format;

import java.util.ArrayList;
import java.util.List;

/// Reads modules in the binary format
/// ([spec](https://webassembly.github.io/spec/core/binary/modules.html)).
///
/// All sections are decoded but the code: function bodies are delimited here, and their
/// instructions are decoded and checked by {@link Validator}.
public final class ModuleReader {
  private static final int MAGIC = 0x6d736100;
  private static final int VERSION = 1;
  private static final int COMPONENT = 0x1000d;

  private static final int CUSTOM = 0;
  private static final int TYPE = 1;
  private static final int IMPORT = 2;
  private static final int FUNCTION = 3;
  private static final int TABLE = 4;
  private static final int MEMORY = 5;
  private static final int GLOBAL = 6;
  private static final int EXPORT = 7;
  private static final int START = 8;
  private static final int ELEMENT = 9;
  private static final int CODE = 10;
  private static final int DATA = 11;
  private static final int DATA_COUNT = 12;
  private static final int TAG = 13;

  /// For each section id its name and its place in the order of sections.
  private static final String[] NAMES = {
    "custom",
    "type",
    "import",
    "function",
    "table",
    "memory",
    "global",
    "export",
    "start",
    "element",
    "code",
    "data",
    "data count",
    "tag"
  };

  private static final int[] PLACES = {0, 1, 2, 3, 4, 5, 7, 8, 9, 10, 12, 13, 11, 6};

  private static final String CUT_OFF = "it is cut off, or damaged; get it or build it once more";

  private final String file;
  private final byte[] bytes;
  private final List<Section> sections = new ArrayList<>();
  private List<FunctionType> types = List.of();
  private List<Import> imports = List.of();
  private int[] functionTypeIndices = {};
  private List<TableType> tables = List.of();
  private List<MemoryType> memories = List.of();
  private int[] tags = {};
  private List<Global> globals = List.of();
  private List<Export> exports = List.of();
  private int startFunction = -1;
  private List<ElementSegment> elements = List.of();
  private int dataCount = -1;
  private List<FunctionBody> bodies = List.of();
  private List<DataSegment> data = List.of();

  private final boolean foreign;

  private ModuleReader(String file, byte[] bytes, boolean foreign) {
    this.file = file;
    this.bytes = bytes;
    this.foreign = foreign;
  }

  /// Reads a module.
  ///
  /// @param file the name that errors show
  /// @param bytes the whole file; kept, not copied: nobody may change it afterwards
  /// @throws MalformedModuleException if this is no well-formed binary
  /// @throws InvalidModuleException if it uses a type that does not exist
  public static WasmModule read(String file, byte[] bytes) {
    return read(file, bytes, false);
  }

  /// Reads a module that may also have what Graft links but does not run: tables with 64-bit
  /// indices, and memories with pages of one byte ([custom page
  /// sizes](https://github.com/WebAssembly/custom-page-sizes)).
  ///
  /// @param file the name that errors show
  /// @param bytes the whole file; kept, not copied: nobody may change it afterwards
  /// @throws MalformedModuleException if this is no well-formed binary
  /// @throws InvalidModuleException if it uses a type that does not exist
  public static WasmModule readForeign(String file, byte[] bytes) {
    return read(file, bytes, true);
  }

  private static WasmModule read(String file, byte[] bytes, boolean foreign) {
    ModuleReader reader = new ModuleReader(file, bytes, foreign);
    reader.readSections();
    reader.checkLengths();
    return reader.module();
  }

  private WasmModule module() {
    return new WasmModule(
        file,
        bytes,
        types,
        imports,
        functionTypeIndices,
        tables,
        memories,
        tags,
        globals,
        exports,
        startFunction,
        elements,
        dataCount,
        bodies,
        data,
        List.copyOf(sections),
        DylinkReader.find(file, bytes, sections),
        NameReader.find(file, bytes, sections),
        IndexSpaces.of(
            types, imports, functionTypeIndices, tables, memories, globals, tags, exports));
  }

  private void readSections() {
    ByteReader in =
        new ByteReader(file, bytes, 0, bytes.length) {
          @Override
          String unexpectedEnd() {
            return bytes.length == 0
                ? "unexpected end: the file is empty"
                : "unexpected end: " + CUT_OFF;
          }
        };
    readHeader(in);
    int place = 0;
    while (!in.isAtEnd()) {
      int headerOffset = in.position();
      int id = in.u8();
      if (id >= NAMES.length) {
        throw in.malformed("malformed section id: " + id, headerOffset);
      }
      if (id != CUSTOM && PLACES[id] <= place) {
        throw in.malformed(
            "unexpected content after last section: a " + NAMES[id] + " section out of order",
            headerOffset);
      }
      place = Math.max(place, PLACES[id]);
      readSection(in, id, headerOffset);
    }
  }

  private static void readHeader(ByteReader in) {
    if (in.fixed32() != MAGIC) {
      throw in.malformed("magic header not detected: not a WebAssembly module", 0);
    }
    int version = in.fixed32();
    if (version != VERSION) {
      throw in.malformed(
          "unknown binary version: "
              + (version == COMPONENT ? "a component, not a module" : "" + version),
          4);
    }
  }

  private void readSection(ByteReader in, int id, int headerOffset) {
    int at = in.position();
    long size = in.u32AsLong();
    int offset = in.position();
    if (size > in.end() - offset) {
      throw in.malformed(
          "length out of bounds: the "
              + NAMES[id]
              + " section wants "
              + size
              + " bytes, but the file ends after "
              + (in.end() - offset)
              + " of them: "
              + CUT_OFF,
          at);
    }
    in.skip(size);
    SectionReader section = new SectionReader(file, bytes, offset, in.position(), foreign);
    String name = id == CUSTOM ? section.name() : NAMES[id];
    sections.add(new Section(id, name, section.position(), section.end(), headerOffset));
    if (id != CUSTOM) {
      readContents(id, section);
      section.expectEnd();
    }
  }

  private void readContents(int id, SectionReader in) {
    switch (id) {
      case TYPE -> types = in.vector("types", in::functionType);
      case IMPORT -> imports = in.vector("imports", () -> readImport(in));
      case FUNCTION -> functionTypeIndices = readTypeIndices(in);
      case TABLE -> tables = in.vector("tables", in::tableType);
      case MEMORY -> memories = in.vector("memories", in::memoryType);
      case GLOBAL -> globals = in.vector("globals", in::global);
      case EXPORT -> exports = in.vector("exports", () -> readExport(in));
      case START -> startFunction = readStart(in);
      case ELEMENT -> elements = in.vector("element segments", in::elementSegment);
      case CODE -> bodies = in.vector("function bodies", in::functionBody);
      case DATA -> data = in.vector("data segments", in::dataSegment);
      case DATA_COUNT -> dataCount = readDataCount(in);
      case TAG -> tags = readTags(in);
      default -> throw new AssertionError("BUG: section " + id);
    }
  }

  private Import readImport(SectionReader in) {
    int offset = in.position();
    String module = in.name();
    String name = in.name();
    ExternKind kind = in.externKind("import");
    int typeIndex =
        switch (kind) {
          case FUNCTION -> readTypeIndex(in);
          case TAG -> readTag(in);
          default -> -1;
        };
    ExternType type =
        switch (kind) {
          case FUNCTION -> types.get(typeIndex);
          case TABLE -> in.tableType();
          case MEMORY -> in.memoryType();
          case GLOBAL -> in.globalType();
          case TAG -> new TagType(types.get(typeIndex));
        };
    return new Import(module, name, type, typeIndex, offset);
  }

  private int readTypeIndex(SectionReader in) {
    int at = in.position();
    long index = in.u32AsLong();
    if (index >= types.size()) {
      throw new InvalidModuleException(file, "unknown type " + index, -1, "", at);
    }
    return (int) index;
  }

  private int[] readTypeIndices(SectionReader in) {
    int[] indices = new int[in.count("functions")];
    for (int i = 0; i < indices.length; i++) {
      indices[i] = readTypeIndex(in);
    }
    return indices;
  }

  private int readTag(SectionReader in) {
    int at = in.position();
    int attribute = in.u8();
    if (attribute != 0) {
      throw in.malformed("malformed tag attribute: " + attribute, at);
    }
    return readTypeIndex(in);
  }

  private int[] readTags(SectionReader in) {
    int[] indices = new int[in.count("tags")];
    for (int i = 0; i < indices.length; i++) {
      indices[i] = readTag(in);
    }
    return indices;
  }

  private static Export readExport(SectionReader in) {
    int offset = in.position();
    return new Export(in.name(), in.externKind("export"), in.u32(), offset);
  }

  private int readStart(SectionReader in) {
    int at = in.position();
    int index = in.u32();
    if (index < 0) {
      throw new InvalidModuleException(
          file, "unknown function " + Integer.toUnsignedString(index), -1, "", at);
    }
    return index;
  }

  /// A count that does not fit in an `int` cannot be that of the data section.
  private static int readDataCount(SectionReader in) {
    int at = in.position();
    int count = in.u32();
    if (count < 0) {
      throw in.malformed("data count and data section have inconsistent lengths", at);
    }
    return count;
  }

  private void checkLengths() {
    if (functionTypeIndices.length != bodies.size()) {
      throw new MalformedModuleException(
          file,
          "function and code section have inconsistent lengths: "
              + functionTypeIndices.length
              + " and "
              + bodies.size(),
          offsetOf(bodies.isEmpty() ? FUNCTION : CODE));
    }
    if (dataCount >= 0 && dataCount != data.size()) {
      throw new MalformedModuleException(
          file,
          "data count and data section have inconsistent lengths: "
              + dataCount
              + " and "
              + data.size(),
          offsetOf(DATA_COUNT));
    }
  }

  private int offsetOf(int id) {
    return sections.stream()
        .filter(section -> section.id() == id)
        .mapToInt(Section::offset)
        .findFirst()
        .orElse(bytes.length);
  }
}
