package graft.vfs;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/// Keeps the way to a file as it was walked until the operation on the file is done.
///
/// Java's file systems take paths, and a path leads elsewhere once somebody puts a link in its
/// middle. Hence whoever walks or checks a path does so, and what it wants with the result, under
/// one hold of this lock; what can make a link appear, of any guest in this JVM, waits.
final class TreeLock {
  private static final ReadWriteLock LOCK = new ReentrantReadWriteLock();

  private TreeLock() {}

  /// For what puts no link anywhere.
  static <T> T reading(IoFailures.Step<T> step) throws ErrnoException {
    return holding(LOCK.readLock(), step);
  }

  /// The same without a result.
  static void change(IoFailures.Action action) throws ErrnoException {
    holding(LOCK.readLock(), withoutResult(action));
  }

  /// For what can put a link where another guest's walk has just been.
  static void relink(IoFailures.Action action) throws ErrnoException {
    holding(LOCK.writeLock(), withoutResult(action));
  }

  private static IoFailures.Step<Boolean> withoutResult(IoFailures.Action action) {
    return () -> {
      action.run();
      return true;
    };
  }

  private static <T> T holding(Lock lock, IoFailures.Step<T> step) throws ErrnoException {
    lock.lock();
    try {
      return IoFailures.translate(step);
    } finally {
      lock.unlock();
    }
  }
}
