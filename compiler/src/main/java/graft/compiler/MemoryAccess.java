package graft.compiler;

import static graft.classfile.Bytecode.*;

import graft.format.Immediate;
import graft.format.Opcode;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// How a load or store is translated, a row each. All take the memory's array and an index; those
/// of vectors are methods of {@link graft.runtime.Access}.
///
/// @param handle the field of {@link graft.runtime.Memory} with the VarHandle, or null for bytes
///   and for methods
/// @param type descriptor of what the VarHandle gives and takes
/// @param afterLoad conversions of what was loaded
/// @param beforeStore conversions of what is stored
record MemoryAccess(@Nullable String handle, String type, int[] afterLoad, int[] beforeStore) {
  /// Clears all but the low 8 bits of an int.
  static final int MASK_8 = -8;

  /// Clears all but the low 16 bits of an int.
  static final int MASK_16 = -16;

  /// Clears all but the low 32 bits of a long.
  static final int MASK_32 = -32;

  private static final int[] NONE = {};
  private static final MemoryAccess METHOD =
      new MemoryAccess(null, "Lgraft/runtime/V128;", NONE, NONE);
  private static final @Nullable MemoryAccess[] ALL =
      new @Nullable MemoryAccess[Opcode.values().length];

  static {
    load(Opcode.I32_LOAD, "I32", "I");
    load(Opcode.I64_LOAD, "I64", "J");
    load(Opcode.F32_LOAD, "F32", "F");
    load(Opcode.F64_LOAD, "F64", "D");
    load(Opcode.I32_LOAD8_S, null, "B");
    load(Opcode.I32_LOAD8_U, null, "B", MASK_8);
    load(Opcode.I32_LOAD16_S, "I16", "S");
    load(Opcode.I32_LOAD16_U, "I16", "S", MASK_16);
    load(Opcode.I64_LOAD8_S, null, "B", I2L);
    load(Opcode.I64_LOAD8_U, null, "B", MASK_8, I2L);
    load(Opcode.I64_LOAD16_S, "I16", "S", I2L);
    load(Opcode.I64_LOAD16_U, "I16", "S", MASK_16, I2L);
    load(Opcode.I64_LOAD32_S, "I32", "I", I2L);
    load(Opcode.I64_LOAD32_U, "I32", "I", I2L, MASK_32);
    store(Opcode.I32_STORE, "I32", "I");
    store(Opcode.I64_STORE, "I64", "J");
    store(Opcode.F32_STORE, "F32", "F");
    store(Opcode.F64_STORE, "F64", "D");
    store(Opcode.I32_STORE8, null, "B");
    store(Opcode.I32_STORE16, "I16", "S", I2S);
    store(Opcode.I64_STORE8, null, "B", L2I);
    store(Opcode.I64_STORE16, "I16", "S", L2I, I2S);
    store(Opcode.I64_STORE32, "I32", "I", L2I);
  }

  static {
    for (Opcode op : Opcode.values()) {
      if (isOfVector(op)) {
        ALL[op.ordinal()] = METHOD;
      }
    }
  }

  /// The VarHandle of rows whose prefix is the species of vectors.
  static final String SPECIES = "";

  /// The same where a v128 is a vector of jdk.incubator.vector: what is loaded or stored is a
  /// number, except for whole vectors.
  private static final @Nullable MemoryAccess[] VECTORS =
      new @Nullable MemoryAccess[Opcode.values().length];

  static {
    for (Opcode op : Opcode.values()) {
      if (isOfVector(op)) {
        VECTORS[op.ordinal()] =
            switch (op.sizeInBytes()) {
              case 1 -> new MemoryAccess(null, "B", NONE, NONE);
              case 2 -> new MemoryAccess("I16", "S", NONE, NONE);
              case 4 -> new MemoryAccess("I32", "I", NONE, NONE);
              case 8 -> new MemoryAccess("I64", "J", NONE, NONE);
              default ->
                  op == Opcode.V128_LOAD
                      ? new MemoryAccess(SPECIES, "V", NONE, NONE)
                      : new MemoryAccess(null, "V", NONE, NONE);
            };
      }
    }
  }

  private static boolean isMemory(Immediate immediate) {
    return immediate == Immediate.MEMARG || immediate == Immediate.MEMARG_LANE;
  }

  private static void load(Opcode op, @Nullable String handle, String type, int... after) {
    ALL[op.ordinal()] = new MemoryAccess(handle, type, after, NONE);
  }

  private static void store(Opcode op, @Nullable String handle, String type, int... before) {
    ALL[op.ordinal()] = new MemoryAccess(handle, type, NONE, before);
  }

  static MemoryAccess of(Opcode op, boolean vectors) {
    MemoryAccess found = vectors ? VECTORS[op.ordinal()] : null;
    return found != null ? found : Objects.requireNonNull(ALL[op.ordinal()]);
  }

  /// Whether an instruction loads or stores a v128 or a part of one.
  static boolean isOfVector(Opcode op) {
    return op.toString().startsWith("v128.") && isMemory(op.immediate());
  }

  /// The same, or null if the instruction is no load or store.
  static @Nullable MemoryAccess find(Opcode op) {
    return ALL[op.ordinal()];
  }

  /// Whether a method does it.
  boolean isMethod() {
    return type.startsWith("L");
  }

  String getDescriptor() {
    return "([BI)" + type;
  }

  String setDescriptor() {
    return "([BI" + type + ")V";
  }
}
