package graft.dl;

import graft.runtime.Trap;
import java.util.ArrayList;
import java.util.List;

/// What is left to do when a process, or a loader of plugins, is closed. Any thread may add to it.
final class CloseActions {
  private final List<Runnable> actions = new ArrayList<>();

  synchronized void add(Runnable action) {
    actions.add(action);
  }

  private synchronized List<Runnable> take() {
    List<Runnable> taken = List.copyOf(actions);
    actions.clear();
    return taken;
  }

  /// Does all of it, in the order in which it was added, once.
  ///
  /// @throws RuntimeException what the first threw that failed; the others have run nevertheless
  void run() {
    Throwable failure = null;
    for (Runnable each : take()) {
      try {
        each.run();
      } catch (Throwable e) {
        if (failure == null) {
          failure = e;
        } else {
          UndoLog.addSuppressed(failure, e);
        }
      }
    }
    if (failure != null) {
      throw Trap.rethrow(failure);
    }
  }
}
