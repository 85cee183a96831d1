package graft.compiler;

import static graft.compiler.JvmNames.INT;

import graft.classfile.CodeWriter;
import graft.format.ValType;
import java.util.BitSet;

/// Declares the variables of a method: the locals that it mentions, and those that it needs itself.
final class Declarations {
  private final MethodFrame frame;
  private final MemoryArray array;
  private final PartEntries entries;
  private final FunctionCode code;
  private final Region region;
  private final CodeWriter out;

  Declarations(MethodFrame frame, MemoryArray array, PartEntries entries) {
    this.frame = frame;
    this.array = array;
    this.entries = entries;
    code = frame.code;
    region = frame.region;
    out = frame.out;
  }

  /// Declares the parameters of the method.
  void declareParameters() {
    for (int local : region.inputs) {
      frame.slots[local] = out.declareLocal(frame.plainType(frame.typeOf(local)));
    }
    if (region.isGroup()) {
      entries.entrySlot = out.declareLocal(INT);
    }
    frame.instanceSlot = out.declareLocal(frame.instanceType());
    if (code.hasTailCalls) {
      frame.tailSlot = out.declareLocal(frame.object(JvmNames.TAIL));
    }
    out.parametersDeclared();
    if (code.vectors) {
      enterVectors();
    }
  }

  /// Gives parameters that are vectors a variable of the kind that the method's own have.
  private void enterVectors() {
    for (int local : region.inputs) {
      if (frame.typeOf(local) == ValType.V128) {
        out.load(frame.slots[local], frame.plainType(ValType.V128));
        frame.entered(ValType.V128);
        frame.asLocal(local);
        frame.slots[local] = out.declareLocal(frame.localType(local));
        out.store(frame.slots[local], frame.localType(local));
      }
    }
  }

  /// Declares and clears all other variables that the method has throughout.
  void declareLocals() {
    BitSet mentioned = new BitSet();
    boolean usesMemory = false;
    int part = 0;
    for (int i = region.from; i < region.to; ) {
      if (part < region.parts.size() && region.parts.get(part).from == i) {
        Region inner = region.parts.get(part++);
        mark(mentioned, inner.inputs);
        mark(mentioned, inner.outputs);
        i = inner.to;
        continue;
      }
      switch (code.ops[i]) {
        case LOCAL_GET, LOCAL_SET, LOCAL_TEE -> mentioned.set(code.index[i]);
        default -> usesMemory |= array.isAccess(i) && code.index[i] == 0;
      }
      i++;
    }
    mark(mentioned, region.outputs);
    for (int local = mentioned.nextSetBit(0); local >= 0; local = mentioned.nextSetBit(local + 1)) {
      if (frame.slots[local] < 0) {
        frame.slots[local] = out.declareLocal(frame.localType(local));
        frame.pushZero(frame.typeOf(local));
        frame.asLocal(local);
        out.store(frame.slots[local], frame.localType(local));
      }
    }
    for (Region each : region.parts) {
      if (each.isGroup()) {
        int label = out.newLabel();
        for (int k = 0; k < each.entries.length; k++) {
          entries.byOpener.put(each.entries[k], new PartEntries.Entry(each, k, label));
        }
      }
    }
    if (!entries.byOpener.isEmpty() && entries.entrySlot < 0) {
      entries.entrySlot = out.declareLocal(INT);
      out.constant(0);
      out.store(entries.entrySlot, INT);
    }
    if (usesMemory) {
      array.slot = out.declareLocal(frame.byteArrayType());
    }
  }

  private static void mark(BitSet set, int[] locals) {
    for (int local : locals) {
      set.set(local);
    }
  }
}
