package graft.compiler;

import static graft.classfile.Bytecode.*;
import static graft.compiler.JvmNames.EXCEPTION;
import static graft.compiler.JvmNames.INT;
import static graft.compiler.JvmNames.LONG;

import graft.classfile.CodeWriter;
import graft.classfile.VerificationType;
import graft.format.ValType;
import java.util.Arrays;

/// The ways out of a part: each hands over the outputs and gives its number, see {@link
/// Region.Result}.
final class PartExits {
  private final MethodFrame frame;
  private final Region region;
  private final CodeWriter out;

  /// The JVM label of each exit, or -1 where nothing leaves by it.
  final int[] exitLabels;

  PartExits(MethodFrame frame) {
    this.frame = frame;
    region = frame.region;
    out = frame.out;
    exitLabels = new int[region.exits.length];
    Arrays.fill(exitLabels, -1);
  }

  /// Leaves a part for a label around it; the values for it go through variables.
  void leave(int opener) {
    frame.storeCarried(frame.carriers(opener));
    while (out.depth() > 0) {
      out.drop();
    }
    jumpToExit(opener);
  }

  /// Jumps to an exit; the stack is empty.
  void jumpToExit(int opener) {
    int exit = region.exit(opener);
    if (exitLabels[exit] < 0) {
      exitLabels[exit] = out.newLabel();
    }
    out.jump(GOTO, 0, exitLabels[exit]);
  }

  /// Catches what leaves the part by being thrown, if a handler around it needs the part's locals.
  void passExceptionsOn(int start) {
    int exits = region.exits.length;
    int end = out.mark();
    if (exits > 0 && region.exits[exits - 1] == Region.THROWN && !out.isEmpty(start, end)) {
      out.handler(new int[] {start, end}, EXCEPTION);
      frame.storeCarried(frame.carriers(Region.THROWN));
      jumpToExit(Region.THROWN);
    }
  }

  /// Emits all exits that are in use.
  void emitExits() {
    if (region.isWholeFunction()) {
      return;
    }
    int common = -1;
    int used = 0;
    for (int label : exitLabels) {
      used += label >= 0 ? 1 : 0;
    }
    boolean numbered =
        region.result == Region.Result.EXIT || region.result == Region.Result.EXIT_AND_OUTPUT;
    for (int k = 0; k < exitLabels.length; k++) {
      if (exitLabels[k] < 0) {
        continue;
      }
      out.setStack(new int[0], 0);
      out.bind(exitLabels[k]);
      if (!numbered) {
        finishPart();
        return;
      }
      out.constant(k);
      if (used == 1) {
        finishPart();
        return;
      }
      if (common < 0) {
        common = out.newLabel();
      }
      out.jump(GOTO, 0, common);
    }
    if (common >= 0) {
      out.setStack(new int[] {INT}, 1);
      out.bind(common);
      finishPart();
    }
  }

  /// Hands over the outputs and returns; the exit number is on the stack if there are several.
  private void finishPart() {
    Scratch scratch = new Scratch();
    for (int k = RegionMethod.outputsInResult(region); k < region.outputs.length; k++) {
      int local = region.outputs[k];
      frame.loadInstance();
      out.load(frame.slots[local], frame.localType(local));
      frame.leaving(frame.typeOf(local));
      scratch.next(frame.typeOf(local));
      out.putField(ModuleNames.INSTANCE, scratch.field(), scratch.descriptor());
    }
    switch (region.result) {
      case NOTHING -> out.returnValue(VerificationType.TOP);
      case OUTPUT -> {
        ValType type = frame.typeOf(region.outputs[0]);
        out.load(frame.slots[region.outputs[0]], frame.localType(region.outputs[0]));
        frame.leaving(type);
        out.returnValue(frame.plainType(type));
      }
      case EXIT -> out.returnValue(INT);
      case EXIT_AND_OUTPUT -> {
        out.op(I2L, 1, LONG);
        out.load(frame.slots[region.outputs[0]], INT);
        packHigh();
        out.returnValue(LONG);
      }
      case TWO_OUTPUTS -> {
        out.load(frame.slots[region.outputs[0]], INT);
        out.op(I2L, 1, LONG);
        out.constant(0xffff_ffffL);
        out.op(LAND, 2, LONG);
        out.load(frame.slots[region.outputs[1]], INT);
        packHigh();
        out.returnValue(LONG);
      }
    }
  }

  /// Puts the int on top into the high half of the long below it.
  private void packHigh() {
    out.op(I2L, 1, LONG);
    out.constant(32);
    out.op(LSHL, 2, LONG);
    out.op(LOR, 2, LONG);
  }
}
