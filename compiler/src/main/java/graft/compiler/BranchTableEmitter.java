package graft.compiler;

import static graft.classfile.Bytecode.*;
import static graft.compiler.JvmNames.INT;

import graft.classfile.CodeWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Translates br_table: to a tableswitch, or, where that would be too large, to strings that map
/// the key to the number of a label.
final class BranchTableEmitter {
  private final MethodFrame frame;
  private final MemoryArray array;
  private final BranchEmitter branches;
  private final PartEntries entries;
  private final FunctionCode code;
  private final CodeWriter out;

  /// Different labels from which on a br_table is taken for an interpreter's.
  private static final int MANY_ARMS = 24;

  /// Entries above which a br_table is no tableswitch.
  private static final int LARGE_TABLE = 1_500;

  BranchTableEmitter(
      MethodFrame frame, MemoryArray array, BranchEmitter branches, PartEntries entries) {
    this.frame = frame;
    this.array = array;
    this.branches = branches;
    this.entries = entries;
    code = frame.code;
    out = frame.out;
  }

  void emitBranchTable(int i) {
    int[] targets = code.targets(i);
    if (targets.length <= NumberTable.STRING_SIZE && leadsIntoGroup(targets)) {
      emitBranchTableToGroups(targets);
      return;
    }
    int mark = out.localCount();
    int key = frame.temporary(INT);
    out.store(key, INT);
    int[] labels = new int[targets.length];
    int[] stubs = new int[targets.length];
    int stubCount = 0;
    Map<Integer, Integer> known = new HashMap<>();
    for (int k = 0; k < targets.length; k++) {
      Integer label = known.get(targets[k]);
      if (label == null) {
        if (branches.isDirect(targets[k])) {
          label = branches.directLabel(targets[k]);
        } else {
          label = out.newLabel();
          stubs[stubCount++] = k;
        }
        known.put(targets[k], label);
      }
      labels[k] = label;
    }
    if (known.size() >= MANY_ARMS) {
      known.keySet().forEach(branches::markArm);
    }
    out.load(key, INT);
    out.dropLocals(mark);
    if (targets.length == 1) {
      out.drop();
      out.jump(GOTO, 0, labels[0]);
    } else if (targets.length > LARGE_TABLE) {
      switchByString(labels);
    } else {
      out.tableSwitch(Arrays.copyOf(labels, labels.length - 1), labels[labels.length - 1]);
    }
    int[] before = out.stackTypes();
    boolean stale = array.isStale;
    for (int k = 0; k < stubCount; k++) {
      out.setStack(before, before.length);
      array.isStale = stale;
      out.bind(labels[stubs[k]]);
      branches.branch(targets[stubs[k]]);
    }
    frame.reachable = false;
  }

  private boolean leadsIntoGroup(int[] targets) {
    int found = 0;
    for (int target : targets) {
      PartEntries.Entry entry = entries.byOpener.get(target);
      found += entry != null && entry.group().entries.length > 1 ? 1 : 0;
    }
    return found > 0;
  }

  /// A br_table whose arms are in groups: one string maps the key to the group or label, another to
  /// the entry of the group.
  private void emitBranchTableToGroups(int[] targets) {
    int mark = out.localCount();
    int key = frame.temporary(INT);
    out.store(key, INT);
    Map<Integer, Integer> numbers = new HashMap<>();
    List<Integer> labels = new ArrayList<>();
    List<@Nullable Integer> stubTargets = new ArrayList<>();
    StringBuilder destinations = new StringBuilder();
    StringBuilder entryNumbers = new StringBuilder();
    for (int target : targets) {
      PartEntries.Entry entry = entries.byOpener.get(target);
      boolean toGroup = entry != null && branches.isDirect(target);
      int place = toGroup ? Objects.requireNonNull(entry).group().entries[0] : target;
      Integer number = numbers.get(place);
      if (number == null) {
        number = labels.size();
        numbers.put(place, number);
        if (toGroup) {
          labels.add(Objects.requireNonNull(entry).label());
          entries.targetedGroups.add(entry.group());
          stubTargets.add(null);
        } else if (branches.isDirect(target)) {
          labels.add(branches.directLabel(target));
          stubTargets.add(null);
        } else {
          labels.add(out.newLabel());
          stubTargets.add(target);
        }
      }
      destinations.append((char) (number + 1));
      entryNumbers.append((char) (toGroup ? Objects.requireNonNull(entry).number() + 1 : 1));
    }
    clampKey(key, targets.length - 1);
    lookUp(entryNumbers.toString(), key);
    out.store(entries.entrySlot, INT);
    lookUp(destinations.toString(), key);
    out.dropLocals(mark);
    int[] all = labels.stream().mapToInt(Integer::intValue).toArray();
    out.tableSwitch(all, all[0]);
    int[] before = out.stackTypes();
    boolean stale = array.isStale;
    for (int k = 0; k < all.length; k++) {
      Integer target = stubTargets.get(k);
      if (target != null) {
        out.setStack(before, before.length);
        array.isStale = stale;
        out.bind(all[k]);
        branches.branch(target);
      }
    }
    frame.reachable = false;
  }

  /// Makes any key that is too large, without sign, the last one.
  private void clampKey(int key, int last) {
    int fits = out.newLabel();
    out.load(key, INT);
    out.constant(last);
    out.invokeStatic("java/lang/Integer", "compareUnsigned", "(II)I");
    out.jump(IFLT, 1, fits);
    out.constant(last);
    out.store(key, INT);
    out.bind(fits);
  }

  /// Pushes the number that a string holds for a key.
  private void lookUp(String numbers, int key) {
    out.stringConstant(numbers);
    out.load(key, INT);
    out.invokeVirtual("java/lang/String", "charAt", "(I)C");
    out.constant(1);
    out.op(ISUB, 2, INT);
  }

  /// A br_table with thousands of entries, of which most are the same: strings map the key to the
  /// number of a label, as a tableswitch takes four bytes for each key.
  private void switchByString(int[] labels) {
    int[] distinct = Arrays.stream(labels).distinct().toArray();
    Map<Integer, Integer> numbers = new HashMap<>();
    for (int label : distinct) {
      numbers.put(label, numbers.size());
    }
    int mark = out.localCount();
    int key = frame.temporary(INT);
    out.store(key, INT);
    NumberTable.push(
        out, key, Arrays.stream(labels).map(label -> numbers.getOrDefault(label, 0)).toArray());
    out.dropLocals(mark);
    out.tableSwitch(Arrays.copyOf(distinct, distinct.length - 1), distinct[distinct.length - 1]);
  }
}
