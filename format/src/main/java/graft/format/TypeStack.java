package graft.format;

import static graft.format.ModuleTypes.UNKNOWN;
import static graft.format.ModuleTypes.name;

import java.util.Arrays;
import java.util.function.Function;

/// The operand stack and the control stack of the spec's validation algorithm
/// ([spec](https://webassembly.github.io/spec/core/appendix/algorithm.html)). Types are the codes
/// of {@link ModuleTypes}.
final class TypeStack {
  /// More than any JVM method could hold; keeps calls with many results from filling the heap.
  private static final int MAX_HEIGHT = 1 << 20;

  private final Function<String, InvalidModuleException> error;
  private byte[] operands = new byte[256];
  private int height;
  private Frame[] frames = new Frame[0];
  private int depth;

  /// @param error makes an error for the place where validation is
  TypeStack(Function<String, InvalidModuleException> error) {
    this.error = error;
  }

  /// A block, or the body of a function, that is open.
  static final class Frame {
    /// The instruction that opened it; NOP for a function.
    Opcode opcode = Opcode.NOP;

    byte[] parameters = {};
    byte[] results = {};
    private int height;
    private boolean unreachable;

    /// What a branch to this frame's label passes.
    byte[] labelTypes() {
      return opcode == Opcode.LOOP ? parameters : results;
    }
  }

  /// Forgets everything.
  void clear() {
    height = 0;
    depth = 0;
  }

  /// How many frames are open.
  int depth() {
    return depth;
  }

  void push(byte type) {
    if (height == operands.length) {
      grow();
    }
    operands[height++] = type;
  }

  private void grow() {
    if (height >= MAX_HEIGHT) {
      throw error.apply("too many values on the stack: at most " + MAX_HEIGHT + " expected");
    }
    operands = Arrays.copyOf(operands, 2 * height);
  }

  void push(byte[] types) {
    for (byte type : types) {
      push(type);
    }
  }

  /// Takes a value of whatever type, which may be unknown.
  byte pop() {
    Frame frame = frames[depth - 1];
    if (height > frame.height) {
      return operands[--height];
    }
    if (frame.unreachable) {
      return UNKNOWN;
    }
    throw error.apply("type mismatch: expected a value, found nothing");
  }

  /// Takes a value of the given type.
  void pop(byte expected) {
    Frame frame = frames[depth - 1];
    if (height > frame.height) {
      byte found = operands[--height];
      if (found != expected && found != UNKNOWN) {
        throw error.apply(mismatch(name(expected), name(found)));
      }
    } else if (!frame.unreachable) {
      throw error.apply(mismatch(name(expected), "nothing"));
    }
  }

  void pop(byte[] expected) {
    for (int i = expected.length - 1; i >= 0; i--) {
      pop(expected[i]);
    }
  }

  /// Checks that values of the given types could be taken, and leaves them.
  void peek(byte[] expected) {
    Frame frame = frames[depth - 1];
    int at = height;
    for (int i = expected.length - 1; i >= 0; i--) {
      if (at > frame.height) {
        byte found = operands[--at];
        if (found != expected[i] && found != UNKNOWN) {
          throw error.apply(mismatch(name(expected[i]), name(found)));
        }
      } else if (!frame.unreachable) {
        throw error.apply(mismatch(name(expected[i]), "nothing"));
      }
    }
  }

  /// Opens a block: its parameters are on the stack then.
  void open(Opcode opcode, byte[] parameters, byte[] results) {
    if (depth == frames.length) {
      frames = Arrays.copyOf(frames, Math.max(16, 2 * depth));
      for (int i = depth; i < frames.length; i++) {
        frames[i] = new Frame();
      }
    }
    Frame frame = frames[depth++];
    frame.opcode = opcode;
    frame.parameters = parameters;
    frame.results = results;
    frame.height = height;
    frame.unreachable = false;
    push(parameters);
  }

  /// Closes the innermost block: its results were on the stack, and nothing else. The frame holds
  /// its values until the next one is opened.
  Frame close() {
    Frame frame = frames[depth - 1];
    pop(frame.results);
    if (height != frame.height) {
      throw error.apply(
          mismatch("nothing", name(operands[height - 1])) + " at the end of the block");
    }
    depth--;
    return frame;
  }

  /// The innermost frame.
  Frame top() {
    return frames[depth - 1];
  }

  /// The frame that a label stands for.
  Frame frame(int label) {
    if (label < 0 || label >= depth) {
      throw error.apply("unknown label " + Integer.toUnsignedString(label));
    }
    return frames[depth - 1 - label];
  }

  /// What follows is not reached.
  void unreachable() {
    Frame frame = frames[depth - 1];
    height = frame.height;
    frame.unreachable = true;
  }

  private static String mismatch(String expected, String found) {
    return "type mismatch: expected " + expected + ", found " + found;
  }
}
