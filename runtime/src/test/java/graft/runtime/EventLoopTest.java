package graft.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a guest has left for later.
@Timeout(60)
final class EventLoopTest {
  private final EventLoop loop = new EventLoop();
  private final List<String> ran = new ArrayList<>();
  private long time;

  private final EventLoop.Clock clock =
      new EventLoop.Clock() {
        @Override
        public long nanoTime() {
          return time;
        }

        @Override
        public void sleep(long nanos) {
          time += nanos;
        }
      };

  @Test
  void anEmptyLoopEndsAtOnce() {
    loop.run();
    assertThat(loop.isIdle()).isTrue();
  }

  @Test
  void tasksRunInTheirOrderAndWithWhatTheyAdd() {
    loop.post(() -> {
      ran.add("first");
      loop.post(() -> ran.add("added"));
    });
    loop.post(() -> ran.add("second"));
    loop.run();
    assertThat(ran).containsExactly("first", "second", "added");
  }

  @Test
  void timersRunByTimeAndThenByOrder() {
    loop.follow(clock);
    loop.after(2_000, () -> ran.add("late " + time));
    loop.after(1_000, () -> ran.add("early " + time));
    loop.after(1_000, () -> ran.add("early too " + time));
    loop.after(1_500, () -> ran.add("never")).cancel();
    loop.run();
    assertThat(ran).containsExactly("early 1000", "early too 1000", "late 2000");
  }

  @Test
  void theLoopWaitsForOperationsOfOtherThreads() {
    EventLoop.Operation operation = loop.begin();
    Thread thread =
        Thread.ofVirtual()
            .start(() -> {
              operation.post(() -> ran.add("progress"));
              operation.finish(() -> ran.add("done"));
            });
    loop.run();
    assertThat(ran).containsExactly("progress", "done");
    assertThat(thread).isNotNull();
  }

  @Test
  void nothingOfACancelledOperationRuns() {
    EventLoop.Operation operation = loop.begin();
    AtomicInteger stopped = new AtomicInteger();
    operation.onCancel(stopped::incrementAndGet);
    operation.post(() -> ran.add("progress"));
    operation.finish(() -> ran.add("done"));
    operation.cancel();
    loop.run();
    assertThat(ran).isEmpty();
    assertThat(stopped).hasValue(1);
  }

  @Test
  void whatGoesOnForEverDoesNotKeepASleeperFromWaking() throws InterruptedException {
    loop.follow(clock);
    loop.post(
        new Runnable() {
          @Override
          public void run() {
            time += 100;
            loop.post(this);
          }
        });
    loop.runFor(1_000);
    assertThat(time).isBetween(1_000L, 2_000L);
  }

  @Test
  void waitingForAConditionEndsWithItOrWithItsTime() throws InterruptedException {
    loop.follow(clock);
    loop.after(500, () -> ran.add("there"));
    assertThat(loop.runUntil(() -> !ran.isEmpty(), 1_000)).isTrue();
    assertThat(time).isEqualTo(500);
    assertThat(loop.runUntil(() -> false, 1_000)).isFalse();
    assertThat(time).isEqualTo(1_500);
  }

  @Test
  void unwindingEndsOneTaskAndExitingTheLoop() {
    loop.post(() -> {
      throw new EventLoopUnwind();
    });
    loop.post(() -> {
      throw new GuestExit(3);
    });
    loop.post(() -> ran.add("not before the next run"));
    assertThatThrownBy(loop::run).isInstanceOf(GuestExit.class);
    assertThat(ran).isEmpty();
    loop.clear();
    assertThat(loop.isIdle()).isTrue();
  }

  @Test
  void interruptingTheThreadEndsTheWaiting() throws InterruptedException {
    loop.begin();
    CountDownLatch over = new CountDownLatch(1);
    Thread thread =
        Thread.ofVirtual()
            .start(() -> {
              assertThatThrownBy(loop::run)
                  .isInstanceOf(Trap.class)
                  .hasMessageContaining("interrupted");
              over.countDown();
            });
    thread.interrupt();
    over.await();
  }
}
