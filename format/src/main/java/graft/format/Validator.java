package graft.format;

import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Decides whether a module is valid
/// ([spec](https://webassembly.github.io/spec/core/valid/modules.html)): WebAssembly 2.0, legacy
/// and new exceptions, tail calls, extended constant expressions, several memories, memories of 64
/// bits, threads, relaxed SIMD.
public final class Validator {
  private static final long MAX_PAGES = 1L << 16;
  private static final long MAX_PAGES_64 = 1L << 48;

  private final WasmModule module;
  private final ModuleTypes types;
  private final BitSet declared = new BitSet();
  private final ConstantValidator constants;

  private Validator(WasmModule module) {
    this.module = module;
    this.types = new ModuleTypes(module);
    this.constants = new ConstantValidator(module, types, declared);
  }

  /// Validates everything, code included.
  ///
  /// @throws InvalidModuleException for the first violation, with function and offset
  /// @throws MalformedModuleException if the code of a function is no code
  public static ValidModule validate(WasmModule module) {
    Validator validator = new Validator(module);
    try {
      validator.validateAll();
    } catch (InvalidModuleException e) {
      // That a module is malformed comes first, wherever it is.
      validator.checkWellFormed();
      throw e;
    }
    return new ValidModule(module);
  }

  private void validateAll() {
    validateMemories();
    validateTables();
    validateTags();
    validateGlobals();
    validateElements();
    validateData();
    validateExports();
    validateStart();
    // From here on `declared` holds every function that code may refer to.
    validateFunctions();
  }

  private void checkWellFormed() {
    FunctionValidator functions = new FunctionValidator(module, types, declared);
    int index = module.importedFunctionCount();
    for (FunctionBody body : module.bodies()) {
      functions.checkWellFormed(index++, body);
    }
  }

  private void validateMemories() {
    for (MemoryType memory : module.allMemories()) {
      Limits limits = memory.limits();
      if (memory.pageSize() == 1) {
        // As many pages as there are addresses.
        long most = limits.is64() ? -1 : 0xffff_ffffL;
        validateLimits(limits, most, "memory size must be at most 4GiB", "memory");
      } else {
        validateLimits(
            limits,
            limits.is64() ? MAX_PAGES_64 : MAX_PAGES,
            limits.is64()
                ? "memory size must be at most 2^48 pages (16EiB)"
                : "memory size must be at most 65536 pages (4GiB)",
            "memory");
      }
      if (limits.shared() && limits.maximum() == null) {
        throw invalid("shared memory must have maximum", offsetOf("memory"));
      }
    }
  }

  private void validateTables() {
    for (TableType table : module.allTables()) {
      validateLimits(
          table.limits(),
          table.limits().is64() ? -1 : 0xffff_ffffL,
          "table size must be at most 2^32-1",
          "table");
    }
  }

  private void validateLimits(Limits limits, long bound, String tooLarge, String section) {
    @Nullable Long maximum = limits.maximum();
    if (Long.compareUnsigned(limits.minimum(), bound) > 0
        || (maximum != null && Long.compareUnsigned(maximum, bound) > 0)) {
      throw invalid(tooLarge + ": found " + limits, offsetOf(section));
    }
    if (maximum != null && Long.compareUnsigned(limits.minimum(), maximum) > 0) {
      throw invalid("size minimum must not be greater than maximum: " + limits, offsetOf(section));
    }
  }

  private void validateTags() {
    for (TagType tag : module.allTags()) {
      if (!tag.type().results().isEmpty()) {
        throw invalid("non-empty tag result type: " + tag.type(), offsetOf("tag"));
      }
    }
  }

  private void validateGlobals() {
    for (Global global : module.globals()) {
      constants.validate(global.initial(), global.type().type());
    }
  }

  private void validateElements() {
    for (ElementSegment segment : module.elements()) {
      if (segment.mode() == SegmentMode.ACTIVE) {
        validateStart(segment);
      }
      validateContents(segment);
    }
  }

  private void validateStart(ElementSegment segment) {
    int table = checkIndex("table", segment.tableIndex(), types.tables.length, segment.offset());
    ValType element = module.allTables().get(table).element();
    if (element != segment.type()) {
      throw invalid(
          "type mismatch: expected " + element + ", found " + segment.type(), segment.offset());
    }
    boolean is64 = types.tableAddresses[table] == ModuleTypes.I64;
    constants.validate(present(segment.start()), is64 ? ValType.I64 : ValType.I32);
  }

  private void validateContents(ElementSegment segment) {
    int[] functions = segment.functions();
    if (functions != null) {
      for (int function : functions) {
        declared.set(checkIndex("function", function, types.functions.length, segment.offset()));
      }
    }
    List<CodeRange> expressions = segment.expressions();
    if (expressions != null) {
      expressions.forEach(expression -> constants.validate(expression, segment.type()));
    }
  }

  private void validateData() {
    for (DataSegment segment : module.data()) {
      if (segment.mode() == SegmentMode.ACTIVE) {
        int memory =
            checkIndex("memory", segment.memoryIndex(), types.addresses.length, segment.offset());
        boolean is64 = types.addresses[memory] == ModuleTypes.I64;
        constants.validate(present(segment.start()), is64 ? ValType.I64 : ValType.I32);
      }
    }
  }

  private static CodeRange present(@Nullable CodeRange start) {
    if (start == null) {
      throw new AssertionError("BUG: an active segment without a start");
    }
    return start;
  }

  private void validateExports() {
    Set<String> names = new HashSet<>();
    for (Export export : module.exports()) {
      if (!names.add(export.name())) {
        throw invalid("duplicate export name: " + export.name(), export.offset());
      }
      checkIndex(export.kind().toString(), export.index(), countOf(export.kind()), export.offset());
      if (export.kind() == ExternKind.FUNCTION) {
        declared.set(export.index());
      }
    }
  }

  private int countOf(ExternKind kind) {
    return switch (kind) {
      case FUNCTION -> types.functions.length;
      case TABLE -> types.tables.length;
      case MEMORY -> types.addresses.length;
      case GLOBAL -> types.globals.length;
      case TAG -> types.tags.length;
    };
  }

  private void validateStart() {
    int start = module.startFunction();
    if (start >= 0) {
      long offset = offsetOf("start");
      checkIndex("function", start, types.functions.length, offset);
      FunctionType type = module.functionType(start);
      if (!type.parameters().isEmpty() || !type.results().isEmpty()) {
        throw invalid("start function: expected type () -> (), found " + type, offset);
      }
    }
  }

  private void validateFunctions() {
    FunctionValidator functions = new FunctionValidator(module, types, declared);
    int index = module.importedFunctionCount();
    for (FunctionBody body : module.bodies()) {
      functions.validate(index++, body);
    }
  }

  private int checkIndex(String what, int index, int count, long offset) {
    if (index < 0 || index >= count) {
      throw invalid("unknown " + what + " " + Integer.toUnsignedString(index), offset);
    }
    return index;
  }

  private InvalidModuleException invalid(String reason, long offset) {
    return new InvalidModuleException(module.file(), reason, -1, "", offset);
  }

  /// Where a section's contents begin; the import section's if there is none of that name. For
  /// errors only: it looks at all sections, and there may be hundreds of thousands.
  private long offsetOf(String section) {
    long found = 0;
    for (Section candidate : module.sections()) {
      if (candidate.id() != 0 && candidate.name().equals(section)) {
        return candidate.offset();
      }
      if (candidate.id() == 2) {
        found = candidate.offset();
      }
    }
    return found;
  }
}
