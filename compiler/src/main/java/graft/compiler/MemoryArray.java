package graft.compiler;

import static graft.classfile.Bytecode.*;
import static graft.compiler.JvmNames.ANY_INSTANCE;
import static graft.compiler.JvmNames.MEMORY;
import static graft.compiler.JvmNames.MEMORY_DESCRIPTOR;

import graft.classfile.CodeWriter;
import java.util.Objects;

/// The array of memory 0 in a variable of the method, and when it has to be loaded again; other
/// memories are reached through the instance.
final class MemoryArray {
  private final MethodFrame frame;
  private final FunctionCode code;
  private final CodeWriter out;

  /// The variable, or -1 if the method does not use memory 0.
  int slot = -1;

  /// Whether the memory may have another array by now.
  boolean isStale = true;

  /// Whether the next reload must not be merged with others, see {@link #enterArm}.
  private boolean isOpaque;

  MemoryArray(MethodFrame frame) {
    this.frame = frame;
    code = frame.code;
    out = frame.out;
  }

  /// Whether an instruction is a load or store that indexes the memory's array. Those of mapped
  /// memories are calls of methods.
  boolean isAccess(int i) {
    return MemoryAccess.find(code.ops[i]) != null && !frame.options.isMapped(code.index[i]);
  }

  /// Whether an access has an operand besides the address.
  boolean isStore(int i) {
    return Objects.requireNonNull(code.ops[i].signature()).parameters().size() > 1;
  }

  void pushHandleAndArray(int i) {
    String handle = MemoryAccess.of(code.ops[i], code.vectors).handle();
    if (MemoryAccess.SPECIES.equals(handle)) {
      frame.vectors.species(VectorKind.BYTES);
    } else if (handle != null) {
      out.getStatic(MEMORY, handle, "Ljava/lang/invoke/VarHandle;");
    }
    if (code.index[i] == 0) {
      reloadIfStale();
      out.load(slot, frame.byteArrayType());
    } else {
      pushMemory(code.index[i]);
      out.getField(MEMORY, "bytes", "[B");
    }
  }

  /// Begins an arm of a switch with many: HotSpot would merge what the arms have in common, such as
  /// addresses and limits, and compute all of it before the switch, each time. It cannot if each
  /// arm has an array of its own.
  void enterArm() {
    isStale = true;
    isOpaque = true;
  }

  private void reloadIfStale() {
    if (isStale) {
      reload();
    }
  }

  /// Loads the array from the instance.
  void reload() {
    if (isOpaque) {
      out.getStatic(ANY_INSTANCE, "BYTES0", "Ljava/lang/invoke/VarHandle;");
    }
    frame.loadInstance();
    if (isOpaque) {
      out.invokeVirtual("java/lang/invoke/VarHandle", "getOpaque", "(L" + ANY_INSTANCE + ";)[B");
    } else {
      out.getField(ModuleNames.INSTANCE, "bytes0", "[B");
    }
    out.store(slot, frame.byteArrayType());
    isStale = false;
    isOpaque = false;
  }

  void pushMemory(int index) {
    frame.loadInstance();
    if (index == 0) {
      out.getField(ModuleNames.INSTANCE, "memory0", MEMORY_DESCRIPTOR);
    } else {
      out.getField(ModuleNames.INSTANCE, "memories", "[" + MEMORY_DESCRIPTOR);
      out.constant(index);
      out.op(AALOAD, 2, frame.object(MEMORY));
    }
  }

  boolean is64(int memory) {
    return code.module.allMemories().get(memory).limits().is64();
  }
}
