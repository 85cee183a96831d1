package graft.compiler;

import graft.format.FunctionType;
import graft.format.Opcode;
import graft.format.ValType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// Cuts a function that is too large for one method into parts.
///
/// HotSpot never compiles a method above 8,000 bytes of bytecode, and the format refuses one above
/// 65,535. So runs of whole statements of one block become methods of their own ({@link Region}).
///
/// Candidates are maximal runs whose estimated size stays below a limit; a statement that is larger
/// is a block, and its insides are searched instead. The largest candidates are moved out until
/// what is left is small enough. A candidate whose call would cost more than half of what it saves
/// stays: that keeps the dispatch of an interpreter's loop, with its hundreds of targets, where it
/// is.
final class RegionPlanner {
  private static final int MAX_PARAMETER_SLOTS = 200;

  /// Bytes of bytecode that turn a vector of jdk.incubator.vector into a V128, or back.
  private static final int VECTOR_BORDER = 28;

  /// A part with more exits holds the dispatch of a switch with arms outside, perhaps that of an
  /// interpreter's loop: each step would go through a call and a second switch.
  private static final int MANY_EXITS = 16;

  private final FunctionCode code;
  private final Liveness liveness;
  private final int[] sizeBefore;
  private final int minSize;
  private int partCount;

  /// A run of statements, or a group of arms: then each "statement" is an arm, and `openers` are
  /// the blocks whose labels lead to them.
  private record Candidate(int from, int to, List<int[]> statements, int[] openers) {}

  private boolean groupsArms;

  /// Runs of statements that are still to be searched: not a recursion, as constructs may lie
  /// within each other as deep as the module likes.
  private final ArrayDeque<Run> pending = new ArrayDeque<>();

  /// @param base height of the operand stack between the statements
  private record Run(int from, int to, int base, int maxPart) {}

  /// @param minSize estimated size of the smallest part that is worth a method, in bytes
  RegionPlanner(FunctionCode code, int minSize) {
    this.code = code;
    this.minSize = minSize;
    this.liveness = new Liveness(code);
    sizeBefore = new int[code.count + 1];
    for (int i = 0; i < code.count; i++) {
      sizeBefore[i + 1] = sizeBefore[i] + (code.height[i] < 0 ? 0 : estimate(code, i));
    }
  }

  /// Bytes of bytecode that an instruction takes, roughly.
  static int estimate(FunctionCode code, int i) {
    Opcode op = code.ops[i];
    int number = op.code();
    if (MemoryAccess.find(op) != null) {
      return 14;
    }
    if (op.isAtomic()) {
      return 35;
    }
    if (code.vectors && op.code() >>> 16 == 0xfd) {
      return 16;
    }
    return switch (op) {
      case CALL -> 10;
      case RETURN_CALL -> 40 + 16 * code.module.functionType(code.index[i]).parameters().size();
      case RETURN_CALL_INDIRECT ->
          50 + 16 * code.module.types().get(code.index[i]).parameters().size();
      case CALL_INDIRECT -> 22 + 4 * code.module.types().get(code.index[i]).parameters().size();
      case LOCAL_GET, LOCAL_SET, I32_CONST, DROP -> 2;
      case LOCAL_TEE, BR, BR_IF, IF -> 3;
      case BR_TABLE -> 12 + 4 * code.targets(i).length;
      case BLOCK, LOOP, END, ELSE, NOP -> 0;
      case GLOBAL_GET -> 7;
      case V128_CONST, I8X16_SHUFFLE -> 14;
      case GLOBAL_SET, SELECT -> 9;
      case I32_EQZ -> 4;
      default -> number >= 0x46 && number <= 0x66 ? 5 : number >= 0x6a && number <= 0x78 ? 1 : 4;
    };
  }

  /// The estimated size of a region, its parts counted as calls.
  int estimatedSize(Region region) {
    int size = sizeBefore[region.to] - sizeBefore[region.from];
    for (Region part : region.parts) {
      size -= sizeBefore[part.to] - sizeBefore[part.from];
      size += callCost(part);
    }
    return size;
  }

  /// Chooses parts of a region so that what is left is estimated below `limit` bytes, if possible.
  ///
  /// @param maxPart the estimated size of the largest part, in bytes
  /// @param greed how many times its call's cost a part must save
  /// @param withGroups whether arms of a switch may be grouped
  /// @return the parts, in order
  List<Region> choose(Region region, int limit, int maxPart, double greed, boolean withGroups) {
    groupsArms = withGroups;
    List<Region> found = new ArrayList<>();
    List<Candidate> candidates = new ArrayList<>();
    // Never the region itself.
    collectAll(region, Math.min(maxPart, size(region.from, region.to) * 2 / 3), candidates);
    while (!candidates.isEmpty()) {
      List<Candidate> rejected = new ArrayList<>();
      for (Candidate candidate : candidates) {
        liveness.want(candidate.from);
        liveness.want(candidate.to);
      }
      liveness.find();
      for (Candidate candidate : candidates) {
        Region part = new Region(candidate.from, candidate.to, -1);
        part.entries = candidate.openers;
        if (isPossible(part)
            && (greed < 2 || part.exits.length <= MANY_EXITS)
            && greed * callCost(part) <= size(part.from, part.to)) {
          found.add(part);
        } else {
          rejected.add(candidate);
        }
      }
      candidates = smaller(rejected);
    }
    return best(region, found, limit);
  }

  private int size(int from, int to) {
    return sizeBefore[to] - sizeBefore[from];
  }

  private List<Region> best(Region region, List<Region> found, int limit) {
    found.sort((one, other) -> {
      int order = Integer.compare(saved(other), saved(one));
      return order != 0 ? order : Integer.compare(one.from, other.from);
    });
    // Lambdas, as the JVM makes what Comparator's methods give anew at each start.
    TreeSet<Region> chosen = new TreeSet<>((one, other) -> Integer.compare(one.from, other.from));
    int left = size(region.from, region.to);
    for (Region part : found) {
      if (left <= limit) {
        break;
      }
      chosen.add(part);
      left -= saved(part);
    }
    List<Region> numbered = new ArrayList<>();
    for (Region part : chosen) {
      Region numberedPart = new Region(part.from, part.to, ++partCount);
      numberedPart.entries = part.entries;
      numberedPart.values = part.values;
      numberedPart.inputs = part.inputs;
      numberedPart.outputs = part.outputs;
      numberedPart.exits = part.exits;
      numberedPart.result = part.result;
      numbered.add(numberedPart);
    }
    return numbered;
  }

  private int saved(Region part) {
    return size(part.from, part.to) - callCost(part);
  }

  // Candidates.

  private void collectAll(Region region, int maxPart, List<Candidate> into) {
    if (region.isWholeFunction()) {
      collect(0, code.count - 1, 0, maxPart);
    } else if (region.isGroup()) {
      for (int k = 0; k < region.entries.length; k++) {
        int opener = region.entries[k];
        int end = k + 1 < region.entries.length ? code.end[region.entries[k + 1]] : region.to;
        collect(code.end[opener] + 1, end, code.height[opener], maxPart);
      }
    } else {
      collectInside(region.from, region.to, maxPart);
    }
    searchPending(into);
  }

  private void searchPending(List<Candidate> into) {
    for (Run run = pending.poll(); run != null; run = pending.poll()) {
      search(run, into);
    }
  }

  /// Searches a part: it is a run of statements of one block.
  private void collectInside(int from, int to, int maxPart) {
    collect(from, to, code.height[from], maxPart);
  }

  /// Has a run of statements of one block searched.
  ///
  /// @param base height of the operand stack between its statements
  private void collect(int from, int to, int base, int maxPart) {
    pending.add(new Run(from, to, base, maxPart));
  }

  private void search(Run all, List<Candidate> into) {
    List<int[]> run = new ArrayList<>();
    for (int[] statement : statements(all.from, all.to, all.base)) {
      int size = size(statement[0], statement[1]);
      if (size > all.maxPart) {
        closeRun(run, into);
        collectInStatement(statement, all.maxPart, into);
        continue;
      }
      if (!run.isEmpty() && size(run.get(0)[0], statement[1]) > all.maxPart) {
        closeRun(run, into);
      }
      run.add(statement);
    }
    closeRun(run, into);
  }

  private void closeRun(List<int[]> run, List<Candidate> into) {
    if (!run.isEmpty()) {
      int from = run.get(0)[0];
      int to = run.get(run.size() - 1)[1];
      if (size(from, to) >= minSize) {
        into.add(new Candidate(from, to, List.copyOf(run), new int[0]));
      }
      run.clear();
    }
  }

  /// Searches the bodies of the constructs in a statement.
  private void collectInStatement(int[] statement, int maxPart, List<Candidate> into) {
    for (int i = statement[0]; i < statement[1]; i++) {
      if (!isOpener(code.ops[i]) || code.height[i] < 0) {
        continue;
      }
      if (groupsArms && maxPart != Integer.MAX_VALUE) {
        int innermost = bottomOfLadder(i);
        if (innermost > i) {
          collectInLadder(i, innermost, maxPart, into);
          i = code.end[i];
          continue;
        }
      }
      int base =
          code.height[i]
              - (code.ops[i] == Opcode.IF ? 1 : 0)
              - code.blockType(i).parameters().size();
      for (int part = i; part >= 0; part = code.next[part]) {
        int end = code.next[part] >= 0 ? code.next[part] : code.end[i];
        collect(part + 1, end, base, maxPart);
      }
      i = code.end[i];
    }
  }

  /// The last of the blocks that are opened in a row from `top` on, each the first instruction of
  /// the one before; `top` itself if there are only a few.
  private int bottomOfLadder(int top) {
    int bottom = top;
    while (isPlainBlock(bottom) && isPlainBlock(bottom + 1)) {
      bottom++;
    }
    return bottom - top >= 4 ? bottom : top;
  }

  private boolean isPlainBlock(int i) {
    return code.ops[i] == Opcode.BLOCK
        && code.blockType(i).parameters().isEmpty()
        && code.blockType(i).results().isEmpty();
  }

  /// Searches a switch: blocks opened in a row, the dispatch in the innermost, and an arm behind
  /// the end of each. Neighbouring arms become one part.
  private void collectInLadder(int top, int bottom, int maxPart, List<Candidate> into) {
    int base = code.height[top];
    collect(bottom + 1, code.end[bottom], base, maxPart);
    List<int[]> arms = new ArrayList<>();
    List<Integer> openers = new ArrayList<>();
    int total = 0;
    for (int opener = bottom; opener > top; opener--) {
      int[] arm = {code.end[opener] + 1, code.end[opener - 1]};
      int size = size(arm[0], arm[1]);
      if (size > maxPart) {
        closeGroup(arms, openers, into);
        total = 0;
        collect(arm[0], arm[1], base, maxPart);
        continue;
      }
      if (total + size > maxPart) {
        closeGroup(arms, openers, into);
        total = 0;
      }
      arms.add(arm);
      openers.add(opener);
      total += size;
    }
    closeGroup(arms, openers, into);
  }

  private void closeGroup(List<int[]> arms, List<Integer> openers, List<Candidate> into) {
    if (!arms.isEmpty()) {
      int from = arms.get(0)[0];
      int to = arms.get(arms.size() - 1)[1];
      if (size(from, to) >= minSize) {
        into.add(
            new Candidate(
                from,
                to,
                List.copyOf(arms),
                openers.stream().mapToInt(Integer::intValue).toArray()));
      }
      arms.clear();
      openers.clear();
    }
  }

  private static boolean isOpener(Opcode op) {
    return switch (op) {
      case BLOCK, LOOP, IF, TRY, TRY_TABLE -> true;
      default -> false;
    };
  }

  /// The statements of a block's body: from one place where the stack is at its base to the next.
  private List<int[]> statements(int from, int to, int base) {
    List<int[]> statements = new ArrayList<>();
    int start = -1;
    for (int i = from; i < to; i++) {
      if (code.height[i] == base) {
        if (start >= 0) {
          statements.add(new int[] {start, i});
        }
        start = i;
      }
      if (isOpener(code.ops[i])) {
        i = code.end[i];
      }
    }
    if (start >= 0 && (code.height[to] <= base || leavesValues(to, base))) {
      statements.add(new int[] {start, to});
    }
    return statements;
  }

  private boolean leavesValues(int to, int base) {
    int[] carriers = code.carriersAtEnd(to);
    return carriers != null && code.height[to] == base + carriers.length;
  }

  /// What to try instead of candidates that could not be taken: their statements one by one, or
  /// what is inside of them.
  private List<Candidate> smaller(List<Candidate> rejected) {
    List<Candidate> result = new ArrayList<>();
    for (Candidate candidate : rejected) {
      if (candidate.openers.length > 0) {
        addHalvesOfGroup(candidate, result);
      } else if (candidate.statements.size() > 1) {
        int middle = candidate.statements.size() / 2;
        addHalf(candidate.statements.subList(0, middle), result);
        addHalf(candidate.statements.subList(middle, candidate.statements.size()), result);
      } else {
        collectInStatement(candidate.statements.get(0), Integer.MAX_VALUE, result);
      }
    }
    searchPending(result);
    return result;
  }

  private void addHalvesOfGroup(Candidate group, List<Candidate> into) {
    int count = group.openers.length;
    if (count == 1) {
      int base = code.height[group.openers[0]];
      collect(group.from, group.to, base, Integer.MAX_VALUE - 1);
      return;
    }
    for (int[] half : new int[][] {{0, count / 2}, {count / 2, count}}) {
      List<Integer> openers = new ArrayList<>();
      for (int k = half[0]; k < half[1]; k++) {
        openers.add(group.openers[k]);
      }
      closeGroup(new ArrayList<>(group.statements.subList(half[0], half[1])), openers, into);
    }
  }

  private void addHalf(List<int[]> statements, List<Candidate> into) {
    closeRun(new ArrayList<>(statements), into);
  }

  // What a part takes and gives.

  /// Finds exits, inputs and outputs of a part; false if it cannot be one.
  private boolean isPossible(Region part) {
    TreeSet<Integer> exits = new TreeSet<>();
    BitSet mentioned = new BitSet();
    BitSet modified = new BitSet();
    for (int i = part.from; i < part.to; i++) {
      if (code.height[i] < 0) {
        continue;
      }
      switch (code.ops[i]) {
        case LOCAL_GET -> mentioned.set(code.index[i]);
        case LOCAL_SET, LOCAL_TEE -> {
          mentioned.set(code.index[i]);
          modified.set(code.index[i]);
        }
        case BR, BR_IF -> addExit(part, code.target[i], exits);
        case BR_TABLE -> {
          for (int target : code.targets(i)) {
            addExit(part, target, exits);
          }
        }
        case RETURN -> exits.add(-1);
        case RETURN_CALL, RETURN_CALL_INDIRECT -> {
          if (isInsideTry(part)) {
            // The part would be called from where the try catches, but its callee must not be.
            return false;
          }
          exits.add(-1);
        }
        case RETHROW, DELEGATE -> {
          if (!part.contains(code.target[i])) {
            return false;
          }
        }
        case TRY_TABLE -> {
          for (int target :
              ((FunctionCode.TryTable) java.util.Objects.requireNonNull(code.extra[i])).targets()) {
            addExit(part, target, exits);
          }
        }
        default -> {}
      }
    }
    if (liveness.inHandlers(part.from).intersects(modified)) {
      exits.add(Region.THROWN);
    }
    for (int exit : exits) {
      if (code.carriers(exit) == null) {
        return false;
      }
    }
    int base = code.height[part.isGroup() ? part.entries[0] : part.from];
    if (code.height[part.to] >= 0) {
      exits.add(Region.FALL_THROUGH);
      if (code.height[part.to] > base) {
        int[] values = code.carriersAtEnd(part.to);
        if (values == null) {
          return false;
        }
        part.values = values;
      }
    }
    part.exits = exits.stream().mapToInt(Integer::intValue).toArray();
    setInputs(part, mentioned);
    setOutputs(part, modified);
    return fits(part);
  }

  private static void addExit(Region part, int target, Set<Integer> exits) {
    if (!part.contains(target)) {
      exits.add(target);
    }
  }

  private boolean isInsideTry(Region part) {
    if (!code.hasTry) {
      return false;
    }
    int inside = part.isGroup() ? part.entries[0] : part.from;
    for (int opener = code.parent[inside]; opener >= 0; opener = code.parent[opener]) {
      if (code.ops[opener] == Opcode.TRY || code.ops[opener] == Opcode.TRY_TABLE) {
        return true;
      }
    }
    return false;
  }

  private void setInputs(Region part, BitSet mentioned) {
    BitSet inputs = new BitSet();
    if (part.isGroup()) {
      for (int opener : part.entries) {
        inputs.or(liveness.atLabel(opener));
      }
    } else {
      inputs.or(liveness.before(part.from));
    }
    inputs.and(mentioned);
    part.inputs = inputs.stream().toArray();
  }

  private void setOutputs(Region part, BitSet modified) {
    BitSet needed = new BitSet();
    TreeSet<Integer> carriers = new TreeSet<>();
    for (int exit : part.exits) {
      switch (exit) {
        case Region.FALL_THROUGH -> needed.or(liveness.before(part.to));
        case Region.THROWN -> needed.or(liveness.inHandlers(part.from));
        default -> needed.or(liveness.atLabel(exit));
      }
      for (int carrier : exit == Region.FALL_THROUGH ? part.values : carriers(exit)) {
        carriers.add(carrier);
      }
    }
    needed.and(modified);
    carriers.forEach(needed::set);
    // Those of type i32 first: the method's own result can carry them.
    part.outputs =
        IntStream.concat(
                needed.stream().filter(local -> type(local) == ValType.I32),
                needed.stream().filter(local -> type(local) != ValType.I32))
            .toArray();
    part.result = result(part);
  }

  private int[] carriers(int exit) {
    return Objects.requireNonNull(code.carriers(exit));
  }

  private ValType type(int local) {
    return code.typeOf(local);
  }

  private Region.Result result(Region part) {
    int outputs = part.outputs.length;
    boolean oneExit = part.exits.length <= 1;
    if (outputs == 0) {
      return oneExit ? Region.Result.NOTHING : Region.Result.EXIT;
    }
    if (!oneExit) {
      return type(part.outputs[0]) == ValType.I32
          ? Region.Result.EXIT_AND_OUTPUT
          : Region.Result.EXIT;
    }
    return outputs > 1 && type(part.outputs[1]) == ValType.I32
        ? Region.Result.TWO_OUTPUTS
        : Region.Result.OUTPUT;
  }

  private boolean fits(Region part) {
    int slots = 1;
    for (int local : part.inputs) {
      slots += type(local) == ValType.I64 || type(local) == ValType.F64 ? 2 : 1;
    }
    Scratch scratch = new Scratch();
    boolean fits = slots <= MAX_PARAMETER_SLOTS;
    for (int local : part.outputs) {
      fits &= scratch.next(type(local));
    }
    return fits;
  }

  private int callCost(Region part) {
    int cost = 6 + 2 * part.inputs.length + 7 * part.outputs.length;
    if (code.vectors) {
      cost += VECTOR_BORDER * (countVectors(part.inputs) + countVectors(part.outputs));
    }
    if (part.exits.length > 1) {
      cost += part.exits.length == 2 ? 8 : 16 + 6 * part.exits.length;
    }
    return cost;
  }

  private int countVectors(int[] locals) {
    return (int) Arrays.stream(locals).filter(local -> type(local) == ValType.V128).count();
  }

  /// The region that is a whole function.
  static Region wholeFunction(FunctionCode code) {
    Region region = new Region(0, code.count, 0);
    FunctionType type = code.type;
    region.inputs = new int[type.parameters().size()];
    Arrays.setAll(region.inputs, i -> i);
    return region;
  }
}
