package graft.compiler;

import static graft.classfile.Bytecode.*;
import static graft.compiler.JvmNames.INT;

import graft.classfile.CodeWriter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// The labels that lead into groups of arms: of this method, or of those that it calls.
final class PartEntries {
  private final MemoryArray array;
  private final OpenBlocks blocks;
  private final Region region;
  private final CodeWriter out;

  /// Which label a group of arms is entered through: of this method, or of those that it calls.
  int entrySlot = -1;

  /// For blocks whose label leads into a group of arms: the group and the number of the entry.
  final Map<Integer, Entry> byOpener = new HashMap<>();

  /// Groups that a br_table jumps to without a label of their own.
  final Set<Region> targetedGroups = new HashSet<>();

  PartEntries(MethodFrame frame, MemoryArray array, OpenBlocks blocks) {
    this.array = array;
    this.blocks = blocks;
    region = frame.region;
    out = frame.out;
  }

  record Entry(Region group, int number, int label) {}

  /// The beginning of a group's method: opens the blocks whose ends are inside, and goes to the
  /// arm.
  void enterGroup() {
    int count = region.entries.length;
    int[] labels = new int[count];
    for (int k = count - 1; k > 0; k--) {
      OpenBlock block = blocks.open(region.entries[k], false);
      block.isTargeted = true;
      block.memoryIsStaleAtLabel = array.isStale;
      labels[k] = block.label;
    }
    labels[0] = out.newLabel();
    out.load(entrySlot, INT);
    if (count == 1) {
      out.drop();
    } else {
      out.tableSwitch(labels, labels[0]);
      out.bind(labels[0]);
    }
  }

  void setEntry(int number, int label) {
    out.constant(number);
    out.store(entrySlot, INT);
    out.jump(GOTO, 0, label);
  }
}
