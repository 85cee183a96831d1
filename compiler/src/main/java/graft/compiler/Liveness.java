package graft.compiler;

import graft.format.Opcode;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which locals may still be read at a place of a function: a backward walk over its structured
/// code, repeated until the labels of loops no longer change.
final class Liveness {
  private final FunctionCode code;
  private final BitSet[] atLabel;
  private final Map<Integer, BitSet> known = new HashMap<>();
  private final Map<Integer, BitSet> keptAt = new HashMap<>();

  /// Instructions that were asked for and are not known yet.
  private final BitSet wanted = new BitSet();

  /// What the walk knew behind every so many instructions, so that it can be taken up from there.
  private final State[] states;

  /// How many instructions lie between two states.
  private static final int INTERVAL = 1024;

  /// @param live not changed any more
  private record State(BitSet live, BitSet kept, @Nullable Frame top) {}

  private BitSet live = new BitSet();

  /// What the handlers around the present instruction may read; anything may throw.
  private BitSet kept = new BitSet();

  private @Nullable Frame top;
  private boolean changed;

  /// An open construct, on the way back from its end.
  private static final class Frame {
    final @Nullable Frame outer;
    final BitSet after;
    final BitSet keptOutside;
    final BitSet handlers = new BitSet();
    @Nullable BitSet otherwise;

    Frame(@Nullable Frame outer, BitSet after, BitSet keptOutside) {
      this.outer = outer;
      this.after = after;
      this.keptOutside = keptOutside;
    }
  }

  Liveness(FunctionCode code) {
    this.code = code;
    atLabel = new BitSet[code.count];
    states = new State[(code.count + INTERVAL - 1) / INTERVAL];
    do {
      changed = false;
      walk();
    } while (changed);
  }

  /// What is live at a label.
  ///
  /// @param opener the instruction that opens the construct, -1 for the function
  BitSet atLabel(int opener) {
    return opener < 0 ? new BitSet() : label(opener);
  }

  /// Says that {@link #before} will be asked for an instruction.
  void want(int instruction) {
    if (!known.containsKey(instruction)) {
      wanted.set(instruction);
    }
  }

  /// Finds the answers to everything that was wanted. Labels are known, so walking over the same
  /// instructions again finds the same.
  void find() {
    for (int i = wanted.length() - 1; i >= 0; i = wanted.previousSetBit(i)) {
      int segment = i / INTERVAL;
      State state = states[segment];
      live = copy(state.live);
      kept = state.kept;
      top = state.top;
      int lowest = wanted.nextSetBit(segment * INTERVAL);
      walk(Math.min(code.count, (segment + 1) * INTERVAL) - 1, lowest);
      wanted.clear(segment * INTERVAL, (segment + 1) * INTERVAL);
    }
  }

  /// What is live before an instruction that was wanted.
  BitSet before(int instruction) {
    BitSet found = known.get(instruction);
    if (found == null) {
      throw new AssertionError("BUG: liveness at " + instruction + " was not wanted");
    }
    return found;
  }

  /// What handlers around an instruction that was wanted may read.
  BitSet inHandlers(int instruction) {
    return keptAt.getOrDefault(instruction, new BitSet());
  }

  private BitSet label(int opener) {
    BitSet set = atLabel[opener];
    if (set == null) {
      set = new BitSet();
      atLabel[opener] = set;
    }
    return set;
  }

  private void walk() {
    live = new BitSet();
    kept = new BitSet();
    top = null;
    for (int segment = states.length - 1; segment >= 0; segment--) {
      states[segment] = new State(copy(live), kept, top);
      walk(Math.min(code.count, (segment + 1) * INTERVAL) - 1, segment * INTERVAL);
    }
  }

  /// @param last where the walk begins
  /// @param first where it ends
  private void walk(int last, int first) {
    for (int i = last; i >= first; i--) {
      step(i, code.ops[i]);
      if (wanted.get(i)) {
        known.put(i, copy(live));
        if (!kept.isEmpty()) {
          keptAt.put(i, copy(kept));
        }
      }
    }
  }

  private static BitSet copy(BitSet set) {
    return (BitSet) set.clone();
  }

  private void step(int i, Opcode op) {
    switch (op) {
      case LOCAL_GET -> live.set(code.index[i]);
      case LOCAL_SET, LOCAL_TEE -> {
        if (!kept.get(code.index[i])) {
          live.clear(code.index[i]);
        }
      }
      case BR -> goTo(code.target[i]);
      case BR_IF -> live.or(atLabel(code.target[i]));
      case BR_TABLE -> {
        live = copy(kept);
        for (int target : code.targets(i)) {
          live.or(atLabel(target));
        }
      }
      case RETURN, UNREACHABLE, THROW, RETHROW, THROW_REF, RETURN_CALL, RETURN_CALL_INDIRECT ->
          goTo(-1);
      case END, DELEGATE -> close(i);
      case ELSE -> {
        Frame frame = frame();
        frame.otherwise = copy(live);
        live = copy(frame.after);
        live.or(kept);
      }
      case CATCH, CATCH_ALL -> handler(i);
      case BLOCK, IF, LOOP, TRY, TRY_TABLE -> open(i, op);
      default -> {}
    }
  }

  private Frame frame() {
    Frame frame = top;
    if (frame == null) {
      throw new AssertionError("BUG: an end is missing");
    }
    return frame;
  }

  private void goTo(int opener) {
    live = copy(atLabel(opener));
    live.or(kept);
  }

  private void close(int i) {
    int opener = code.end[i];
    if (i == code.count - 1) {
      return;
    }
    if (code.ops[opener] != Opcode.LOOP) {
      label(opener).or(live);
    }
    top = new Frame(top, copy(live), kept);
    if (code.extra[opener] instanceof FunctionCode.TryTable table) {
      kept = copy(kept);
      for (int target : table.targets()) {
        kept.or(atLabel(target));
      }
      live.or(kept);
    }
  }

  private void handler(int i) {
    Frame frame = frame();
    frame.handlers.or(live);
    int opener = code.end[code.end[i]];
    boolean isFirst = code.next[opener] == i;
    live = copy(frame.after);
    if (isFirst) {
      kept = copy(kept);
      kept.or(frame.handlers);
    }
    live.or(kept);
  }

  private void open(int i, Opcode op) {
    Frame frame = frame();
    switch (op) {
      case IF -> live.or(frame.otherwise != null ? frame.otherwise : frame.after);
      case LOOP -> {
        BitSet before = label(i);
        if (!before.equals(live)) {
          before.or(live);
          changed = true;
        }
      }
      default -> {}
    }
    kept = frame.keptOutside;
    top = frame.outer;
  }
}
