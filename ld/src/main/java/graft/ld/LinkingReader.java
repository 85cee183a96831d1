package graft.ld;

import graft.format.ByteReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Reads the `linking` section
/// ([Linking.md](https://github.com/WebAssembly/tool-conventions/blob/main/Linking.md#linking-metadata-section)).
final class LinkingReader {
  private static final int VERSION = 2;
  private static final int SEGMENT_INFO = 5; // WASM_SEGMENT_INFO
  private static final int INIT_FUNCS = 6; // WASM_INIT_FUNCS
  private static final int COMDAT_INFO = 7; // WASM_COMDAT_INFO
  private static final int SYMBOL_TABLE = 8; // WASM_SYMBOL_TABLE
  private static final int MAX_ALIGNMENT = 31;

  private final ObjectFile object;
  private final InputPools.OfFile pools;
  private ObjectSymbol[] symbols = {};
  private List<SegmentInfo> segments = List.of();
  private final List<String> comdats = new ArrayList<>();
  private final Set<String> comdatNames = new HashSet<>();
  private final List<ComdatEntry> comdatEntries = new ArrayList<>();

  /// An entry of `WASM_SEGMENT_INFO`.
  record SegmentInfo(String name, int alignment, int flags) {}

  /// One thing that belongs to a COMDAT: kind 0 is a data segment, 1 a function, 5 a section.
  record ComdatEntry(int comdat, int kind, int index) {}

  private LinkingReader(ObjectFile object, InputPools.OfFile pools) {
    this.object = object;
    this.pools = pools;
  }

  /// Reads the section; constructors go right to the object.
  static LinkingReader read(ByteReader in, ObjectFile object, InputPools.OfFile pools) {
    LinkingReader reader = new LinkingReader(object, pools);
    checkVersion(in);
    while (!in.isAtEnd()) {
      int id = in.u8();
      long size = in.u32AsLong();
      int start = in.position();
      in.skip(size);
      int end = in.position();
      reader.readSubsection(id, new ByteReader(in.file(), object.bytes, start, end));
    }
    return reader;
  }

  private static void checkVersion(ByteReader in) {
    int at = in.position();
    int version = in.u32();
    if (version != VERSION) {
      throw in.malformed(
          "unexpected metadata version: "
              + Integer.toUnsignedString(version)
              + " (Expected: "
              + VERSION
              + ")",
          at);
    }
  }

  /// The names of the definitions that others can see, in the table's order.
  static List<String> definedNames(ByteReader in, InputPools.OfFile pools) {
    List<String> names = new ArrayList<>();
    checkVersion(in);
    while (!in.isAtEnd()) {
      int id = in.u8();
      long size = in.u32AsLong();
      int start = in.position();
      if (id == SYMBOL_TABLE) {
        int count = in.count("symbols");
        for (int i = 0; i < count; i++) {
          addDefinedName(in, pools, names);
        }
        return names;
      }
      in.seek(start);
      in.skip(size);
    }
    return names;
  }

  private static void addDefinedName(ByteReader in, InputPools.OfFile pools, List<String> names) {
    int at = in.position();
    SymbolKind kind = SymbolKind.of(in.u8());
    int flags = in.u32();
    boolean undefined = (flags & SymbolFlags.UNDEFINED) != 0;
    boolean global = (flags & SymbolFlags.BINDING) != SymbolFlags.LOCAL;
    if (kind == null) {
      throw in.malformed("invalid symbol type", at);
    }
    switch (kind) {
      case DATA -> {
        addName(in, pools, !undefined && global, names);
        if (!undefined) {
          in.u32();
          in.u64();
          in.u64();
        }
      }
      case SECTION -> in.u32();
      default -> {
        in.u32();
        if (!undefined || (flags & SymbolFlags.EXPLICIT_NAME) != 0) {
          addName(in, pools, !undefined && global, names);
        }
      }
    }
  }

  private static void addName(
      ByteReader in, InputPools.OfFile pools, boolean wanted, List<String> names) {
    if (wanted) {
      names.add(pools.name(in));
    } else {
      in.skip(in.u32AsLong());
    }
  }

  ObjectSymbol[] symbols() {
    return symbols;
  }

  List<String> comdats() {
    return comdats;
  }

  List<ComdatEntry> comdatEntries() {
    return comdatEntries;
  }

  /// What is said about data segment `index`; segments without an entry have no name.
  SegmentInfo segment(int index) {
    return index < segments.size() ? segments.get(index) : new SegmentInfo("", 0, 0);
  }

  private void readSubsection(int id, ByteReader part) {
    switch (id) {
      case SEGMENT_INFO -> {
        int count = part.count("segments");
        segments = segments.isEmpty() ? new ArrayList<>(count) : segments;
        for (int left = count; left > 0; left--) {
          segments.add(readSegment(part));
        }
      }
      case INIT_FUNCS -> {
        for (int left = part.count("init functions"); left > 0; left--) {
          object.initFunctions.add(new ObjectFile.InitFunction(part.u32(), part.u32()));
        }
      }
      case COMDAT_INFO -> {
        for (int left = part.count("comdats"); left > 0; left--) {
          readComdat(part);
        }
      }
      case SYMBOL_TABLE -> {
        int known = symbols.length;
        symbols = Arrays.copyOf(symbols, known + part.count("symbols"));
        readSymbols(part, known);
      }
      default -> part.seek(part.end());
    }
    if (!part.isAtEnd()) {
      throw part.malformed("linking sub-section ended prematurely", part.position());
    }
  }

  private SegmentInfo readSegment(ByteReader in) {
    String name = pools.name(in);
    int at = in.position();
    int alignment = in.u32();
    if (alignment < 0 || alignment > MAX_ALIGNMENT) {
      throw in.malformed("invalid alignment of data segment " + name, at);
    }
    return new SegmentInfo(name, alignment, in.u32());
  }

  private void readComdat(ByteReader in) {
    int at = in.position();
    String name = pools.name(in);
    if (name.isEmpty() || !comdatNames.add(name)) {
      throw in.malformed("bad/duplicate COMDAT name " + name, at);
    }
    int number = comdats.size();
    comdats.add(name);
    int flags = in.u32();
    if (flags != 0) {
      throw in.malformed("unsupported COMDAT flags", at);
    }
    for (int left = in.count("COMDAT entries"); left > 0; left--) {
      comdatEntries.add(new ComdatEntry(number, in.u32(), in.u32()));
    }
  }

  private void readSymbols(ByteReader in, int first) {
    for (int i = first; i < symbols.length; i++) {
      symbols[i] = readSymbol(in);
    }
  }

  private ObjectSymbol readSymbol(ByteReader in) {
    int at = in.position();
    SymbolKind kind = SymbolKind.of(in.u8());
    int flags = in.u32();
    if (kind == null) {
      throw in.malformed("invalid symbol type", at);
    }
    return switch (kind) {
      case DATA -> readData(in, flags);
      case SECTION -> readSection(in, flags);
      case FUNCTION -> readElement(in, kind, flags, object.functionImports);
      case GLOBAL -> readElement(in, kind, flags, object.globalImports);
      case TAG -> readElement(in, kind, flags, object.tagImports);
      case TABLE -> readElement(in, kind, flags, object.tableImports);
    };
  }

  private ObjectSymbol readData(ByteReader in, int flags) {
    String name = pools.name(in);
    if ((flags & SymbolFlags.UNDEFINED) != 0) {
      return new ObjectSymbol(SymbolKind.DATA, flags, name, -1, 0, 0, null, null);
    }
    return new ObjectSymbol(SymbolKind.DATA, flags, name, in.u32(), in.u64(), in.u64(), null, null);
  }

  private ObjectSymbol readElement(
      ByteReader in, SymbolKind kind, int flags, List<ObjectImport> imports) {
    int at = in.position();
    int index = in.u32();
    if ((flags & SymbolFlags.UNDEFINED) == 0) {
      return new ObjectSymbol(kind, flags, pools.name(in), index, 0, 0, null, null);
    }
    if (index < 0 || index >= imports.size()) {
      throw in.malformed("invalid " + kind.name().toLowerCase(Locale.ROOT) + " symbol index", at);
    }
    ObjectImport entry = imports.get(index);
    boolean named = (flags & SymbolFlags.EXPLICIT_NAME) != 0;
    String name = named ? pools.name(in) : entry.name();
    return new ObjectSymbol(
        kind, flags, name, index, 0, 0, entry.module(), named ? entry.name() : null);
  }

  private static ObjectSymbol readSection(ByteReader in, int flags) {
    int at = in.position();
    if ((flags & SymbolFlags.BINDING) != SymbolFlags.LOCAL
        || (flags & SymbolFlags.UNDEFINED) != 0) {
      throw in.malformed("section symbols must have local binding and be defined", at);
    }
    return new ObjectSymbol(SymbolKind.SECTION, flags, "", in.u32(), 0, 0, null, null);
  }
}
