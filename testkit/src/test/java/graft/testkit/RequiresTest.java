package graft.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import org.junit.jupiter.api.Test;

final class RequiresTest {
  @Test
  void theRootHoldsTheLauncher() {
    assertThat(Requires.root().resolve("graft")).isRegularFile();
  }

  @Test
  void aProgramIsFoundOnThePath() {
    assertThat(Requires.tool("sh")).matches(Files::isExecutable);
  }

  @Test
  void whatIsMissingIsNamed() {
    assertThatThrownBy(() -> Requires.tool("no-such-program"))
        .hasMessage("this test needs program no-such-program on the PATH");
  }
}
