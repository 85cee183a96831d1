package graft.dl;

import graft.runtime.EntryGuard;
import graft.runtime.EventLoopUnwind;
import graft.runtime.GuestExit;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/// Lets Java call functions of a library, by {@link graft.runtime.Func#invoke} and by interfaces:
/// on the right thread, while it is open. When something is thrown through frames of the guest, it
/// gives back what they had on the main thread's C stack; another thread of the guest ends then.
final class LibraryEntry implements EntryGuard {
  private final Library library;

  LibraryEntry(Library library) {
    this.library = library;
  }

  /// Only the check of {@link #enter}.
  void check() {
    library.enter();
  }

  /// What gives the same number behind that check, if the JVM can know it as a constant; else null.
  @Nullable MethodHandle constantPosition() {
    GuestProcess process = library.process();
    GuestStack stack = process.threads() == null ? process.ownStack() : null;
    return stack == null ? null : stack.constantPosition();
  }

  @Override
  public int enter() {
    library.enter();
    GuestStack stack = library.process().ownStack();
    return stack == null ? 0 : stack.position();
  }

  @Override
  public void failed(int mark, Throwable thrown) {
    GuestStack stack = library.process().ownStack();
    // Not if the frames stand still: a program whose main loop goes on in callbacks has left its
    // variables there, and one that exits has functions to run.
    boolean stands = thrown instanceof EventLoopUnwind || thrown instanceof GuestExit;
    if (stack != null && mark != 0 && !stands) {
      stack.restore(mark, thrown);
    }
  }
}
