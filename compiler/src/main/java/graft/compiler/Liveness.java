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
  private final Map<Integer, BitSet> wanted = new HashMap<>();
  private final Map<Integer, BitSet> keptAt = new HashMap<>();

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
    wanted.putIfAbsent(instruction, new BitSet());
  }

  /// Finds the answers to everything that was wanted.
  void find() {
    walk();
  }

  /// What is live before an instruction that was wanted.
  BitSet before(int instruction) {
    BitSet found = wanted.get(instruction);
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
    for (int i = code.count - 1; i >= 0; i--) {
      step(i, code.ops[i]);
      if (!wanted.isEmpty() && wanted.containsKey(i)) {
        wanted.put(i, copy(live));
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
