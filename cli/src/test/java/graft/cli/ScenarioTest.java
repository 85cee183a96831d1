package graft.cli;

import graft.testkit.Golden;
import graft.testkit.Requires;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Replays the files of `src/test/scenarios`: each shows what some commands print. With `-Dbless`
/// they are rewritten.
final class ScenarioTest {
  @TestFactory
  Stream<DynamicTest> commandsPrintWhatTheScenarioShows() throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(Requires.root().resolve("cli/src/test/scenarios"))) {
      files = all.filter(file -> file.toString().endsWith(".txt")).sorted().toList();
    }
    return files.stream()
        .map(file ->
            DynamicTest.dynamicTest(
                file.getFileName().toString(), () -> Golden.matches(file, Scenario.replay(file))));
  }
}
