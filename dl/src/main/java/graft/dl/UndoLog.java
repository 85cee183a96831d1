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
      } catch (RuntimeException e) {
        failure.addSuppressed(e);
      }
    }
  }
}
