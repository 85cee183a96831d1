package graft.runtime;

/// Lets a host stop a guest that runs for too long. Code that was translated with checks counts
/// down at every loop and function entry; without them a guest runs until it returns.
public final class Budget {
  /// Steps that are left; compiled code counts it down and calls {@link #exhausted()} below zero.
  public long remaining;

  private final long refill;
  private long reserve;
  private volatile boolean interruptible;

  /// A budget of a number of steps (loop iterations and calls) in all. It also ends when the thread
  /// is interrupted.
  public Budget(long steps) {
    this.refill = 1 << 16;
    this.reserve = steps;
    this.interruptible = true;
  }

  /// A budget without end that only looks whether the thread is interrupted.
  public static Budget untilInterrupted() {
    return new Budget(Long.MAX_VALUE);
  }

  /// Steps that are still allowed.
  public long left() {
    return reserve + Math.max(0, remaining);
  }

  /// One step of compiled code.
  public static void step(Budget budget) {
    if (--budget.remaining < 0) {
      budget.exhausted();
    }
  }

  /// Called when {@link #remaining} is below zero: allows more, or ends the guest.
  ///
  /// @throws Trap if nothing is left or the thread was interrupted
  public void exhausted() {
    if (interruptible && Thread.currentThread().isInterrupted()) {
      throw Trap.interrupted();
    }
    if (reserve <= 0) {
      throw new Trap("budget exhausted");
    }
    long next = Math.min(refill, reserve);
    reserve -= next;
    remaining = next;
  }
}
