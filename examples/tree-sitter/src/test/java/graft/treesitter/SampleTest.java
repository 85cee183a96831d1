package graft.treesitter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SampleTest {
  @Test
  void everySampleIsThere() {
    assertThat(Sample.all())
        .hasSizeGreaterThan(40)
        .allSatisfy(sample -> assertThat(sample.text()).endsWith("\n"));
    assertThat(Sample.of("no such language")).isEmpty();
  }

  @Test
  void theCommonLanguagesHaveTextOutsideOfAscii() {
    for (String language :
        List.of(
            "c",
            "cpp",
            "javascript",
            "typescript",
            "python",
            "java",
            "go",
            "rust",
            "bash",
            "json",
            "html",
            "css",
            "ruby",
            "php")) {
      assertThat(Sample.of(language))
          .isNotEmpty()
          .anySatisfy(sample -> assertThat(sample.text().chars()).anyMatch(c -> c > 127));
    }
  }
}
