package graft.dl;

import graft.runtime.Trap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The two locks of a process with threads.
///
/// One guards what threads share: link map, global offset table, slots. The other belongs to
/// whoever loads or unloads libraries, constructors and destructors included, like `ld.so`'s
/// (`dl_load_lock`): no other thread gets a library that is not constructed yet, but constructors
/// and destructors may open and close libraries themselves. Who waits for it has not the first one
/// meanwhile, and constructors and destructors run without that: they may wait for other threads.
final class ProcessLocks {
  private final ReentrantLock shared = new ReentrantLock();
  private final ReentrantLock loads = new ReentrantLock();

  /// Does something to what threads share.
  <T extends @Nullable Object> T locked(Supplier<T> work) {
    shared.lock();
    try {
      return work.get();
    } finally {
      shared.unlock();
    }
  }

  /// Runs guest code in the middle of what is done under the lock: it may wait for other threads.
  void unlocked(Runnable work) {
    int held = shared.getHoldCount();
    for (int i = 0; i < held; i++) {
      shared.unlock();
    }
    try {
      work.run();
    } finally {
      for (int i = 0; i < held; i++) {
        shared.lock();
      }
    }
  }

  /// Loads or unloads, when no other thread does.
  ///
  /// @param name what is loaded, for messages
  /// @param deadline how long to wait for others, or null
  /// @throws Trap if the thread is interrupted while it waits
  /// @throws LoadException if others are not done by then
  <T> T loading(String name, @Nullable Deadline deadline, Supplier<T> work) {
    if (!loads.tryLock()) {
      unlocked(() -> waitForOthers(name, deadline));
    }
    try {
      return work.get();
    } finally {
      loads.unlock();
    }
  }

  private void waitForOthers(String name, @Nullable Deadline deadline) {
    try {
      if (deadline == null) {
        loads.lockInterruptibly();
      } else if (!loads.tryLock(deadline.left(), TimeUnit.NANOSECONDS)) {
        throw new LoadException(
            name, "not within " + deadline.seconds() + " s: another thread loads libraries");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Trap.interrupted();
    }
  }
}
