package graft.dl;

import java.util.ArrayDeque;
import java.util.Deque;

/// What a load has changed so far, so that a failed one can take it back.
final class UndoLog {
  private final Deque<Runnable> steps = new ArrayDeque<>();

  /// Notes how to take back what was just done.
  void add(Runnable step) {
    steps.push(step);
  }

  /// Takes everything back, the latest first. What fails on the way is added to the failure.
  void undo(Throwable failure) {
    while (!steps.isEmpty()) {
      try {
        steps.pop().run();
      } catch (Throwable e) {
        // An error, too: half of a load must not stay because a stack was full.
        addSuppressed(failure, e);
      }
    }
  }

  /// Adds what failed later to what failed first. HotSpot may throw one and the same error twice.
  @SuppressWarnings("ReferenceEquality") // The very same object is meant.
  static void addSuppressed(Throwable failure, Throwable later) {
    if (failure != later) {
      failure.addSuppressed(later);
    }
  }
}
