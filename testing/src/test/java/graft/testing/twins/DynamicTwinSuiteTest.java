package graft.testing.twins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import graft.testkit.Requires;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The part of `./dev dl-twins` that is built in moments: by clang-22 and wasm-ld-22, without a C
/// library.
final class DynamicTwinSuiteTest {
  @TestFactory
  Stream<DynamicTest> programsPrintWhatTheyPrintUnderLdSo() throws IOException {
    Requires.tool("clang-22");
    Requires.tool("wasm-ld-22");
    DynamicTwinSuite suite =
        new DynamicTwinSuite(Requires.root().resolve("testing/target/dl-twins"), System.out);
    return suite.programs().stream()
        .filter(program -> program.toolchains().contains(Toolchain.LLD22))
        .map(program ->
            dynamicTest(
                program.name(), () -> assertThat(suite.check(program, Toolchain.LLD22)).isEmpty()));
  }
}
