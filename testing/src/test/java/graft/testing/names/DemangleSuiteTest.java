package graft.testing.names;

import static org.assertj.core.api.Assertions.assertThat;

import graft.testkit.Requires;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// A part of `./dev demangle`.
final class DemangleSuiteTest {
  private static final Path LIBRARY = Path.of("/usr/lib/x86_64-linux-gnu/libstdc++.so.6");

  @Test
  void symbolsOfTheStandardLibraryDemangleAsLlvmHasIt() throws Exception {
    Requires.tool("llvm-cxxfilt-22");
    Assumptions.assumeTrue(Files.exists(LIBRARY), "needs " + LIBRARY);
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    boolean same =
        new DemangleSuite()
            .run(new PrintStream(out, true, StandardCharsets.UTF_8), List.of(LIBRARY), 2_000);

    assertThat(same).as(out.toString(StandardCharsets.UTF_8)).isTrue();
  }
}
