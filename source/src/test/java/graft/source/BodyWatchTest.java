package graft.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// A body is given up for silence, not for being slow; the time is the test's own.
final class BodyWatchTest {
  private static final FetchLimits LIMITS =
      FetchLimits.DEFAULT.withStall(Duration.ofSeconds(30)).withTimeout(Duration.ofSeconds(100));
  private final AtomicInteger closed = new AtomicInteger();

  private BodyWatch watch(long total) {
    ByteArrayInputStream body =
        new ByteArrayInputStream(new byte[0]) {
          @Override
          public void close() {
            closed.incrementAndGet();
          }
        };
    return new BodyWatch(body, LIMITS, total, 0);
  }

  private static long at(long seconds) {
    return Duration.ofSeconds(seconds).toNanos();
  }

  @Test
  void silenceEndsItAndWhatComesPutsThatOff() {
    try (BodyWatch watch = watch(700)) {
      assertThat(watch.check(0)).isEqualTo(at(30));
      watch.received(500, at(29));
      assertThat(watch.check(at(30))).isEqualTo(at(29));
      assertThat(watch.problem()).isNull();
      assertThat(watch.check(at(59))).isZero();
      assertThat(watch.problem()).isEqualTo("nothing came for 30 s after 500 bytes of 700");
      assertThat(closed).hasValue(1);
    }
  }

  @Test
  void aDripThatNeverEndsIsOverAtTheTimeForAllOfIt() {
    try (BodyWatch watch = watch(-1)) {
      for (long i = 1; i < 10; i++) {
        watch.received(i, at(i * 10));
        assertThat(watch.check(at(i * 10))).isEqualTo(at(Math.min(30, 100 - i * 10)));
      }
      assertThat(watch.check(at(100))).isZero();
      assertThat(watch.problem()).isEqualTo("not complete within 100 s, after 9 bytes");
      assertThat(closed).hasValue(1);
    }
  }

  @Test
  void whatIsReadIsNotClosedLater() {
    BodyWatch watch = watch(-1);
    watch.close();
    assertThat(watch.check(at(1000))).isZero();
    assertThat(watch.problem()).isNull();
    assertThat(closed).hasValue(0);
  }
}
