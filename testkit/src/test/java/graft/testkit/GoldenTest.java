package graft.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GoldenTest {
  @TempDir Path folder;

  @Test
  void aDifferenceFailsUnlessItIsBlessed() throws IOException {
    Path file = Files.writeString(folder.resolve("expected.txt"), "old\n");
    if (System.getProperty("bless") == null) {
      assertThatThrownBy(() -> Golden.matches(file, "new\n")).hasMessageContaining("-Dbless");
    } else {
      Golden.matches(file, "new\n");
      assertThat(file).hasContent("new\n");
    }
  }
}
