package graft.runtime;

/// Lets a host stop a guest that runs for too long. Code that was translated with checks counts
/// down at every loop and function entry, and by their length for instructions that work on ranges
/// of memories and tables; without checks a guest runs until it returns.
public final class Budget {
  /// Steps after which the thread looks whether it was interrupted.
  private static final int REFILL = 1 << 16;

  /// Bytes of a memory, and slots of a table, that count as one step.
  private static final int BYTES = 64;

  private static final int SLOTS = 16;

  /// How much nearer a call out of the module brings the next look: the host may take long.
  private static final int CALL_OUT = 256;

  /// Steps that are left until the next look.
  private long remaining;

  private long reserve;

  /// A budget of a number of steps in all: loop iterations, calls, and each 64 bytes of a memory or
  /// 16 slots of a table that an instruction fills, copies or moves. It also ends when the thread
  /// is interrupted.
  public Budget(long steps) {
    this.reserve = steps;
  }

  /// A budget without end that only looks whether the thread is interrupted.
  public static Budget untilInterrupted() {
    return new Budget(Long.MAX_VALUE);
  }

  /// Steps that are still allowed.
  public long left() {
    return reserve + remaining;
  }

  /// One step of compiled code.
  ///
  /// @throws Trap if nothing is left or the thread was interrupted, as of the others here
  public static void step(Budget budget) {
    budget.take(1);
  }

  /// Compiled code is about to work on `length` bytes, unsigned.
  public static void bytes(int length, Budget budget) {
    budget.take((length & 0xffff_ffffL) / BYTES);
  }

  /// Compiled code is about to work on `length` bytes, unsigned.
  public static void bytes(long length, Budget budget) {
    budget.take(Long.divideUnsigned(length, BYTES));
  }

  /// Compiled code is about to work on `length` slots of a table, unsigned.
  public static void slots(int length, Budget budget) {
    budget.take((length & 0xffff_ffffL) / SLOTS);
  }

  /// Compiled code is about to work on `length` slots of a table, unsigned.
  public static void slots(long length, Budget budget) {
    budget.take(Long.divideUnsigned(length, SLOTS));
  }

  /// Compiled code is about to call a function of another module or of the host.
  public static void callOut(Budget budget) {
    long left = budget.remaining - CALL_OUT;
    if (left >= 0) {
      budget.remaining = left;
      budget.reserve += CALL_OUT;
    } else {
      budget.look(0);
    }
  }

  private void take(long steps) {
    long left = remaining - steps;
    if (left >= 0) {
      remaining = left;
    } else {
      look(steps);
    }
  }

  private void look(long steps) {
    if (Thread.currentThread().isInterrupted()) {
      throw Trap.interrupted();
    }
    long left = left() - steps;
    if (left < 0) {
      reserve = 0;
      remaining = 0;
      throw new Trap("budget exhausted");
    }
    remaining = Math.min(REFILL, left);
    reserve = left - remaining;
  }
}
