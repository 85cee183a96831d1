package graft.testing.spec;

import static org.assertj.core.api.Assertions.assertThat;

import graft.compiler.CompilerOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The specification's tests, a test for each file.
class SpecSuiteTest {
  @TestFactory
  Stream<DynamicTest> everyAssertionOfTheSpecificationsSuiteHolds() throws IOException {
    SpecSuite suite = new SpecSuite(CompilerOptions.DEFAULT, Duration.ofSeconds(60));
    return suite.scripts(List.of()).stream()
        .map(script -> DynamicTest.dynamicTest(script, () -> check(suite, script)));
  }

  /// What a JVM does that was not told to resolve jdk.incubator.vector.
  @TestFactory
  Stream<DynamicTest> plainVectorsDoTheSame() throws IOException {
    SpecSuite suite =
        new SpecSuite(CompilerOptions.DEFAULT.withVectors(false), Duration.ofSeconds(60));
    return suite.scripts(List.of("simd")).stream()
        .map(script -> DynamicTest.dynamicTest(script, () -> check(suite, script)));
  }

  @TestFactory
  Stream<DynamicTest> mappedMemoriesDoTheSame() throws IOException {
    SpecSuite suite =
        new SpecSuite(CompilerOptions.DEFAULT.withAllMapped(), Duration.ofSeconds(60));
    return suite
        .scripts(
            List.of("memory", "address", "align", "endianness", "bulk", "data", "load", "store"))
        .stream()
        .map(script -> DynamicTest.dynamicTest(script, () -> check(suite, script)));
  }

  private static void check(SpecSuite suite, String script)
      throws IOException, InterruptedException {
    assertThat(suite.run(script).failures()).isEmpty();
  }
}
