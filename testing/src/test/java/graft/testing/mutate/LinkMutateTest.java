package graft.testing.mutate;

import static org.assertj.core.api.Assertions.assertThat;

import graft.testkit.Requires;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A part of what `./dev ld-mutate` tries.
final class LinkMutateTest {
  private static final long SEED = 20_261;
  private static final int COUNT = 4_000;

  @TempDir private Path folder;

  @Test
  void damagedInputsOfTheLinkerAreRefusedCleanlyOrLinked() throws Exception {
    Requires.tool("wasm-ld-22");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    LinkMutateSuite suite = new LinkMutateSuite(folder);

    suite.run(COUNT, SEED, new PrintStream(out, true, StandardCharsets.UTF_8));

    assertThat(suite.failures()).isEmpty();
    assertThat(suite.linked() + suite.refused()).isEqualTo(COUNT);
    assertThat(suite.linked()).isGreaterThan(COUNT / 10);
    assertThat(suite.refused()).isGreaterThan(COUNT / 3);
  }
}
