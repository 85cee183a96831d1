package graft.runtime;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// The threads that wait at addresses of a memory, first come, first woken.
final class Waiters {
  private static final class Waiter {
    final int address;
    boolean woken;

    Waiter(int address) {
      this.address = address;
    }
  }

  private final List<Waiter> waiting = new ArrayList<>();

  /// Waits at an address, if `condition` holds then.
  ///
  /// @param timeout in nanoseconds; negative for none
  /// @return as `memory.atomic.wait32` does
  /// @throws Trap if the thread was interrupted; it still is, then
  synchronized int await(int address, long timeout, BooleanSupplier condition) {
    if (!condition.getAsBoolean()) {
      return 1;
    }
    long start = System.nanoTime();
    Waiter waiter = new Waiter(address);
    waiting.add(waiter);
    try {
      while (!waiter.woken) {
        long left = timeout - (System.nanoTime() - start);
        if (timeout < 0) {
          wait();
        } else if (left > 0) {
          TimeUnit.NANOSECONDS.timedWait(this, left);
        } else {
          return 2;
        }
      }
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Trap("interrupted");
    } finally {
      waiting.remove(waiter);
    }
  }

  /// Wakes at most `count` of those that wait at an address; gives how many.
  synchronized int wake(int address, long count) {
    int woken = 0;
    for (Iterator<Waiter> all = waiting.iterator(); woken < count && all.hasNext(); ) {
      Waiter waiter = all.next();
      if (waiter.address == address) {
        waiter.woken = true;
        all.remove();
        woken++;
      }
    }
    if (woken > 0) {
      notifyAll();
    }
    return woken;
  }
}
