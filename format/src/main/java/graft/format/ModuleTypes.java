package graft.format;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The types of a module as validation wants them: arrays of {@link ValType#code()} instead of
/// lists of objects, so that validating code allocates nothing.
final class ModuleTypes {
  /// A type that unreachable code may take for any other.
  static final byte UNKNOWN = -1;

  /// In fixed signatures: the address type of the memory in question.
  static final byte ADDRESS = -2;

  static final byte I32 = (byte) ValType.I32.code();
  static final byte I64 = (byte) ValType.I64.code();
  static final byte FUNCREF = (byte) ValType.FUNCREF.code();
  static final byte EXNREF = (byte) ValType.EXNREF.code();

  /// No types.
  static final byte[] NONE = {};

  private static final byte[][] SINGLE = new byte[0x80][];

  static {
    for (ValType type : ValType.values()) {
      SINGLE[type.code()] = new byte[] {code(type)};
    }
  }

  /// By type index: what the function type takes and gives.
  final byte[][] parameters;

  final byte[][] results;

  /// By function index: the index of its type.
  final int[] functions;

  /// By tag index: what exceptions carry.
  final byte[][] tags;

  final byte[] globals;
  final boolean[] mutable;

  /// By table index: its element type.
  final byte[] tables;

  /// By table index: the type of its indices.
  final byte[] tableAddresses;

  /// By memory index: its address type.
  final byte[] addresses;

  ModuleTypes(WasmModule module) {
    int count = module.types().size();
    parameters = new byte[count][];
    results = new byte[count][];
    for (int i = 0; i < count; i++) {
      parameters[i] = codes(module.types().get(i).parameters());
      results[i] = codes(module.types().get(i).results());
    }
    functions = module.spaces().functionTypeIndices();
    tags = new byte[module.allTags().size()][];
    for (int i = 0; i < tags.length; i++) {
      tags[i] = codes(module.allTags().get(i).type().parameters());
    }
    globals = new byte[module.allGlobals().size()];
    mutable = new boolean[globals.length];
    for (int i = 0; i < globals.length; i++) {
      globals[i] = code(module.allGlobals().get(i).type());
      mutable[i] = module.allGlobals().get(i).mutable();
    }
    tables = new byte[module.allTables().size()];
    tableAddresses = new byte[tables.length];
    for (int i = 0; i < tables.length; i++) {
      tables[i] = code(module.allTables().get(i).element());
      tableAddresses[i] = module.allTables().get(i).limits().is64() ? I64 : I32;
    }
    addresses = new byte[module.allMemories().size()];
    for (int i = 0; i < addresses.length; i++) {
      addresses[i] = module.allMemories().get(i).limits().is64() ? I64 : I32;
    }
  }

  /// The code of a type; null stands for an address.
  static byte code(@Nullable ValType type) {
    return type == null ? ADDRESS : (byte) type.code();
  }

  /// The codes of some types.
  static byte[] codes(List<@Nullable ValType> types) {
    int count = types.size();
    if (count == 0) {
      return NONE;
    }
    if (count == 1 && types.get(0) != null) {
      return SINGLE[code(types.get(0))];
    }
    byte[] codes = new byte[count];
    for (int i = 0; i < count; i++) {
      codes[i] = code(types.get(i));
    }
    return codes;
  }

  static boolean isReference(byte code) {
    return code > 0 && code <= FUNCREF;
  }

  /// The word for a type: `i32`.
  static String name(byte code) {
    ValType type = ValType.of(code);
    return type == null ? "a value of any type" : type.toString();
  }
}
