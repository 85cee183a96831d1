package graft.dl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Lets the n-th step of a load fail, for every n: reading a file, allocating memory, a start
/// function, a constructor. Afterwards the process must be as it was before, and able to load the
/// same.
final class FaultTest {
  /// 6 files, 4 blocks of memory, 5 start functions, a thread's variables, 5 constructors.
  private static final int STEPS = 21;

  @ParameterizedTest
  @EnumSource(
      value = OpenFlag.class,
      names = {"LOCAL", "GLOBAL", "NODELETE"})
  void everyStepMayFail(OpenFlag flag) {
    FaultyLoad load = new FaultyLoad();
    try (GuestProcess process = load.start()) {
      process.open("a.so", flag);
      assertThat(load.steps).isEqualTo(STEPS);
    }
    for (int n = 0; n < STEPS; n++) {
      try (GuestProcess process = load.start()) {
        List<String> before = load.snapshot(process);
        load.failingStep = n;
        assertThatThrownBy(() -> process.open("a.so", flag))
            .as("step %d", n)
            .isInstanceOf(LoadException.class);
        load.failingStep = -1;
        assertThat(load.snapshot(process)).as("after step %d", n).containsExactlyElementsOf(before);
        Library a = process.open("a.so", flag);
        assertThat(a.function("address").invoke()).isEqualTo(a.symbol("a").address());
        a.close();
        assertThat(a.isClosed()).isEqualTo(flag != OpenFlag.NODELETE);
      }
    }
  }
}
