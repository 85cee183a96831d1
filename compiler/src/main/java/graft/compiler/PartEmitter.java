package graft.compiler;

import static graft.classfile.Bytecode.*;
import static graft.compiler.JvmNames.INT;
import static graft.compiler.JvmNames.LONG;

import graft.classfile.CodeWriter;
import graft.format.ValType;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/// Calls parts of the function that are methods of their own, and goes on where they say.
final class PartEmitter {
  private final MethodFrame frame;
  private final AddressFacts facts;
  private final MemoryArray array;
  private final OpenBlocks blocks;
  private final BranchEmitter branches;
  private final PartEntries entries;
  private final ThrowEmitter throwing;
  private final FunctionCode code;
  private final ModuleNames names;
  private final CodeWriter out;

  PartEmitter(
      MethodFrame frame,
      AddressFacts facts,
      MemoryArray array,
      OpenBlocks blocks,
      BranchEmitter branches,
      PartEntries entries,
      ThrowEmitter throwing) {
    this.frame = frame;
    this.facts = facts;
    this.array = array;
    this.blocks = blocks;
    this.branches = branches;
    this.entries = entries;
    this.throwing = throwing;
    code = frame.code;
    names = frame.names;
    out = frame.out;
  }

  /// Calls a group of arms, for all labels that lead into it.
  void emitGroup(Region group) {
    PartEntries.Entry entry = Objects.requireNonNull(entries.byOpener.get(group.entries[0]));
    boolean isEntered = frame.reachable || entries.targetedGroups.contains(group);
    if (frame.reachable) {
      entries.setEntry(0, entry.label());
    }
    for (int k = 1; k < group.entries.length; k++) {
      OpenBlock block = blocks.stack[--blocks.depth];
      if (block.isTargeted) {
        blocks.restoreStack(block, List.of());
        out.bind(block.label);
        entries.setEntry(k, entry.label());
        isEntered = true;
      }
    }
    frame.reachable = isEntered;
    if (isEntered) {
      facts.nonNegative.clear();
      array.isStale = true;
      // All blocks of a switch are opened in a row, on the same stack.
      int[] below = blocks.depth == 0 ? new int[0] : blocks.stack[blocks.depth - 1].below;
      out.setStack(below, below.length);
      out.bind(entry.label());
      emitPart(group);
    }
  }

  void emitPart(Region part) {
    for (int local : part.inputs) {
      out.load(frame.slots[local], frame.localType(local));
      frame.leaving(frame.typeOf(local));
    }
    if (part.isGroup()) {
      out.load(entries.entrySlot, INT);
    }
    frame.loadInstance();
    if (code.hasTailCalls) {
      frame.loadTail();
    }
    out.invokeStatic(
        Objects.requireNonNull(part.owner),
        RegionMethod.name(names, code, part),
        RegionMethod.descriptor(code, part));
    boolean hasExit = false;
    int mark = out.localCount();
    int exit = -1;
    switch (part.result) {
      case NOTHING -> {}
      case OUTPUT -> {
        frame.entered(frame.typeOf(part.outputs[0]));
        storeLocal(part.outputs[0], part.to);
      }
      case EXIT -> {
        hasExit = true;
        exit = frame.temporary(INT);
        out.store(exit, INT);
      }
      case EXIT_AND_OUTPUT -> {
        hasExit = true;
        int packed = frame.temporary(LONG);
        out.store(packed, LONG);
        out.load(packed, LONG);
        unpackHigh();
        storeLocal(part.outputs[0], part.to);
        exit = frame.temporary(INT);
        out.load(packed, LONG);
        out.op(L2I, 1, INT);
        out.store(exit, INT);
      }
      case TWO_OUTPUTS -> {
        out.dup();
        unpackHigh();
        storeLocal(part.outputs[1], part.to);
        out.op(L2I, 1, INT);
        storeLocal(part.outputs[0], part.to);
      }
    }
    takeScratch(part);
    array.isStale |= code.mayGrow(part.from, part.to);
    if (!hasExit) {
      out.dropLocals(mark);
      goOn(part, 0);
      return;
    }
    out.load(exit, INT);
    out.dropLocals(mark);
    switchOnExit(part);
  }

  private void unpackHigh() {
    out.constant(32);
    out.op(LUSHR, 2, LONG);
    out.op(L2I, 1, INT);
  }

  private void storeLocal(int local, int at) {
    frame.asLocal(local);
    out.store(frame.slots[local], frame.localType(local));
    if (local < code.locals.length) {
      facts.changed(local, at);
    }
  }

  /// Goes on according to the exit number on the stack.
  private void switchOnExit(Region part) {
    int count = part.exits.length;
    int[] labels = new int[count];
    boolean[] isStub = new boolean[count];
    boolean fallsThrough = part.exits[0] == Region.FALL_THROUGH;
    out.pop(1);
    for (int k = 0; k < count; k++) {
      boolean direct = part.exits[k] != Region.FALL_THROUGH && isDirectExit(part.exits[k]);
      labels[k] = direct ? branches.directLabel(part.exits[k]) : out.newLabel();
      isStub[k] = !direct && part.exits[k] != Region.FALL_THROUGH;
    }
    out.unpop(1);
    boolean past = fallsThrough;
    if (count == 2 && fallsThrough) {
      past = isStub[1];
      out.jump(past ? IFEQ : IFNE, 1, past ? labels[0] : labels[1]);
    } else {
      out.tableSwitch(Arrays.copyOf(labels, count - 1), labels[count - 1]);
    }
    int[] before = out.stackTypes();
    boolean stale = array.isStale;
    for (int k = 0; k < count; k++) {
      if (isStub[k]) {
        out.setStack(before, before.length);
        array.isStale = stale;
        out.bind(labels[k]);
        goOn(part, k);
      }
    }
    out.setStack(before, before.length);
    array.isStale = stale;
    if (past) {
      out.bind(labels[0]);
    }
    if (fallsThrough) {
      frame.loadCarried(part.values);
    }
    frame.reachable = fallsThrough;
  }

  /// Whether an exit of a part may be jumped to as it is. A label that wants a value never may: the
  /// value is still in its variable, whatever else is on the stack.
  private boolean isDirectExit(int opener) {
    return frame.carriers(opener).length == 0 && branches.isDirect(opener);
  }

  /// Goes where an exit of a part leads.
  private void goOn(Region part, int exit) {
    if (part.exits.length == 0) {
      // It never comes back.
      frame.throwTrap("unreachable");
      return;
    }
    int opener = part.exits[exit];
    if (opener == Region.FALL_THROUGH) {
      frame.loadCarried(part.values);
      return;
    }
    frame.loadCarried(frame.carriers(opener));
    if (opener == Region.THROWN) {
      throwing.emitThrowReference();
    } else {
      branches.branch(opener);
    }
  }

  private void takeScratch(Region part) {
    Scratch scratch = new Scratch();
    for (int k = RegionMethod.outputsInResult(part); k < part.outputs.length; k++) {
      int local = part.outputs[k];
      frame.loadInstance();
      scratch.next(frame.typeOf(local));
      out.getField(ModuleNames.INSTANCE, scratch.field(), scratch.descriptor());
      if (frame.typeOf(local) == ValType.V128) {
        out.checkCast("graft/runtime/V128");
        frame.entered(ValType.V128);
      }
      storeLocal(local, part.to);
    }
  }
}
