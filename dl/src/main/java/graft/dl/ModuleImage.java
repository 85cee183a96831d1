package graft.dl;

import graft.compiler.CompiledModule;
import graft.format.CodeRange;
import graft.format.CodeReader;
import graft.format.DataSegment;
import graft.format.Demangler;
import graft.format.ElementSegment;
import graft.format.Export;
import graft.format.ExternKind;
import graft.format.GlobalType;
import graft.format.Import;
import graft.format.Opcode;
import graft.format.SegmentMode;
import graft.format.ValType;
import graft.format.WasmModule;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the loader has to know about a module, whoever loads it: made once for each file, shared by
/// all processes, never changed.
final class ModuleImage {
  /// The function that sets pointers in the module's data.
  static final String DATA_RELOCATIONS = "__wasm_apply_data_relocs";

  /// Exports that belong to the module's own machinery and are no symbols.
  private static final Set<String> MACHINERY =
      Set.of(
          "__wasm_call_ctors",
          "__wasm_call_dtors",
          DATA_RELOCATIONS,
          "__wasm_apply_tls_relocs",
          "__wasm_apply_global_relocs",
          "__wasm_init_tls",
          "__wasm_init_memory",
          "__dso_handle",
          "__tls_base",
          "__tls_size",
          "__tls_align",
          "__set_stack_limits",
          "emscripten_tls_init",
          "_emscripten_tls_init",
          "_initialize",
          "_start",
          "__cpp_exception",
          "__c_longjmp");

  private final CompiledModule code;
  private final Map<String, Export> exports = new HashMap<>();
  private final Map<Integer, TableOffset> tableOffsets = new HashMap<>();
  private final int memoryBaseGlobal;
  private final int tableBaseGlobal;
  private final boolean emscripten;
  private final boolean opensByJavaScript;
  private final boolean originals;
  private final @Nullable DataRelocations dataRelocations;
  private volatile @Nullable CxxNames cxxNames;

  /// Where a function stands in the table because the module's own segments put it there.
  ///
  /// @param offset from the table base, or the slot itself
  /// @param relative whether it counts from the table base
  record TableOffset(int offset, boolean relative) {}

  ModuleImage(CompiledModule code) {
    this.code = code;
    WasmModule module = code.module();
    for (Export export : module.exports()) {
      exports.put(export.name(), export);
    }
    memoryBaseGlobal = globalImport(module, "__memory_base");
    tableBaseGlobal = globalImport(module, "__table_base");
    emscripten =
        module.exports().stream().anyMatch(export -> isEmscriptens(export.name()))
            || module.imports().stream().anyMatch(wanted -> isEmscriptens(wanted.name()));
    opensByJavaScript =
        module.imports().stream().anyMatch(wanted -> wanted.name().equals("_dlopen_js"));
    originals = exports.keySet().stream().anyMatch(name -> name.startsWith(Scope.ORIGINAL));
    module.elements().forEach(this::noteTableOffsets);
    Export relocate = exports.get(DATA_RELOCATIONS);
    dataRelocations =
        relocate == null || relocate.kind() != ExternKind.FUNCTION
            ? null
            : DataRelocations.read(module, relocate.index());
  }

  /// Whether a function is the one that clang makes to call those with
  /// `__attribute__((destructor))`. Its name says so. Without one it may also be what destructs a
  /// static object of C++: only in a module that has nothing of that language it is told by doing
  /// nothing but calls.
  boolean isDestructorList(int function) {
    String name = code.module().names().functions().get(function);
    if (name != null) {
      return name.startsWith(".Lcall_dtors") || name.startsWith("call_dtors");
    }
    boolean isCxx =
        exports.keySet().stream().anyMatch(Demangler::isCxx)
            || code.module().imports().stream().map(Import::name).anyMatch(Demangler::isCxx);
    return !isCxx && onlyCalls(function);
  }

  private boolean onlyCalls(int function) {
    WasmModule module = code.module();
    int defined = function - module.importedFunctionCount();
    if (defined < 0) {
      return false;
    }
    CodeRange body = module.bodies().get(defined).code();
    CodeReader reader = new CodeReader(module, body);
    boolean calls = false;
    while (reader.position() < body.end()) {
      Opcode opcode = reader.next();
      boolean isCall =
          opcode == Opcode.CALL
              && module.functionType(reader.index()).parameters().isEmpty()
              && module.functionType(reader.index()).results().isEmpty();
      if (!isCall && opcode != Opcode.END && opcode != Opcode.RETURN) {
        return false;
      }
      calls |= isCall;
    }
    return calls;
  }

  /// Whether it has Emscripten's own `dlopen`, and what belongs to that.
  boolean opensByJavaScript() {
    return opensByJavaScript;
  }

  private static boolean isEmscriptens(String name) {
    return name.startsWith("emscripten_") || name.startsWith("_emscripten_");
  }

  /// The index of an imported global of `env`, or -1.
  private static int globalImport(WasmModule module, String name) {
    int index = 0;
    for (Import wanted : module.imports()) {
      if (wanted.kind() == ExternKind.GLOBAL) {
        if (wanted.module().equals("env") && wanted.name().equals(name)) {
          return index;
        }
        index++;
      }
    }
    return -1;
  }

  private void noteTableOffsets(ElementSegment segment) {
    int[] functions = segment.functions();
    if (segment.mode() != SegmentMode.ACTIVE || segment.tableIndex() != 0 || functions == null) {
      return;
    }
    var start = segment.start();
    ConstantExpression first = start == null ? null : ConstantExpression.read(code.module(), start);
    if (first == null || (first.global() >= 0 && first.global() != tableBaseGlobal)) {
      return;
    }
    for (int i = 0; i < functions.length; i++) {
      tableOffsets.putIfAbsent(
          functions[i], new TableOffset((int) first.offset() + i, first.global() >= 0));
    }
  }

  /// The translated module.
  CompiledModule code() {
    return code;
  }

  WasmModule module() {
    return code.module();
  }

  /// What is exported under a name, the module's own machinery included, or null.
  @Nullable Export export(String name) {
    return exports.get(name);
  }

  /// What other modules see under a name, or null.
  @Nullable Export symbol(String name) {
    return MACHINERY.contains(name) ? null : exports.get(name);
  }

  /// The module's symbols by their C++ names; made when first asked for.
  CxxNames cxxNames() {
    CxxNames names = cxxNames;
    if (names == null) {
      names = new CxxNames(exports.keySet());
      cxxNames = names;
    }
    return names;
  }

  /// Whether an export is no symbol, but how the loader drives the module.
  static boolean isMachinery(String name) {
    return MACHINERY.contains(name);
  }

  /// Where the module's own segments put functions into the table, by function index.
  Map<Integer, TableOffset> tableOffsets() {
    return tableOffsets;
  }

  /// Whether the module's addresses count from a base that the loader chooses.
  boolean isRelocatable() {
    return memoryBaseGlobal >= 0 || tableBaseGlobal >= 0;
  }

  /// Whether some functions are exported twice, once for JavaScript.
  boolean hasOriginals() {
    return originals;
  }

  /// What its `__wasm_apply_data_relocs` does, or null if it has to be called.
  @Nullable DataRelocations dataRelocations() {
    return dataRelocations;
  }

  /// Whether Emscripten made it.
  boolean isEmscriptens() {
    return emscripten;
  }

  /// Whether an export is an imported function under the same name: no definition, but what others
  /// define.
  boolean passesOn(Export export) {
    if (export.kind() != ExternKind.FUNCTION
        || export.index() >= module().importedFunctionCount()) {
      return false;
    }
    return module().spaces().importedFunctions().get(export.index()).equals(export.name());
  }

  /// Whether an export stands for an address: an i32 constant that the module defines.
  boolean isData(Export export) {
    if (export.kind() != ExternKind.GLOBAL || export.index() < importedGlobals()) {
      return false;
    }
    GlobalType type = module().allGlobals().get(export.index());
    return !type.mutable() && type.type() == ValType.I32;
  }

  /// The address that an export stands for.
  ///
  /// @param memoryBase where the module's data is
  int address(Export export, int memoryBase) {
    ConstantExpression value =
        ConstantExpression.read(
            module(), module().globals().get(export.index() - importedGlobals()).initial());
    if (value == null || (value.global() >= 0 && value.global() != memoryBaseGlobal)) {
      throw new LoadException(
          module().file(), "the address of " + export.name() + " is no constant");
    }
    return (int) value.offset() + memoryBase;
  }

  /// Whether an address is in the data of a module with fixed addresses, as far as its segments and
  /// exports tell.
  boolean holds(int address) {
    long wanted = Integer.toUnsignedLong(address);
    long start = Long.MAX_VALUE;
    long end = 0;
    for (DataSegment segment : module().data()) {
      CodeRange where = segment.start();
      ConstantExpression first = where == null ? null : ConstantExpression.read(module(), where);
      if (first != null && first.global() < 0) {
        long from = Integer.toUnsignedLong((int) first.offset());
        start = Math.min(start, from);
        end = Math.max(end, from + segment.sizeInBytes());
      }
    }
    Export mark = exports.get("__data_end");
    if (mark != null && isData(mark)) {
      end = Integer.toUnsignedLong(address(mark, 0));
    }
    return start <= wanted && wanted < end;
  }

  /// Where the data of a module with fixed addresses ends that lies below an address, as far as its
  /// segments and exports tell; 0 if there is none.
  int dataEndBelow(int address) {
    long limit = Integer.toUnsignedLong(address);
    long end = 0;
    for (DataSegment segment : module().data()) {
      CodeRange where = segment.start();
      ConstantExpression first = where == null ? null : ConstantExpression.read(module(), where);
      if (first != null && first.global() < 0) {
        long behind = Integer.toUnsignedLong((int) first.offset()) + segment.sizeInBytes();
        end = behind <= limit ? Math.max(end, behind) : end;
      }
    }
    Export mark = exports.get("__data_end");
    if (mark != null && isData(mark)) {
      long behind = Integer.toUnsignedLong(address(mark, 0));
      end = behind <= limit ? Math.max(end, behind) : end;
    }
    return (int) end;
  }

  private int importedGlobals() {
    return module().allGlobals().size() - module().globals().size();
  }
}
