package graft.ld;

import graft.format.ByteReader;
import graft.format.MalformedModuleException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads an object's `reloc.*` sections
/// ([Linking.md](https://github.com/WebAssembly/tool-conventions/blob/main/Linking.md#relocation-sections)),
/// and finds out which chunk each relocation lies in.
final class RelocationReader {
  private final ObjectFile object;

  /// For each section of the object, its relocations and its size in bytes.
  private Relocations[] sections = {};

  private int[] sizes = {};
  private int sectionCount;

  /// What {@link #check} found last.
  private boolean plain;

  RelocationReader(ObjectFile object) {
    this.object = object;
  }

  /// Says how many sections there are.
  void begin(int count) {
    sections = new Relocations[count];
    Arrays.fill(sections, Relocations.NONE);
    sizes = new int[count];
  }

  /// Notes a section that relocations may come for, in the order of the file.
  void addSection(int size) {
    sizes[sectionCount++] = size;
  }

  /// Reads a `reloc.*` section.
  void read(ByteReader in) {
    int at = in.position();
    long section = in.u32AsLong();
    if (section >= sectionCount) {
      throw in.malformed("invalid section index", at);
    }
    int sectionSize = sizes[(int) section];
    int count = in.count("relocations");
    Relocations all = new Relocations(count);
    int last = 0;
    for (int i = 0; i < count; i++) {
      last = readRelocation(in, all, last, sectionSize);
    }
    if (!in.isAtEnd()) {
      throw in.malformed("reloc section ended prematurely", in.position());
    }
    sections[(int) section] = all;
  }

  private static int readRelocation(ByteReader in, Relocations all, int last, int sectionSize) {
    int at = in.position();
    int code = in.u32();
    RelocationType type = RelocationType.of(code);
    if (type == null) {
      throw in.malformed("invalid relocation type: " + code, at);
    }
    long offset = in.u32AsLong();
    if (offset < last) {
      throw in.malformed("relocations not in offset order", at);
    }
    if (offset + type.form.size > sectionSize) {
      throw in.malformed("invalid relocation offset", at);
    }
    int index = in.u32();
    all.add(type, (int) offset, index, type.hasAddend ? in.s64() : 0);
    return (int) offset;
  }

  /// Gives every chunk its relocations, once all of them and all symbols are known.
  ///
  /// @param codeSection number of the code section, -1 if there is none
  /// @param dataSection the data section's
  void assign(int codeSection, int dataSection) {
    object.called = new boolean[object.symbolTable.length];
    for (int i = 0; i < sectionCount; i++) {
      Relocations all = sections[i];
      @Nullable InputSection section = object.sectionsByIndex.get(i);
      if (i != dataSection && all.has(RelocationType.MEMORY_ADDR_LOCREL_I32)) {
        throw invalid("relocation R_WASM_MEMORY_ADDR_LOCREL_I32 outside of data");
      }
      if (i == codeSection) {
        // What is rewritten in a shorter form must not be within something else that is.
        if (all.overlap()) {
          throw invalid("relocations overlap");
        }
        assign(all, object.functions, true);
      } else if (i == dataSection) {
        assign(all, object.segments, false);
      } else {
        int end = check(all, 0, Integer.MAX_VALUE, section != null);
        if (section != null) {
          section.setRelocations(all, 0, end);
        }
      }
    }
  }

  private void assign(Relocations all, List<? extends Chunk> chunks, boolean code) {
    int assigned = 0;
    for (Chunk chunk : chunks) {
      // Both are in the order of their offsets: what belongs to no chunk stays in front.
      if (assigned < all.count() && all.offset(assigned) < chunk.sectionOffset) {
        break;
      }
      int chunkEnd = chunk.sectionOffset + chunk.size;
      int end = check(all, assigned, chunkEnd, code);
      chunk.setRelocations(all, assigned, end);
      chunk.plain = plain;
      if (assigned < end && all.offset(end - 1) + all.type(end - 1).form.size > chunkEnd) {
        throw invalid("invalid relocation offset");
      }
      assigned = end;
    }
    if (assigned != all.count()) {
      throw invalid("invalid relocation offset");
    }
  }

  /// Checks the relocations from number `first` on as far as they lie before an offset, and finds
  /// out whether they need nothing but the address or index of a symbol ({@link #plain}). This is
  /// the only time that all of them are gone through before it is known which stay.
  ///
  /// @return the number of the first that lies behind
  private int check(Relocations all, int first, int endOffset, boolean code) {
    ObjectSymbol[] symbols = object.symbolTable;
    plain = true;
    int i = first;
    for (; i < all.count() && all.offset(i) < endOffset; i++) {
      RelocationType type = all.type(i);
      int index = all.index(i);
      if (type == RelocationType.TYPE_INDEX_LEB) {
        plain = false;
        if (index < 0 || index >= object.types.size()) {
          throw invalid("invalid relocation type index: " + Integer.toUnsignedString(index));
        }
        continue;
      }
      if (index < 0 || index >= symbols.length || !fits(type, symbols[index].kind())) {
        throw invalid(
            "invalid relocation index: " + type + " against " + Integer.toUnsignedString(index));
      }
      if (code && type == RelocationType.FUNCTION_INDEX_LEB) {
        object.called[index] = true;
      }
      plain &=
          type.plain
              || (type == RelocationType.GLOBAL_INDEX_LEB
                  && symbols[index].kind() == SymbolKind.GLOBAL);
    }
    return i;
  }

  private static boolean fits(RelocationType type, SymbolKind kind) {
    return switch (type.value) {
      case FUNCTION_INDEX, TABLE_INDEX, RELATIVE_TABLE_INDEX, FUNCTION_OFFSET ->
          kind == SymbolKind.FUNCTION;
      case ADDRESS, RELATIVE_ADDRESS -> kind == SymbolKind.DATA;
      case GLOBAL_INDEX ->
          kind == SymbolKind.GLOBAL || kind == SymbolKind.DATA || kind == SymbolKind.FUNCTION;
      case SECTION_OFFSET -> kind == SymbolKind.SECTION;
      case TAG_INDEX -> kind == SymbolKind.TAG;
      case TABLE_NUMBER -> kind == SymbolKind.TABLE;
      case TYPE_INDEX -> false;
    };
  }

  private MalformedModuleException invalid(String reason) {
    return new MalformedModuleException(object.toString(), reason, 0);
  }
}
