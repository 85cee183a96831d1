package graft.dl;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// The thread that a process belongs to. Guest memory knows no locks: two threads inside of one
/// process would destroy it without a sign, so whoever enters is checked.
///
/// The check itself is a plain read: a thread that finds itself here has put itself here and not
/// taken itself away since.
final class ProcessThread {
  private static final VarHandle OWNER = ownerHandle();

  private final GuestProcess process;
  private @Nullable Thread owner = Thread.currentThread();

  ProcessThread(GuestProcess process) {
    this.process = process;
  }

  private static VarHandle ownerHandle() {
    try {
      return MethodHandles.lookup().findVarHandle(ProcessThread.class, "owner", Thread.class);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError("BUG: ProcessThread.owner is gone", e);
    }
  }

  /// @throws IllegalStateException if the process belongs to another thread, or to none
  void check() {
    if (owner != Thread.currentThread() && process.currentThread() == null) {
      throw refusal();
    }
  }

  /// Whether it is the thread that asks.
  boolean isCaller() {
    return owner == Thread.currentThread();
  }

  /// Interrupts the thread that the process belongs to.
  void interrupt() {
    Thread present = (Thread) OWNER.getVolatile(this);
    if (present != null) {
      present.interrupt();
    }
  }

  private IllegalStateException refusal() {
    Thread other = (Thread) OWNER.getVolatile(this);
    String mine = "thread \"" + Thread.currentThread().getName() + "\" may not enter " + process;
    return new IllegalStateException(
        other == null
            ? mine + ": it belongs to no thread now (call acquire() first)"
            : mine
                + ": it belongs to thread \""
                + other.getName()
                + "\" (call release() there, then acquire() here)");
  }

  void release() {
    check();
    OWNER.setVolatile(this, null);
  }

  /// Takes the process for this thread, if nobody has it or who had it has ended.
  void acquire() {
    Thread current = Thread.currentThread();
    if (owner == current || OWNER.compareAndSet(this, null, current)) {
      return;
    }
    Thread other = (Thread) OWNER.getVolatile(this);
    if (other == null || other.isAlive() || !OWNER.compareAndSet(this, other, current)) {
      throw refusal();
    }
  }
}
