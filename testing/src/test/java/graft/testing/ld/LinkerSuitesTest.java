package graft.testing.ld;

import static org.assertj.core.api.Assertions.assertThat;

import graft.testkit.Requires;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `./dev ld-suite` runs, and a part of what `./dev ld-diff` compares.
final class LinkerSuitesTest {
  @TempDir private Path work;

  @Test
  void lldsTestsPass() throws Exception {
    Path tests = Requires.shared("ld-suite/tests");
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    int failed = new LldSuite(tests, work, llvm(), true).run("", print(out));

    String log = out.toString(StandardCharsets.UTF_8);
    assertThat(failed).as(log).isZero();
    assertThat(log).contains("97 passed, 0 failed, 0 skipped");
  }

  @Test
  void inputsOfAllKindsLinkAsWithWasmLd() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    boolean same = new DiffSuite(work, llvm()).run(List.of("inputs"), print(out));

    assertThat(same).as(out.toString(StandardCharsets.UTF_8)).isTrue();
  }

  private static Path llvm() {
    Requires.tool("wasm-ld-22");
    return Requires.file("/usr/lib/llvm-22/bin", "apt-get install lld-22 llvm-22 clang-22");
  }

  private static PrintStream print(ByteArrayOutputStream out) {
    return new PrintStream(out, true, StandardCharsets.UTF_8);
  }
}
