package graft.format;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Reads what sections are made of
/// ([spec](https://webassembly.github.io/spec/core/binary/modules.html)): vectors, types, limits,
/// constant expressions, segments. It never looks beyond its section.
final class SectionReader extends ByteReader {
  private static final int FUNCTION_TYPE = 0x60;

  /// As many as the [JavaScript API](https://webassembly.github.io/spec/js-api/#limits) allows.
  /// Keeps validation linear: a block or call costs as many steps as its type is long.
  private static final int MAX_TYPE_LENGTH = 1_000;

  /// Like that one: keeps a file from taking fifty times its size in memory.
  private static final int MAX_ENTRIES = 1_000_000;

  private static final int MAX_LOCALS = 50_000;

  /// As many bytes as a LEB128 of 32 bits may have.
  static final int MAX_U32_LENGTH = 5;

  private static final int HAS_MAXIMUM = 1;
  private static final int SHARED = 2;
  private static final int IS_64 = 4;

  private static final int HAS_PAGE_SIZE = 8;
  private static final int PAGE_SIZE_LOG2 = 16;

  private final byte[] bytes;

  /// Whether to read what {@link ModuleReader#readForeign} allows.
  private boolean foreign;

  SectionReader(String file, byte[] bytes, int offset, int end) {
    super(file, bytes, offset, end);
    this.bytes = bytes;
  }

  SectionReader(String file, byte[] bytes, int offset, int end, boolean foreign) {
    this(file, bytes, offset, end);
    this.foreign = foreign;
  }

  /// Reads the contents of a section.
  SectionReader(String file, byte[] bytes, Section section) {
    this(file, bytes, section.offset(), section.end());
  }

  @Override
  String unexpectedEnd() {
    return "unexpected end of section or function";
  }

  /// A count, and as many entries.
  <T> List<T> vector(String what, Supplier<T> entry) {
    int count = entries(what);
    List<T> entries = new ArrayList<>(Math.min(count, 1_000));
    for (int i = 0; i < count; i++) {
      entries.add(entry.get());
    }
    return List.copyOf(entries);
  }

  /// A count, and as many entries, which the action reads.
  void each(String what, Runnable action) {
    int count = entries(what);
    for (int i = 0; i < count; i++) {
      action.run();
    }
  }

  private int entries(String what) {
    int at = position();
    int count = count(what);
    if (count > MAX_ENTRIES) {
      throw malformed(
          "too many " + what + ": at most " + MAX_ENTRIES + " expected, found " + count, at);
    }
    return count;
  }

  /// A count, and as many indices, unsigned.
  int[] indices(String what) {
    int[] indices = new int[count(what)];
    for (int i = 0; i < indices.length; i++) {
      indices[i] = u32();
    }
    return indices;
  }

  /// Refuses a section that has more than its contents.
  void expectEnd() {
    if (!isAtEnd()) {
      throw malformed(
          "section size mismatch: " + (end() - position()) + " bytes are left over", position());
    }
  }

  /// A size in bytes, and a part of the section that is so long: a reader for it.
  SectionReader subsection() {
    long size = u32AsLong();
    int offset = position();
    skip(size);
    return new SectionReader(file(), bytes, offset, position());
  }

  /// A map from indices to names, as the name section has them; the first of two names counts.
  ///
  /// `Map.copyOf` would take quadratic time for indices that somebody has chosen to collide.
  Map<Integer, String> nameMap() {
    Map<Integer, String> names = new HashMap<>();
    each("names", () -> names.putIfAbsent(u32(), name()));
    return Collections.unmodifiableMap(names);
  }

  FunctionType functionType() {
    int at = position();
    int form = u8();
    if (form != FUNCTION_TYPE) {
      throw malformed(
          form >= 0x80
              ? "integer representation too long"
              : "malformed function type: form 0x"
                  + Integer.toHexString(form)
                  + UnsupportedProposals.ofForm(form),
          at);
    }
    return new FunctionType(types("parameters"), types("results"));
  }

  private List<ValType> types(String what) {
    int at = position();
    List<ValType> types = vector(what, this::valueType);
    if (types.size() > MAX_TYPE_LENGTH) {
      throw malformed(
          "too many " + what + ": at most " + MAX_TYPE_LENGTH + " expected, found " + types.size(),
          at);
    }
    return types;
  }

  TableType tableType() {
    if (!isAtEnd() && peek() == 0x40) {
      throw malformed(
          "malformed reference type: 0x40" + UnsupportedProposals.ofTableInitializer(), position());
    }
    ValType element = referenceType();
    return new TableType(
        element, limits(HAS_MAXIMUM | IS_64, "integer too large: table limits flags"));
  }

  MemoryType memoryType() {
    boolean hasPageSize = foreign && !isAtEnd() && (bytes[position()] & HAS_PAGE_SIZE) != 0;
    int allowed = HAS_MAXIMUM | SHARED | IS_64 | (hasPageSize ? HAS_PAGE_SIZE : 0);
    Limits limits = limits(allowed, "malformed limits flags:");
    int at = position();
    int log2 = hasPageSize ? u32() : PAGE_SIZE_LOG2;
    if (log2 != 0 && log2 != PAGE_SIZE_LOG2) {
      throw malformed("invalid custom page size: 2^" + Integer.toUnsignedString(log2), at);
    }
    return new MemoryType(limits, 1 << log2);
  }

  GlobalType globalType() {
    ValType type = valueType();
    int at = position();
    int mutability = u8();
    if (mutability > 1) {
      throw malformed("malformed mutability: " + mutability, at);
    }
    return new GlobalType(type, mutability == 1);
  }

  private Limits limits(int allowedFlags, String otherwise) {
    int at = position();
    int flags = u8();
    if ((flags & ~allowedFlags) != 0) {
      throw malformed(
          flags >= 0x80
              ? "integer representation too long"
              : otherwise + " 0x" + Integer.toHexString(flags),
          at);
    }
    boolean is64 = (flags & IS_64) != 0;
    long minimum = size(is64);
    @Nullable Long maximum = (flags & HAS_MAXIMUM) == 0 ? null : Long.valueOf(size(is64));
    return new Limits(minimum, maximum, (flags & SHARED) != 0, is64);
  }

  /// A size, which has up to 64 bits where memories may, but says what is wrong as if it had not.
  private long size(boolean is64) {
    int at = position();
    long size = u64();
    if (!is64 && position() - at > MAX_U32_LENGTH) {
      throw malformed("integer representation too long", at);
    }
    if (!is64 && size >>> 32 != 0) {
      throw malformed("integer too large", at);
    }
    return size;
  }

  ExternKind externKind(String where) {
    int at = position();
    int kind = u8();
    if (kind >= KINDS.length) {
      throw malformed("malformed " + where + " kind: " + kind, at);
    }
    return KINDS[kind];
  }

  private static final ExternKind[] KINDS = ExternKind.values();

  /// Goes over a constant expression.
  CodeRange expression() {
    CodeReader code = new CodeReader(file(), bytes, position(), end());
    int offset = position();
    int depth = 1;
    while (depth > 0) {
      Opcode opcode = code.next();
      depth += (opcode.opensBlock() ? 1 : 0) - (opcode.endsBlock() ? 1 : 0);
    }
    seek(code.position());
    return new CodeRange(offset, code.position());
  }

  Global global() {
    GlobalType type = globalType();
    return new Global(type, expression());
  }

  ElementSegment elementSegment() {
    int offset = position();
    int flags = u32();
    if (flags < 0 || flags > 7) {
      throw malformed("malformed elements segment kind: " + flags, offset);
    }
    boolean active = (flags & 1) == 0;
    boolean explicit = (flags & 2) != 0;
    int table = active && explicit ? u32() : 0;
    @Nullable CodeRange start = active ? expression() : null;
    boolean expressions = (flags & 4) != 0;
    ValType type = flags % 4 == 0 ? ValType.FUNCREF : expressions ? referenceType() : elementKind();
    return new ElementSegment(
        active ? SegmentMode.ACTIVE : explicit ? SegmentMode.DECLARATIVE : SegmentMode.PASSIVE,
        table,
        start,
        type,
        expressions ? null : indices("elements"),
        expressions ? vector("elements", this::expression) : null,
        offset);
  }

  private ValType elementKind() {
    int at = position();
    int kind = u8();
    if (kind != 0) {
      throw malformed("malformed element kind: " + kind, at);
    }
    return ValType.FUNCREF;
  }

  DataSegment dataSegment() {
    int at = position();
    int flags = u32();
    if (flags < 0 || flags > 2) {
      throw malformed("malformed data segment kind: " + flags, at);
    }
    int memory = flags == 2 ? u32() : 0;
    @Nullable CodeRange start = flags == 1 ? null : expression();
    long size = u32AsLong();
    int offset = position();
    skip(size);
    return new DataSegment(
        flags == 1 ? SegmentMode.PASSIVE : SegmentMode.ACTIVE, memory, start, offset, (int) size);
  }

  FunctionBody functionBody() {
    SectionReader body = subsection();
    int offset = body.position();
    int end = body.end();
    List<FunctionBody.LocalRun> locals = body.locals();
    return new FunctionBody(offset, locals, new CodeRange(body.position(), end));
  }

  private List<FunctionBody.LocalRun> locals() {
    int at = position();
    List<FunctionBody.LocalRun> runs =
        vector("locals", () -> new FunctionBody.LocalRun(u32AsLong(), valueType()));
    long count = 0;
    for (FunctionBody.LocalRun run : runs) {
      count += run.count();
    }
    if (count > MAX_LOCALS) {
      throw malformed("too many locals: at most " + MAX_LOCALS + " expected, found " + count, at);
    }
    return runs;
  }
}
