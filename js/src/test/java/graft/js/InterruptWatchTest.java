package graft.js;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Who is interrupted while JavaScript runs.
@Timeout(60)
final class InterruptWatchTest {
  @Test
  void aCallDoesNotEndWhileItIsInterrupted() throws Exception {
    AtomicBoolean ended = new AtomicBoolean();
    AtomicBoolean endedMeanwhile = new AtomicBoolean();
    CountDownLatch begun = new CountDownLatch(1);
    Thread[] caller = new Thread[1];
    InterruptWatch watch =
        new InterruptWatch(_ -> {
          begun.countDown();
          while (!ended.get() && caller[0].getState() != Thread.State.BLOCKED) {
            Thread.onSpinWait();
          }
          endedMeanwhile.set(ended.get());
        });
    caller[0] =
        Thread.ofPlatform()
            .start(() -> {
              watch.begin();
              Thread.currentThread().interrupt();
              while (begun.getCount() > 0) {
                Thread.onSpinWait();
              }
              watch.end();
              ended.set(true);
            });
    caller[0].join();
    assertThat(endedMeanwhile).isFalse();
  }
}
