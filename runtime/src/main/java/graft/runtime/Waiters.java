package graft.runtime;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/// The threads that wait at addresses of a memory, first come, first woken.
final class Waiters {
  private static final class Waiter {
    final long address;
    final Condition signal;
    boolean woken;

    Waiter(long address, Condition signal) {
      this.address = address;
      this.signal = signal;
    }
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final List<Waiter> waiting = new ArrayList<>();
  private boolean stopped;

  /// Waits at an address, if `condition` holds then.
  ///
  /// @param timeout in nanoseconds; negative for none
  /// @return as `memory.atomic.wait32` does
  /// @throws Trap if the thread was interrupted; it still is, then
  int await(long address, long timeout, BooleanSupplier condition) {
    lock.lock();
    try {
      if (!condition.getAsBoolean()) {
        return 1;
      }
      Waiter waiter = new Waiter(address, lock.newCondition());
      waiting.add(waiter);
      try {
        return await(waiter, timeout);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw Trap.interrupted();
      } finally {
        waiting.remove(waiter);
      }
    } finally {
      lock.unlock();
    }
  }

  private int await(Waiter waiter, long timeout) throws InterruptedException {
    long left = timeout;
    while (!waiter.woken) {
      if (stopped) {
        throw Trap.interrupted();
      }
      if (timeout < 0) {
        waiter.signal.await();
      } else if (left > 0) {
        left = waiter.signal.awaitNanos(left);
      } else {
        return 2;
      }
    }
    return 0;
  }

  /// Ends all waiting, now and later, as an interrupt would.
  void stop() {
    lock.lock();
    try {
      stopped = true;
      waiting.forEach(waiter -> waiter.signal.signal());
    } finally {
      lock.unlock();
    }
  }

  /// Wakes at most `count` of those that wait at an address; gives how many.
  int wake(long address, long count) {
    lock.lock();
    try {
      int woken = 0;
      for (Iterator<Waiter> all = waiting.iterator(); woken < count && all.hasNext(); ) {
        Waiter waiter = all.next();
        if (waiter.address == address) {
          waiter.woken = true;
          waiter.signal.signal();
          all.remove();
          woken++;
        }
      }
      return woken;
    } finally {
      lock.unlock();
    }
  }
}
