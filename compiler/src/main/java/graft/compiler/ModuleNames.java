package graft.compiler;

import graft.format.CodeReader;
import graft.format.ExternKind;
import graft.format.Opcode;
import graft.format.WasmModule;
import graft.runtime.CodeLoader;
import graft.runtime.Signature;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Where things of a module are in its generated classes: which chunk holds a function, what its
/// method and the fields of the instance are called.
final class ModuleNames {
  /// The package of all compiled code.
  static final String PACKAGE = CodeLoader.INTERNAL_PACKAGE;

  /// The class of the instance.
  static final String INSTANCE = PACKAGE + "Inst";

  /// Its descriptor.
  static final String INSTANCE_DESCRIPTOR = "L" + INSTANCE + ";";

  /// Bytes of wasm code after which a chunk is closed.
  static final int CHUNK_SIZE = 4 << 10;

  private static final int LONGEST_NAME = 120;

  /// A class has at most 65,535 constants, and a field takes three. Imported functions and globals
  /// behind these numbers (duckdb exports 9,843 globals) are in the instance's arrays, which costs
  /// their users an access to the array and a check of the type.
  private static final int IMPORT_FIELDS = 10_000;

  private static final int GLOBAL_FIELDS = 2_000;

  private final WasmModule module;
  private final int[] chunkOfFunction;
  private final int[] chunkStarts;
  private final boolean[] globalHasCell;
  private final Map<Integer, Boolean> tailCallers = new ConcurrentHashMap<>();

  ModuleNames(WasmModule module) {
    this.module = module;
    int defined = module.bodies().size();
    chunkOfFunction = new int[defined];
    int[] starts = new int[defined + 1];
    int chunk = 0;
    int size = 0;
    for (int i = 0; i < defined; i++) {
      int bytes = module.bodies().get(i).code().sizeInBytes();
      if (size > 0 && size + bytes > CHUNK_SIZE) {
        starts[++chunk] = i;
        size = 0;
      }
      chunkOfFunction[i] = chunk;
      size += bytes;
    }
    int chunks = defined == 0 ? 0 : chunk + 1;
    chunkStarts = Arrays.copyOf(starts, chunks + 1);
    chunkStarts[chunks] = defined;
    globalHasCell = globalsWithCells(module);
  }

  /// Globals that other modules may see: imported mutable ones, and all exported ones.
  private static boolean[] globalsWithCells(WasmModule module) {
    boolean[] result = new boolean[module.allGlobals().size()];
    int imported = result.length - module.globals().size();
    for (int i = 0; i < imported; i++) {
      result[i] = module.allGlobals().get(i).mutable();
    }
    module
        .exports()
        .forEach(export -> {
          if (export.kind() == ExternKind.GLOBAL) {
            result[export.index()] |= module.allGlobals().get(export.index()).mutable();
          }
        });
    return result;
  }

  WasmModule module() {
    return module;
  }

  /// How many chunks there are.
  int chunkCount() {
    return chunkStarts.length - 1;
  }

  /// The first defined function of a chunk, counted without imports; `chunkCount` gives the end.
  int chunkStart(int chunk) {
    return chunkStarts[chunk];
  }

  /// Internal name of the class that holds a defined function.
  String chunkClass(int functionIndex) {
    return PACKAGE + "C" + chunkOfFunction[functionIndex - module.importedFunctionCount()];
  }

  /// The method of a function: its name as far as the JVM allows it, and its index.
  String methodName(int functionIndex) {
    String name = module.functionName(functionIndex);
    StringBuilder text = new StringBuilder(name.length() + 8);
    for (int i = 0; i < name.length() && i < LONGEST_NAME; i++) {
      char c = name.charAt(i);
      text.append(isAllowed(c) ? c : '_');
    }
    return text.append('#').append(functionIndex).toString();
  }

  private static boolean isAllowed(char c) {
    return c > ' ' && c < 0x7f && ".;[/<>#~".indexOf(c) < 0;
  }

  /// Descriptor of a function's method: its parameters, the instance, its result.
  String methodDescriptor(int functionIndex) {
    return "("
        + Signature.parameterDescriptors(module.functionType(functionIndex))
        + INSTANCE_DESCRIPTOR
        + ")"
        + Signature.resultDescriptor(module.functionType(functionIndex));
  }

  /// The method with the code of a function that contains tail calls; its own method calls that.
  String bodyName(int functionIndex) {
    return methodName(functionIndex) + "~0";
  }

  /// Its descriptor: it takes a {@link graft.runtime.Tail} behind the instance.
  String bodyDescriptor(int functionIndex) {
    return methodDescriptor(functionIndex).replace(")", JvmNames.TAIL_DESCRIPTOR + ")");
  }

  /// Whether a defined function contains tail calls.
  boolean hasTailCalls(int functionIndex) {
    Boolean known = tailCallers.get(functionIndex);
    if (known == null) {
      // Not within the map: an overflow of the stack would leave it spoiled.
      known = containsTailCall(functionIndex);
      tailCallers.put(functionIndex, known);
    }
    return known;
  }

  private boolean containsTailCall(int functionIndex) {
    CodeReader reader =
        new CodeReader(
            module, module.bodies().get(functionIndex - module.importedFunctionCount()).code());
    while (!reader.isAtEnd()) {
      Opcode op = reader.next();
      if (op == Opcode.RETURN_CALL || op == Opcode.RETURN_CALL_INDIRECT) {
        return true;
      }
    }
    return false;
  }

  /// How many imported functions, the first ones, have a field of their own in the instance.
  int importFieldCount() {
    return Math.min(IMPORT_FIELDS, module.importedFunctionCount());
  }

  /// How many globals, the first ones, have a field of their own in the instance.
  int globalFieldCount() {
    return Math.min(GLOBAL_FIELDS, globalHasCell.length);
  }

  /// Whether a global is in a cell, not in a field of its own type.
  boolean hasCell(int globalIndex) {
    return globalHasCell[globalIndex] || globalIndex >= GLOBAL_FIELDS;
  }

  /// The field of the instance that holds a global or its cell.
  static String globalField(int globalIndex) {
    return "g" + globalIndex;
  }

  /// The field of the instance that holds an imported function.
  static String importField(int functionIndex) {
    return "f" + functionIndex;
  }

  /// The class whose `value` is a global that has a cell.
  String cellClass(int globalIndex) {
    return "graft/runtime/GlobalCell$"
        + switch (module.allGlobals().get(globalIndex).type()) {
          case I32 -> "I32";
          case I64 -> "I64";
          case F32 -> "F32";
          case F64 -> "F64";
          case V128 -> "Vector";
          case FUNCREF, EXTERNREF, EXNREF -> "Ref";
        };
  }
}
