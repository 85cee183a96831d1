package graft.compiler;

import static graft.classfile.Bytecode.*;
import static graft.compiler.JvmNames.INT;
import static graft.compiler.JvmNames.TAIL;
import static graft.compiler.JvmNames.TAIL_DESCRIPTOR;

import graft.classfile.ClassWriter;
import graft.classfile.CodeWriter;
import graft.classfile.TooLargeException;
import graft.format.Opcode;
import graft.format.ValType;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A function that {@link RegionPlanner} cannot cut into methods which HotSpot compiles: it has too
/// many locals that live across, too many ways out of a part, or a statement that is too large.
///
/// It is cut into segments, which may begin and end at any instruction ({@link SegmentEmitter}), so
/// this works for all functions. Locals are in arrays that all segments share, and each step from
/// one segment to another goes through the function's own method, which calls the segments in turn;
/// so it is slower than code that is cut by its structure.
///
/// Places that control goes to from another segment have numbers, in the order of the code. The
/// function's method, or methods between it and the segments where there are many, find the segment
/// of a number by comparing.
final class LargeFunction {
  /// The place behind the function.
  static final int RETURN = -1;

  /// Estimated sizes of segments, in bytes.
  private static final int[] SIZES = {2_500, 1_200, 500, 100};

  private static final int SMALLEST = 30;

  /// How many segments or groups of them a method calls.
  private static final int FAN_OUT = 64;

  final FunctionCode code;
  final ExceptionHandlers handlers;

  private final ModuleNames names;
  private final CompilerOptions options;
  private final ChunkClasses classes;
  private final BitSet targetedLoops = new BitSet();
  private int[] starts = {};
  private BitSet entries = new BitSet();
  private final Map<Integer, Integer> numbers = new HashMap<>();
  private int regionCount;

  /// What is known while the segments are made in order.
  static final class Flow {
    final FrameLayout layout;

    /// Places that some code jumps to.
    final BitSet referred = new BitSet();

    /// Whether control arrives at the next segment from the one before.
    boolean reachable = true;

    /// How many operands, from the bottom, are in the frame.
    int inFrame;

    /// The highest operand that was moved there, while that is done.
    int spilled;

    private ValType[] types = new ValType[64];

    Flow(FrameLayout layout) {
      this.layout = layout;
    }

    ValType type(int height) {
      return Objects.requireNonNull(types[height]);
    }

    void setType(int height, ValType type) {
      if (height >= types.length) {
        types = java.util.Arrays.copyOf(types, 2 * height);
      }
      types[height] = type;
    }
  }

  LargeFunction(
      FunctionCode code, ModuleNames names, CompilerOptions options, ChunkClasses classes) {
    this.code = code;
    this.names = names;
    this.options = options;
    this.classes = classes;
    handlers = new ExceptionHandlers(code);
    findTargetedLoops();
  }

  private void findTargetedLoops() {
    for (int i = 0; i < code.count; i++) {
      if (code.height[i] >= 0) {
        forEachTarget(
            i,
            target -> {
              if (target >= 0 && code.ops[target] == Opcode.LOOP) {
                targetedLoops.set(target);
              }
            });
      }
    }
  }

  private void forEachTarget(int i, java.util.function.IntConsumer action) {
    switch (code.ops[i]) {
      case BR, BR_IF -> action.accept(code.target[i]);
      case BR_TABLE -> java.util.Arrays.stream(code.targets(i)).distinct().forEach(action);
      case TRY_TABLE -> {
        for (int target :
            ((FunctionCode.TryTable) Objects.requireNonNull(code.extra[i])).targets()) {
          action.accept(target);
        }
      }
      default -> {}
    }
  }

  boolean isTargeted(int loop) {
    return targetedLoops.get(loop);
  }

  // Places: four for each instruction, in this order.

  /// Before an instruction, all operands in the frame.
  static int start(int i) {
    return 4 * i;
  }

  /// Behind a construct, or for a loop at its beginning; values are carried there.
  int label(int opener) {
    return 4 * (code.ops[opener] == Opcode.LOOP ? opener : code.end[opener]) + 2;
  }

  /// Where a catch, or the clauses of a try_table at its end, begin.
  static int landingAt(int i) {
    return 4 * i + 1;
  }

  int landing(int opener) {
    return landingAt(handlers.landing(opener));
  }

  /// Behind an else.
  static int otherwise(int i) {
    return 4 * i + 3;
  }

  int number(int place) {
    return Objects.requireNonNull(numbers.get(place), () -> "BUG: no number for " + place);
  }

  /// The places of a segment that other segments know, in order.
  int[] entries(Region segment) {
    int[] found = new int[numberFrom(segment.to) - numberFrom(segment.from)];
    int place = entries.nextSetBit(start(segment.from));
    for (int k = 0; k < found.length; k++) {
      found[k] = place;
      place = entries.nextSetBit(place + 1);
    }
    return found;
  }

  /// How many places have numbers before an instruction.
  private int numberFrom(int i) {
    int next = entries.nextSetBit(start(i));
    return next < 0 ? numbers.size() : number(next);
  }

  /// The methods: below the limit of the options, unless that cannot be reached; none if one does
  /// not fit in a class file.
  ///
  /// @param home the class of the function's method
  List<ChunkTranslator.Draft> drafts(ClassWriter home) {
    ChunkClasses.Mark mark = classes.mark(home);
    if (!options.cutsAnywhere()) {
      int limit = Math.min(options.methodLimit(), CompilerOptions.HOTSPOT_LIMIT);
      for (int size : SIZES) {
        List<ChunkTranslator.Draft> made = tryDrafts(home, Math.min(size, limit), limit);
        if (!made.isEmpty()) {
          return made;
        }
        classes.undo(mark);
      }
    }
    return tryDrafts(home, SMALLEST, Integer.MAX_VALUE);
  }

  private List<ChunkTranslator.Draft> tryDrafts(ClassWriter home, int size, int limit) {
    try {
      return drafts(home, size, limit);
    } catch (TooLargeException _) {
      return List.of();
    }
  }

  private List<ChunkTranslator.Draft> drafts(ClassWriter home, int size, int limit) {
    starts = cut(size);
    number();
    regionCount = 0;
    List<ChunkTranslator.Draft> made = new ArrayList<>();
    Flow flow = new Flow(new FrameLayout(code));
    List<Node> nodes = new ArrayList<>();
    for (int k = 0; k + 1 < starts.length; k++) {
      Region region = new Region(starts[k], starts[k + 1], ++regionCount);
      ClassWriter owner = classes.forPart();
      region.owner = owner.name();
      CodeWriter out = new CodeWriter(owner.pool());
      new SegmentEmitter(this, flow, names, options, region, out).emit();
      if (out.size() > limit) {
        return List.of();
      }
      made.add(draft(region, owner, out));
      int first = numberFrom(region.from);
      int last = numberFrom(region.to);
      if (last > first) {
        nodes.add(new Node(region, first, last));
      }
    }
    while (nodes.size() > FAN_OUT) {
      nodes = group(nodes, made);
    }
    made.add(root(nodes, home, flow.layout));
    return made;
  }

  /// Cuts the function: where operands are few, and rather not within a loop that fits.
  private int[] cut(int size) {
    int[] before = new int[code.count + 1];
    for (int i = 0; i < code.count; i++) {
      before[i + 1] = before[i] + (code.height[i] < 0 ? 0 : estimate(i));
    }
    List<Integer> found = new ArrayList<>();
    found.add(0);
    int from = 0;
    for (int i = 1; i < code.count; i++) {
      boolean isFull = before[i + 1] - before[from] > size;
      boolean isLoop = code.ops[i] == Opcode.LOOP && code.height[i] >= 0;
      if (isLoop) {
        int loop = before[code.end[i]] - before[i];
        isFull |= loop <= size && before[code.end[i]] - before[from] > size;
      }
      if (isFull) {
        from = isLoop ? i : lowest(from, i, before, size);
        found.add(from);
        i = from;
      }
    }
    found.add(code.count);
    return found.stream().mapToInt(Integer::intValue).toArray();
  }

  /// The last place in the latter half where operands are fewest.
  private int lowest(int from, int to, int[] before, int size) {
    int best = to;
    for (int i = to; i > from && before[i] - before[from] > size / 2; i--) {
      if (code.height[i] >= 0 && (code.height[best] < 0 || code.height[i] < code.height[best])) {
        best = i;
      }
    }
    return best;
  }

  private int estimate(int i) {
    int plain = RegionPlanner.estimate(code, i);
    return switch (code.ops[i]) {
      case LOCAL_GET -> 7;
      case LOCAL_SET, LOCAL_TEE -> 12;
      case BR_TABLE -> code.targets(i).length > SegmentEmitter.LARGE_TABLE ? 200 : plain;
      case BLOCK, LOOP, IF, ELSE, END, BR, BR_IF, TRY, TRY_TABLE, CATCH, CATCH_ALL -> plain + 12;
      default -> plain;
    };
  }

  /// Finds the places that other segments go to.
  private void number() {
    entries = new BitSet();
    numbers.clear();
    int segment = 0;
    entries.set(0);
    for (int i = 0; i < code.count; i++) {
      if (i >= starts[segment + 1]) {
        entries.set(start(i));
        segment++;
      }
      int from = start(starts[segment]);
      int to = start(starts[segment + 1]);
      if (handlers.of(i) >= 0) {
        refer(landing(handlers.of(i)), from, to);
      }
      switch (code.ops[i]) {
        case BR_TABLE -> {
          boolean isLarge = code.targets(i).length > SegmentEmitter.LARGE_TABLE;
          for (int target : code.targets(i)) {
            if (target >= 0) {
              refer(label(target), from, isLarge ? from : to);
            }
          }
        }
        case BR, BR_IF -> {
          if (code.target[i] >= 0) {
            refer(label(code.target[i]), from, to);
          }
        }
        case IF -> refer(code.next[i] >= 0 ? otherwise(code.next[i]) : label(i), from, to);
        case ELSE -> refer(label(code.end[code.end[i]]), from, to);
        case CATCH, CATCH_ALL -> {
          refer(label(code.end[code.end[i]]), from, to);
          if (code.next[i] >= 0) {
            refer(landingAt(code.next[i]), from, to);
          }
        }
        case END -> {
          if (i < code.count - 1
              && code.extra[code.end[i]] instanceof FunctionCode.TryTable table) {
            for (int target : table.targets()) {
              if (target >= 0) {
                refer(label(target), from, to);
              }
            }
          }
        }
        default -> {}
      }
    }
    entries.stream().forEach(place -> numbers.put(place, numbers.size()));
  }

  private void refer(int place, int from, int to) {
    if (place < from || place >= to) {
      entries.set(place);
    }
  }

  // The methods that call segments.

  /// A method that is called for places from `first` to before `last`.
  private record Node(Region region, int first, int last) {}

  private ChunkTranslator.Draft draft(Region region, ClassWriter owner, CodeWriter out) {
    String descriptor =
        region.isWholeFunction() ? RegionMethod.descriptor(code, region) : descriptor();
    return classes.draft(region, owner, out, RegionMethod.name(names, code, region), descriptor);
  }

  private String descriptor() {
    return "(L"
        + FrameLayout.FRAME
        + ";I"
        + ModuleNames.INSTANCE_DESCRIPTOR
        + (code.hasTailCalls ? TAIL_DESCRIPTOR : "")
        + ")I";
  }

  /// Variables of a method that calls others.
  private record Variables(int frame, int at, int instance, int tail) {}

  private List<Node> group(List<Node> nodes, List<ChunkTranslator.Draft> made) {
    List<Node> groups = new ArrayList<>();
    for (int from = 0; from < nodes.size(); from += FAN_OUT) {
      List<Node> own = nodes.subList(from, Math.min(nodes.size(), from + FAN_OUT));
      Region region = new Region(0, 0, ++regionCount);
      ClassWriter owner = classes.forPart();
      region.owner = owner.name();
      CodeWriter out = new CodeWriter(owner.pool());
      MethodFrame frame = new MethodFrame(code, names, options, region, out);
      int frameSlot = out.declareLocal(frame.object(FrameLayout.FRAME));
      int at = out.declareLocal(INT);
      int instance = out.declareLocal(frame.instanceType());
      int tail = code.hasTailCalls ? out.declareLocal(frame.object(TAIL)) : -1;
      out.parametersDeclared();
      Node group = new Node(region, own.get(0).first, own.get(own.size() - 1).last);
      Variables variables = new Variables(frameSlot, at, instance, tail);
      int done = out.newLabel();
      int again = out.newLabel();
      out.bind(again);
      callOne(frame, own, variables);
      out.load(at, INT);
      out.constant(group.first);
      out.jump(IF_ICMPLT, 2, done);
      out.load(at, INT);
      out.constant(group.last);
      out.jump(IF_ICMPLT, 2, again);
      out.bind(done);
      out.load(at, INT);
      out.returnValue(INT);
      made.add(draft(region, owner, out));
      groups.add(group);
    }
    return groups;
  }

  /// Calls the one of some methods that the number of the place asks for, and takes the next.
  private void callOne(MethodFrame frame, List<Node> nodes, Variables variables) {
    CodeWriter out = frame.out;
    int joined = out.newLabel();
    choose(frame, nodes, variables, joined);
    out.bind(joined);
  }

  private void choose(MethodFrame frame, List<Node> nodes, Variables variables, int joined) {
    CodeWriter out = frame.out;
    if (nodes.size() > 1) {
      int middle = nodes.size() / 2;
      int right = out.newLabel();
      out.load(variables.at, INT);
      out.constant(nodes.get(middle).first);
      out.jump(IF_ICMPGE, 2, right);
      choose(frame, nodes.subList(0, middle), variables, joined);
      out.bind(right);
      choose(frame, nodes.subList(middle, nodes.size()), variables, joined);
      return;
    }
    Region callee = nodes.get(0).region;
    out.load(variables.frame, frame.object(FrameLayout.FRAME));
    out.load(variables.at, INT);
    out.load(variables.instance, frame.instanceType());
    if (code.hasTailCalls) {
      out.load(variables.tail, frame.object(TAIL));
    }
    out.invokeStatic(
        Objects.requireNonNull(callee.owner), RegionMethod.name(names, code, callee), descriptor());
    out.store(variables.at, INT);
    out.jump(GOTO, 0, joined);
  }

  private ChunkTranslator.Draft root(List<Node> nodes, ClassWriter home, FrameLayout layout) {
    Region whole = RegionPlanner.wholeFunction(code);
    CodeWriter out = new CodeWriter(home.pool());
    MethodFrame frame = new MethodFrame(code, names, options, whole, out);
    for (int local : whole.inputs) {
      frame.slots[local] = out.declareLocal(frame.jvmType(code.locals[local]));
    }
    frame.instanceSlot = out.declareLocal(frame.instanceType());
    int tail = code.hasTailCalls ? out.declareLocal(frame.object(TAIL)) : -1;
    out.parametersDeclared();
    int frameSlot = out.declareLocal(frame.object(FrameLayout.FRAME));
    out.newAndDup(FrameLayout.FRAME);
    layout.pushSizes(out);
    out.invokeSpecial(FrameLayout.FRAME, "<init>", "(III)V");
    out.store(frameSlot, frame.object(FrameLayout.FRAME));
    FrameLayout.Arrays arrays = new FrameLayout.Arrays(out, frameSlot);
    for (int local : whole.inputs) {
      out.load(frame.slots[local], frame.jvmType(code.locals[local]));
      arrays.store(layout.local(local), code.locals[local]);
    }
    if (options.checks()) {
      new Emitters(frame).constructs.countStep();
    }
    int at = out.declareLocal(INT);
    out.constant(0);
    out.store(at, INT);
    int again = out.newLabel();
    out.bind(again);
    callOne(frame, nodes, new Variables(frameSlot, at, frame.instanceSlot, tail));
    out.load(at, INT);
    out.jump(IFGE, 1, again);
    List<ValType> results = code.type.results();
    for (int k = 0; k < results.size(); k++) {
      arrays.load(layout.carried(k, results.get(k)), results.get(k));
    }
    new Emitters(frame).branches.emitReturn();
    return draft(whole, home, out);
  }
}
