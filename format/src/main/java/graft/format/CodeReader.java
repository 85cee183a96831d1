package graft.format;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decodes instructions one by one. After {@link #next()} the accessors give the immediates of that
/// instruction; they are meaningless for other kinds of instruction.
public final class CodeReader extends ByteReader {
  /// The flag in a memory access's alignment that announces a memory index.
  private static final int HAS_MEMORY_INDEX = 0x40;

  private Opcode opcode = Opcode.NOP;
  private int offset;
  private int index;
  private int index2;
  private long value;
  private long high;
  private int alignment;
  private int offsetLength;
  private int lane;
  private int[] labels = {};
  private byte[] lanes = {};
  private List<ValType> types = List.of();
  private List<CatchClause> catches = List.of();

  /// @param module whose code this is
  /// @param range which part of it
  public CodeReader(WasmModule module, CodeRange range) {
    this(module.file(), module.bytes(), range.offset(), range.end());
  }

  /// @param file the name for errors
  /// @param bytes the whole file
  /// @param offset where to begin, in bytes
  /// @param end where to stop, in bytes
  public CodeReader(String file, byte[] bytes, int offset, int end) {
    super(file, bytes, offset, end);
  }

  @Override
  String unexpectedEnd() {
    return "unexpected end of section or function";
  }

  /// Decodes the next instruction.
  public Opcode next() {
    offset = position();
    int code = u8();
    Opcode found;
    if (Opcode.isPrefix(code)) {
      long number = u32AsLong();
      found = Opcode.prefixed(code, number);
      if (found == null) {
        throw malformed(
            "illegal opcode: "
                + Integer.toHexString(code)
                + " "
                + Long.toHexString(number)
                + UnsupportedProposals.ofPrefixed(code, number),
            offset);
      }
    } else {
      found = Opcode.plain(code);
      if (found == null) {
        throw malformed(
            "illegal opcode: " + Integer.toHexString(code) + UnsupportedProposals.ofOpcode(code),
            offset);
      }
    }
    opcode = found;
    readImmediate(found.immediate());
    return found;
  }

  private void readImmediate(Immediate immediate) {
    switch (immediate) {
      case NONE -> {}
      case BLOCK -> readBlockType();
      case LABEL, FUNCTION, LOCAL, GLOBAL, TABLE, ELEMENT, DATA, TAG, MEMORY -> index = u32();
      case CALL_INDIRECT, TABLE_INIT, TABLE_COPY, MEMORY_INIT, MEMORY_COPY -> {
        index = u32();
        index2 = u32();
      }
      case LABEL_TABLE -> {
        labels = new int[count("labels")];
        for (int i = 0; i < labels.length; i++) {
          labels[i] = u32();
        }
        index = u32();
      }
      case MEMARG -> readMemoryArgument();
      case MEMARG_LANE -> {
        readMemoryArgument();
        lane = u8();
      }
      case I32 -> value = s32();
      case I64 -> value = s64();
      case F32 -> value = fixed32();
      case F64 -> value = fixed64();
      case V128 -> {
        value = fixed64();
        high = fixed64();
      }
      case SHUFFLE -> {
        lanes = new byte[16];
        for (int i = 0; i < 16; i++) {
          lanes[i] = (byte) u8();
        }
      }
      case LANE -> lane = u8();
      case REF_TYPE -> types = List.of(heapType());
      case SELECT -> {
        int count = count("types");
        List<ValType> read = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
          read.add(valueType());
        }
        types = read;
      }
      case TRY_TABLE -> {
        readBlockType();
        int count = count("catch clauses");
        List<CatchClause> read = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
          int kind = u8();
          if (kind > 3) {
            throw malformed("malformed catch clause", position() - 1L);
          }
          int tag = kind < 2 ? u32() : -1;
          read.add(new CatchClause(tag, (kind & 1) != 0, u32()));
        }
        catches = read;
      }
      case ZERO_BYTE -> {
        if (u8() != 0) {
          throw malformed("zero byte expected", position() - 1L);
        }
      }
    }
  }

  private ValType heapType() {
    int at = position();
    if (!isAtEnd() && (peek() < 0x40 || peek() >= 0x80)) {
      throw malformed(
          "malformed reference type: 0x"
              + Integer.toHexString(peek())
              + UnsupportedProposals.ofTypeIndex(),
          at);
    }
    return referenceType();
  }

  private void readBlockType() {
    int at = position();
    long type = s33();
    types = List.of();
    index = -1;
    if (type >= 0) {
      index = (int) type;
    } else if (type != -64) {
      ValType single = type >= -64 ? ValType.of((int) type & 0x7f) : null;
      if (single == null) {
        throw malformed("malformed block type" + (type >= -64 ? ": " + unknownType(at) : ""), at);
      }
      types = List.of(single);
    }
  }

  private void readMemoryArgument() {
    int at = position();
    int flags = u32();
    index = 0;
    if (flags < 0 || flags >= 2 * HAS_MEMORY_INDEX) {
      throw malformed("malformed memop flags", at);
    }
    if ((flags & HAS_MEMORY_INDEX) != 0) {
      index = u32();
    }
    alignment = flags & ~HAS_MEMORY_INDEX;
    int offsetAt = position();
    value = u64();
    offsetLength = position() - offsetAt;
  }

  /// The instruction that was decoded last.
  public Opcode opcode() {
    return opcode;
  }

  /// Where that instruction begins in the file, in bytes.
  public int offset() {
    return offset;
  }

  /// The only or first index: function, local, global, label, type (for blocks, -1 if there is
  /// none; for call_indirect), memory (for memory accesses), segment, destination, or the default
  /// of a br_table.
  public int index() {
    return index;
  }

  /// The second index: the table of call_indirect and table.init, the source of a copy, the memory
  /// of memory.init.
  public int index2() {
    return index2;
  }

  /// A constant (floats by their bits), the low half of a vector, or the unsigned offset of a
  /// memory access.
  public long value() {
    return value;
  }

  /// The high half of a constant vector.
  public long high() {
    return high;
  }

  /// The alignment of a memory access, as a power of two.
  public int alignment() {
    return alignment;
  }

  /// How many bytes the offset of a memory access takes in the code.
  int offsetLength() {
    return offsetLength;
  }

  /// A lane index.
  public int lane() {
    return lane;
  }

  /// The label indices of br_table, without the default.
  public int[] labels() {
    return labels;
  }

  /// The sixteen lane indices of a shuffle.
  public byte[] lanes() {
    return lanes;
  }

  /// The result type of a block without type index, the types of a select, or the type of ref.null.
  public List<ValType> types() {
    return types;
  }

  /// The catch clauses of try_table.
  public List<CatchClause> catches() {
    return catches;
  }

  /// The type of a block instruction, given the types of the module.
  public @Nullable FunctionType blockType(List<FunctionType> moduleTypes) {
    if (index < 0) {
      return types.isEmpty() ? EMPTY : new FunctionType(List.of(), types);
    }
    return index < moduleTypes.size() ? moduleTypes.get(index) : null;
  }

  private static final FunctionType EMPTY = new FunctionType(List.of(), List.of());

  /// One catch clause of try_table.
  ///
  /// @param tag which exceptions it takes, or -1 for all
  /// @param withReference whether it passes the exception itself, too
  /// @param label where it goes
  public record CatchClause(int tag, boolean withReference, int label) {}
}
