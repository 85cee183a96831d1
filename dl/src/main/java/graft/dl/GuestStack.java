package graft.dl;

import graft.runtime.Func;
import graft.runtime.GlobalCell;
import graft.runtime.Trap;
import java.lang.invoke.MethodHandle;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Room on the C stack: taken by moving its pointer, given back by restoring it.
abstract class GuestStack {
  /// What goes onto a stack of which nobody knows where it begins; the rest goes to the heap.
  private static final int MOST_UNCHECKED = 4096;

  private final GuestProcess process;

  private GuestStack(GuestProcess process) {
    this.process = process;
  }

  /// The stack whose pointer the process shares, or else that whose main module exports functions
  /// that move it, as Emscripten's do.
  ///
  /// @throws LoadException if there is neither
  static GuestStack of(GuestProcess process) {
    GuestStack called = called(process);
    return called != null ? called : new Shared(process, pointer(process, process.main()));
  }

  /// The same, or null if there is none.
  static @Nullable GuestStack find(GuestProcess process) {
    GuestStack called = called(process);
    if (called != null) {
      return called;
    }
    GlobalCell.I32 cell = findPointer(process);
    return cell == null ? null : new Shared(process, cell);
  }

  private static @Nullable GuestStack called(GuestProcess process) {
    Func save = function(process, "stackSave", "emscripten_stack_get_current");
    Func restore = function(process, "stackRestore", "_emscripten_stack_restore");
    return process.layout().stackPointer() == null && save != null && restore != null
        ? new Called(process, save, restore)
        : null;
  }

  /// The stack pointer that a library imports, or that is written from outside.
  ///
  /// @throws LoadException if there is none
  static GlobalCell.I32 pointer(GuestProcess process, Library library) {
    GlobalCell.I32 cell = findPointer(process);
    if (cell == null) {
      throw new LoadException(
          library.name(),
          "needs __stack_pointer, which the main module does not export (link it with"
              + " --export=__stack_pointer)");
    }
    return cell;
  }

  private static GlobalCell.@Nullable I32 findPointer(GuestProcess process) {
    GuestThread current = process.currentThread();
    if (current != null && process.layout().givesStackPointer()) {
      return current.stackPointer;
    }
    return current != null
            && process.main().machinery("__stack_pointer") instanceof GlobalCell.I32 own
        ? own
        : process.layout().stackPointer();
  }

  private static @Nullable Func function(GuestProcess process, String name, String newer) {
    Func found = process.function(name);
    return found != null ? found : process.function(newer);
  }

  /// Where the stack ends now.
  abstract int position();

  /// A handle that says where it ends and that the JVM knows as a constant, or null if {@link
  /// #position} is as fast.
  @Nullable MethodHandle constantPosition() {
    return null;
  }

  /// Moves the end of the stack.
  abstract void move(int position);

  /// Does work that takes room, and gives that back.
  <T extends @Nullable Object> T during(Supplier<T> work) {
    int before = position();
    T result;
    try {
      result = work.get();
    } catch (Throwable e) {
      restore(before, e);
      throw e;
    }
    restore(before, null);
    return result;
  }

  /// Gives back all room that was taken since the stack ended there.
  ///
  /// @param thrown what the work ended with that had taken it, or null. Nothing hides it: what is
  ///   on the heap stays until the next string goes there or is given back
  void restore(int position, @Nullable Throwable thrown) {
    if (process.isEnded()) {
      return;
    }
    if (thrown == null) {
      move(position);
      process.longStrings().free(position);
      return;
    }
    try {
      move(position);
    } catch (Throwable e) {
      UndoLog.addSuppressed(thrown, e);
    }
  }

  /// Takes room and writes bytes there.
  ///
  /// @return the address, aligned to 16
  /// @throws Trap if there is not so much room
  int push(byte[] bytes) {
    int end = position();
    GuestThread current = process.currentThread();
    int low = current == null ? process.layout().stackFloor(process.main(), end) : current.stackLow;
    if (low == 0 && bytes.length > MOST_UNCHECKED) {
      process.longStrings().free(end);
      int onHeap = process.longStrings().push(bytes, end - GuestHeap.ALIGNMENT);
      if (onHeap != 0) {
        move(end - GuestHeap.ALIGNMENT);
        return onHeap;
      }
      // The heap has no room. Most stacks have: whoever built this one chose its size.
    }
    int address = (end - bytes.length) & -GuestHeap.ALIGNMENT;
    if (bytes.length > Integer.toUnsignedLong(end) - Integer.toUnsignedLong(low)) {
      throw new Trap(
          "call stack exhausted: C stack overflow: no room for a string of "
              + bytes.length
              + " bytes (GuestProcess.allocate takes it from the heap)");
    }
    process.memory().write(address, bytes);
    move(address);
    return address;
  }

  /// By the variable.
  private static final class Shared extends GuestStack {
    private final GlobalCell.I32 pointer;

    Shared(GuestProcess process, GlobalCell.I32 pointer) {
      super(process);
      this.pointer = pointer;
    }

    @Override
    int position() {
      return pointer.value;
    }

    @Override
    void move(int position) {
      pointer.value = position;
    }
  }

  /// By functions.
  private static final class Called extends GuestStack {
    private final MethodHandle save;
    private final MethodHandle restore;

    Called(GuestProcess process, Func save, Func restore) {
      super(process);
      this.save = save.handle();
      this.restore = restore.handle();
    }

    @Override
    MethodHandle constantPosition() {
      return save;
    }

    @Override
    int position() {
      try {
        return (int) save.invokeExact();
      } catch (Throwable e) {
        throw Trap.rethrow(e);
      }
    }

    @Override
    void move(int position) {
      try {
        restore.invokeExact(position);
      } catch (Throwable e) {
        throw Trap.rethrow(e);
      }
    }
  }
}
