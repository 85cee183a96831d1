package graft.testing.soak;

import static org.assertj.core.api.Assertions.assertThat;

import graft.testkit.Requires;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// A part of `./dev soak`.
final class SoakSuiteTest {
  @Test
  void nothingGrowsWhileALibraryIsOpenedAndClosed() throws Exception {
    Requires.tool("clang-22");
    Requires.tool("wasm-ld-22");
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    boolean passed = new SoakSuite(new PrintStream(out, true, StandardCharsets.UTF_8)).run(3_000);

    assertThat(passed).as(out.toString(StandardCharsets.UTF_8)).isTrue();
  }
}
