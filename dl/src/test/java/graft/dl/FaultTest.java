package graft.dl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Lets the n-th step of a load fail, for every n: reading a file, allocating memory, a start
/// function, a constructor. Afterwards the process must be as it was, and able to load the same.
final class FaultTest {
  @ParameterizedTest
  @EnumSource(
      value = OpenFlag.class,
      names = {"LOCAL", "GLOBAL", "NODELETE"})
  void everyStepMayFail(OpenFlag flag) {
    FaultyLoad load = new FaultyLoad();
    try (GuestProcess process = load.start()) {
      OpenFlag scope = flag == OpenFlag.GLOBAL ? OpenFlag.GLOBAL : OpenFlag.LOCAL;
      FaultyLoad.Snapshot before = load.snapshot(process);
      load.steps = 0;
      process.open("a.so", scope).close();
      int count = load.steps;
      // 5 files, 4 blocks of memory, 5 start functions, a thread's variables, 5 constructors.
      assertThat(count).isEqualTo(20);
      FaultyLoad.Snapshot closed = load.snapshot(process);
      assertThat(closed.blocks()).isEmpty();
      assertThat(closed.libraries()).isEqualTo(before.libraries());
      for (int n = 0; n < count; n++) {
        load.steps = 0;
        load.failingStep = n;
        assertThatThrownBy(() -> process.open("a.so", flag))
            .as("step %d", n)
            .isInstanceOf(LoadException.class);
        load.failingStep = -1;
        closed.assertSame(load.snapshot(process), n >= count - 5, "after step " + n);
        Library a = process.open("a.so", scope);
        assertThat(a.function("address").invoke()).isEqualTo(a.symbol("a").address());
        a.close();
        closed = load.snapshot(process);
      }
    }
  }
}
