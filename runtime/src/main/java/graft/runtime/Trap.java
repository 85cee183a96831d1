package graft.runtime;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A wasm trap ([spec](https://webassembly.github.io/spec/core/intro/overview.html#trap)): the
/// message begins with the spec suite's own words, and {@link #wasmStack()} says where it happened.
/// The instance stays usable.
public final class Trap extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final String INTERRUPTED = "interrupted";
  private static final String UNREACHABLE = "unreachable";

  /// @param message the spec suite's words first
  public Trap(String message) {
    super(message);
  }

  /// @param message the spec suite's words first, or what went wrong
  /// @param cause whose stack is shown
  public Trap(String message, Throwable cause) {
    super(message, cause, false, true);
    setStackTrace(cause.getStackTrace());
  }

  /// The wasm functions that were active, the innermost first.
  public List<WasmFrame> wasmStack() {
    return WasmStack.of(this);
  }

  /// The message and the wasm stack, a line a frame: what a command prints.
  public String describe() {
    return "trap: "
        + getMessage()
        + (isAbort() ? ": the program called abort()" : "")
        + describeStack(this);
  }

  /// Whether this is what C libraries end `abort` with.
  private boolean isAbort() {
    List<WasmFrame> frames = wasmStack();
    return UNREACHABLE.equals(getMessage())
        && !frames.isEmpty()
        && frames.getFirst().function().equals("abort");
  }

  /// The wasm stack of anything that was thrown, a line a frame, each with a line break in front;
  /// empty if no wasm function was active. Frames that repeat share a line.
  public static String describeStack(Throwable thrown) {
    return WasmStack.text(thrown);
  }

  /// `unreachable` was executed.
  public static Trap unreachable() {
    return new Trap(UNREACHABLE);
  }

  /// An access outside of a memory.
  public static Trap outOfBounds() {
    return new Trap("out of bounds memory access");
  }

  /// An access outside of a table, by a table instruction.
  public static Trap tableOutOfBounds() {
    return new Trap("out of bounds table access");
  }

  /// call_indirect outside of the table.
  public static Trap undefinedElement(int slot) {
    return new Trap(
        "undefined element: no slot " + Integer.toUnsignedString(slot) + " in the table");
  }

  /// call_indirect of an empty slot.
  public static Trap uninitializedElement(int slot) {
    return new Trap("uninitialized element " + Integer.toUnsignedString(slot) + " of the table");
  }

  /// Signed division of the smallest integer by -1, or a float too large for an integer.
  public static Trap integerOverflow() {
    return new Trap("integer overflow");
  }

  /// The guest was stopped from outside; {@link #isInterruption()} tells it from other traps.
  public static Trap interrupted() {
    return new Trap(INTERRUPTED);
  }

  /// Whether this is no fault of the guest: it was interrupted, or its time is over.
  public boolean isInterruption() {
    String message = getMessage();
    return message != null && message.startsWith(INTERRUPTED);
  }

  /// Truncation of NaN.
  public static Trap invalidConversion() {
    return new Trap("invalid conversion to integer");
  }

  /// A function that could not be translated was called.
  public static Trap tooLarge(String message) {
    return new Trap(message);
  }

  /// What leaves the guest for Java: the exceptions that the JVM raises in compiled code are turned
  /// into the traps that they stand for; everything else passes as it is.
  ///
  /// Compiled code has no checks of its own where the JVM's do: an index outside of a memory's
  /// array is an IndexOutOfBoundsException, and so on. Only exceptions that were raised right there
  /// are translated, not those of host functions.
  public static Throwable leavingGuest(Throwable thrown) {
    String message = meaning(thrown);
    if (message == null || !WasmStack.isRaisedByGuest(thrown)) {
      return thrown;
    }
    return new Trap(message, thrown);
  }

  /// What an exception of the JVM stands for, if it was raised in compiled code; else null. Not a
  /// switch over types: every start comes here, and the first of those takes milliseconds.
  private static @Nullable String meaning(Throwable thrown) {
    if (thrown instanceof IndexOutOfBoundsException) {
      return "out of bounds memory access";
    }
    if (thrown instanceof ArithmeticException) {
      return "integer divide by zero";
    }
    if (thrown instanceof NullPointerException) {
      return "uninitialized element";
    }
    if (thrown instanceof ClassCastException) {
      return "indirect call type mismatch" + CallMismatch.describe(thrown.getMessage());
    }
    return thrown instanceof StackOverflowError ? "call stack exhausted" : null;
  }

  /// Initialises all that {@link #leavingGuest} needs.
  static void prepare() {
    var _ = leavingGuest(new StackOverflowError()).getMessage();
    var _ = leavingGuest(new IndexOutOfBoundsException());
  }

  /// Throws anything as if it were unchecked.
  @SuppressWarnings("unchecked")
  public static <T extends Throwable> RuntimeException rethrow(Throwable thrown) throws T {
    throw (T) thrown;
  }
}
