package graft.testing.cases;

import graft.testing.BoundedThread;
import graft.testkit.Requires;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/// Runs all linked cases, or those whose names contain one of the arguments.
public final class CaseSuite {
  private final CaseAnswers answers;
  private int skipped;

  /// Reads the answers.
  CaseSuite() throws IOException {
    answers = CaseAnswers.read();
  }

  /// The command `./dev cases [PATTERN...]`.
  ///
  /// @param arguments patterns
  public static void main(String[] arguments) throws IOException, InterruptedException {
    System.exit(new CaseSuite().run(System.out, List.of(arguments)) ? 0 : 1);
  }

  private boolean run(PrintStream out, List<String> patterns)
      throws IOException, InterruptedException {
    int passed = 0;
    int failed = 0;
    for (LinkedCase program : cases(out)) {
      if (!patterns.isEmpty() && patterns.stream().noneMatch(program.name()::contains)) {
        continue;
      }
      String problem = check(program);
      if (problem == null) {
        passed++;
      } else {
        failed++;
        out.println(program.folder() + ": " + problem);
      }
    }
    out.println(passed + " passed, " + failed + " failed, " + skipped + " skipped");
    return failed == 0;
  }

  /// Runs a case.
  ///
  /// @return what is wrong, or null
  @Nullable String check(LinkedCase program) throws IOException, InterruptedException {
    try {
      return answers.check(program, program.run());
    } catch (BoundedThread.HungException e) {
      return e.getMessage();
    }
  }

  private List<LinkedCase> cases(PrintStream out) throws IOException {
    List<LinkedCase> all = new ArrayList<>(in(Requires.root().resolve("dl/src/test/cases")));
    try {
      all.addAll(in(Requires.shared("cases")));
    } catch (TestAbortedException e) {
      out.println(e.getMessage());
      skipped++;
    }
    return all;
  }

  /// The cases in a folder.
  static List<LinkedCase> in(Path folder) throws IOException {
    try (Stream<Path> folders = Files.list(folder)) {
      return folders
          .filter(each -> Files.exists(each.resolve("bin/main.wasm")))
          .sorted()
          .map(LinkedCase::new)
          .toList();
    }
  }
}
