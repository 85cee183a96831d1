package graft.compiler;

import static graft.classfile.Bytecode.AALOAD;

import graft.classfile.CodeWriter;
import graft.format.Opcode;
import graft.format.ValType;
import graft.runtime.Signature;

/// Locals and globals.
final class VariableEmitter {
  private final MethodFrame frame;
  private final AddressFacts facts;
  private final VectorEmitter vectors;
  private final FunctionCode code;
  private final ModuleNames names;
  private final Region region;
  private final CodeWriter out;

  VariableEmitter(MethodFrame frame, AddressFacts facts, VectorEmitter vectors) {
    this.frame = frame;
    this.vectors = vectors;
    this.facts = facts;
    code = frame.code;
    names = frame.names;
    region = frame.region;
    out = frame.out;
  }

  int emitLocalGet(int i) {
    int local = code.index[i];
    if (frame.segment != null) {
      frame.segment.loadLocal(local);
      return i + 1;
    }
    if (isIncrement(i)) {
      int amount = (int) code.value[i + 1];
      out.increment(frame.slots[local], code.ops[i + 2] == Opcode.I32_SUB ? -amount : amount);
      facts.changed(local, i + 3);
      return i + 4;
    }
    out.load(frame.slots[local], frame.localType(local));
    finish(i, local);
    return i + 1;
  }

  /// `local.get x; i32.const c; i32.add; local.set x` with a small c.
  private boolean isIncrement(int i) {
    return i + 3 < region.to
        && code.ops[i + 1] == Opcode.I32_CONST
        && (code.ops[i + 2] == Opcode.I32_ADD || code.ops[i + 2] == Opcode.I32_SUB)
        && code.ops[i + 3] == Opcode.LOCAL_SET
        && code.index[i + 3] == code.index[i]
        && Math.abs((int) code.value[i + 1]) <= 0x7fff
        && (int) code.value[i + 1] != Integer.MIN_VALUE;
  }

  void setLocal(int i) {
    int local = code.index[i];
    if (frame.segment != null) {
      frame.segment.storeLocal(local);
      facts.changed(local, i);
      return;
    }
    frame.asLocal(local);
    out.store(frame.slots[local], frame.localType(local));
    facts.changed(local, i);
  }

  void teeLocal(int i) {
    int local = code.index[i];
    if (frame.segment == null) {
      frame.asLocal(local);
    }
    out.dup();
    setLocal(i);
    finish(i, local);
  }

  private void finish(int i, int local) {
    if (code.vectors && frame.typeOf(local) == ValType.V128) {
      vectors.finish(i);
    }
  }

  void emitGlobalGet(int global) {
    String type = Signature.descriptor(code.module.allGlobals().get(global).type());
    frame.loadInstance();
    if (names.hasCell(global)) {
      out.getField(pushCell(global), "value", type);
    } else {
      out.getField(ModuleNames.INSTANCE, ModuleNames.globalField(global), type);
    }
    frame.entered(code.module.allGlobals().get(global).type());
  }

  void emitGlobalSet(int global) {
    String type = Signature.descriptor(code.module.allGlobals().get(global).type());
    frame.leaving(code.module.allGlobals().get(global).type());
    int mark = out.localCount();
    int valueType = out.typeAt(0);
    int value = frame.temporary(valueType);
    out.store(value, valueType);
    frame.loadInstance();
    String owner = ModuleNames.INSTANCE;
    String field = ModuleNames.globalField(global);
    if (names.hasCell(global)) {
      owner = pushCell(global);
      field = "value";
    }
    out.load(value, valueType);
    out.putField(owner, field, type);
    out.dropLocals(mark);
  }

  /// Puts a global's cell in the place of the instance on the stack.
  ///
  /// @return the class of the cell
  private String pushCell(int global) {
    String cell = names.cellClass(global);
    if (global < names.globalFieldCount()) {
      out.getField(ModuleNames.INSTANCE, ModuleNames.globalField(global), "L" + cell + ";");
    } else {
      out.getField("graft/runtime/Instance", "cells", "[Lgraft/runtime/GlobalCell;");
      out.constant(global);
      out.op(AALOAD, 2, frame.object("graft/runtime/GlobalCell"));
      out.checkCast(cell);
    }
    return cell;
  }
}
