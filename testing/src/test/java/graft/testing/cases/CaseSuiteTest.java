package graft.testing.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import graft.testkit.Requires;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The linked cases that the project keeps outside of its repository.
final class CaseSuiteTest {
  @TestFactory
  Stream<DynamicTest> sharedCasesDoWhatTheyShould() throws IOException {
    CaseSuite suite = new CaseSuite();
    return CaseSuite.in(Requires.shared("cases")).stream()
        .map(program ->
            dynamicTest(program.name(), () -> assertThat(suite.check(program)).isNull()));
  }
}
