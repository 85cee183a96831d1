package graft.runtime;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// What a guest has left for later: tasks, timers, and operations that are under way elsewhere. It
/// is to a guest what the event loop of a browser is to JavaScript: nothing of it runs while the
/// guest does, but when the guest has returned, or sleeps.
///
/// Everything runs on the thread that calls {@link #run}, {@link #runReady} or {@link #runFor},
/// which is the guest's; only {@link #post}, {@link #begin} and what operations offer may be called
/// by others. Waiting holds no platform thread if that thread is a virtual one.
public final class EventLoop {
  /// What tells the time and lets it pass.
  public interface Clock {
    /// The clock of this machine.
    Clock SYSTEM =
        new Clock() {
          @Override
          public long nanoTime() {
            return System.nanoTime();
          }

          @Override
          public void sleep(long nanos) throws InterruptedException {
            TimeUnit.NANOSECONDS.sleep(nanos);
          }
        };

    /// Nanoseconds since some moment; never goes back.
    long nanoTime();

    /// Waits.
    ///
    /// @throws InterruptedException if the thread was interrupted
    void sleep(long nanos) throws InterruptedException;
  }

  private static final Comparator<Timer> BY_TIME =
      (one, other) ->
          one.due == other.due
              ? Long.compare(one.number, other.number)
              : Long.compare(one.due, other.due);

  private final BlockingQueue<Runnable> ready = new LinkedBlockingQueue<>();
  private final PriorityQueue<Timer> timers = new PriorityQueue<>(BY_TIME);
  private final Set<Operation> operations = ConcurrentHashMap.newKeySet();
  private Clock clock = Clock.SYSTEM;
  private long start = clock.nanoTime();
  private long timersMade;

  /// An empty loop.
  public EventLoop() {}

  /// Makes timers follow another clock than the machine's.
  public void follow(Clock other) {
    clock = other;
    start = other.nanoTime();
  }

  /// A task that waits for its time.
  public final class Timer {
    private final long due;
    private final long number;
    private final Runnable task;

    private Timer(long due, Runnable task) {
      this.due = due;
      this.number = timersMade++;
      this.task = task;
    }

    /// Takes the task back, if it has not run yet.
    public void cancel() {
      timers.remove(this);
    }
  }

  /// Something that goes on elsewhere, and keeps the loop waiting until it is over. Safe for use by
  /// any thread.
  public final class Operation {
    private volatile boolean cancelled;
    private volatile @Nullable Runnable cancellation;

    private Operation() {}

    /// Says how to stop what goes on, for {@link #cancel}.
    public void onCancel(Runnable action) {
      cancellation = action;
      if (cancelled) {
        action.run();
      }
    }

    /// Has something run meanwhile.
    public void post(Runnable task) {
      ready.add(() -> {
        if (!cancelled) {
          task.run();
        }
      });
    }

    /// Ends the operation.
    ///
    /// @param task what runs then
    public void finish(Runnable task) {
      ready.add(() -> {
        // Only here: a loop that waits for the operation is woken by this.
        operations.remove(this);
        if (!cancelled) {
          task.run();
        }
      });
    }

    /// Ends the operation; nothing that it has posted runs any more.
    public void cancel() {
      cancelled = true;
      operations.remove(this);
      Runnable action = cancellation;
      if (action != null) {
        action.run();
      }
      ready.add(() -> {});
    }
  }

  /// Has a task run as soon as it can be.
  public void post(Runnable task) {
    ready.add(task);
  }

  /// Notes that something goes on elsewhere.
  public Operation begin() {
    Operation operation = new Operation();
    operations.add(operation);
    return operation;
  }

  /// Has a task run after some time. Tasks for the same moment run in the order in which they came.
  ///
  /// @param nanos from now on, in nanoseconds
  public Timer after(long nanos, Runnable task) {
    Timer timer = new Timer(now() + Math.max(0, nanos), task);
    timers.add(timer);
    return timer;
  }

  private long now() {
    return clock.nanoTime() - start;
  }

  /// Whether there is nothing left to run or to wait for.
  public boolean isIdle() {
    return operations.isEmpty() && timers.isEmpty() && ready.isEmpty();
  }

  /// Runs what can run now, and what that adds; waits for nothing.
  public void runReady() {
    while (turn()) {}
  }

  /// Runs until nothing is left to run or to wait for.
  ///
  /// @throws Trap if the thread is interrupted meanwhile
  public void run() {
    try {
      while (true) {
        runReady();
        if (isIdle()) {
          return;
        }
        await(Long.MAX_VALUE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Trap("interrupted while the program waited for its callbacks", e);
    }
  }

  /// Waits, and meanwhile runs what comes: how a guest sleeps.
  ///
  /// @param nanos how long, in nanoseconds
  /// @throws InterruptedException if the thread is interrupted
  public void runFor(long nanos) throws InterruptedException {
    runUntil(() -> false, nanos);
  }

  /// Waits until something is so, and meanwhile runs what comes.
  ///
  /// @param condition is asked whenever something has run
  /// @param nanos how long at most, in nanoseconds
  /// @return whether it is so
  /// @throws InterruptedException if the thread is interrupted
  public boolean runUntil(BooleanSupplier condition, long nanos) throws InterruptedException {
    long end = now() + nanos;
    turn();
    while (!condition.getAsBoolean()) {
      long left = end - now();
      if (left <= 0) {
        return false;
      }
      await(left);
      turn();
    }
    return true;
  }

  /// Forgets everything, and ends what goes on elsewhere.
  public void clear() {
    operations.forEach(Operation::cancel);
    timers.clear();
    ready.clear();
  }

  /// Runs what is ready and due by now, but not what that adds: it might add something each time.
  ///
  /// @return whether there was anything
  private boolean turn() {
    int count = ready.size();
    for (int i = 0; i < count; i++) {
      Runnable task = ready.poll();
      if (task != null) {
        run(task);
      }
    }
    long until = now();
    long last = timersMade;
    boolean any = count > 0;
    for (Timer next = timers.peek();
        next != null && next.due <= until && next.number < last;
        next = timers.peek()) {
      timers.remove();
      run(next.task);
      any = true;
    }
    return any;
  }

  private static void run(Runnable task) {
    try {
      task.run();
    } catch (EventLoopUnwind _) {
      // That is what it wanted: to come back here.
    }
  }

  /// Waits for a task, the next timer or the end of a span; runs the task.
  private void await(long most) throws InterruptedException {
    Timer first = timers.peek();
    long nanos = first == null ? most : Math.min(most, first.due - now());
    if (nanos <= 0 || !ready.isEmpty()) {
      return;
    }
    boolean passes = clock == Clock.SYSTEM;
    if (!passes && operations.isEmpty()) {
      clock.sleep(nanos);
      return;
    }
    long before = now();
    Runnable task = ready.poll(nanos, TimeUnit.NANOSECONDS);
    if (task != null) {
      run(task);
    } else if (!passes) {
      // Time does not pass by itself here.
      clock.sleep(Math.max(0, nanos - (now() - before)));
    }
  }
}
