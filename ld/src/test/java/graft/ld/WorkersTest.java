package graft.ld;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkersTest {
  private static final int COUNT = 10_000;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 100})
  void everyNumberIsDoneOnceByNoMoreThreadsThanThereMayBe(int threads) {
    AtomicIntegerArray done = new AtomicIntegerArray(COUNT);
    Set<Thread> seen = ConcurrentHashMap.newKeySet();
    try (Workers workers = new Workers(threads)) {
      for (int round = 0; round < 3; round++) {
        workers.each(
            COUNT,
            i -> {
              done.incrementAndGet(i);
              seen.add(Thread.currentThread());
            });
      }
    }
    for (int i = 0; i < COUNT; i++) {
      assertThat(done.get(i)).isEqualTo(3);
    }
    assertThat(seen).hasSizeLessThanOrEqualTo(threads);
    if (threads == 1) {
      assertThat(seen).containsExactly(Thread.currentThread());
    }
  }

  @Test
  void whatATaskThrowsIsThrownWhereItIsWaitedFor() {
    try (Workers workers = new Workers(4)) {
      assertThatThrownBy(() ->
              workers.each(
                  COUNT,
                  i -> {
                    if (i == COUNT / 2) {
                      throw new OutOfMemoryError("here");
                    }
                  }))
          .isInstanceOf(OutOfMemoryError.class)
          .hasMessage("here");
    }
  }

  @Test
  void oneThreadDoesTheWorkWhenItIsWaitedFor() {
    Thread[] by = new Thread[1];
    try (Workers workers = new Workers(1)) {
      Workers.Work work = workers.begin(() -> by[0] = Thread.currentThread());
      assertThat(by[0]).isNull();
      work.finish();
      assertThat(by[0]).isSameAs(Thread.currentThread());
    }
  }

  @Test
  void whatIsNotNeededIsNotBegun() {
    AtomicIntegerArray done = new AtomicIntegerArray(COUNT);
    try (Workers workers = new Workers(1)) {
      Workers.Work work = workers.begin(COUNT, () -> done::incrementAndGet);
      work.cancel();
      work.finish();
    }
    assertThat(done.get(0)).isZero();
  }
}
