package graft.testing.cases;

import graft.testkit.Requires;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What cases should do. Usually that is `expected.txt`, or `expected_right.txt` where the program
/// that wrote the former is known to be wrong; for the rest there are lines in
/// `testing/case-answers.txt`.
final class CaseAnswers {
  private final Map<String, Answer> answers = new HashMap<>();

  /// A line of the file.
  ///
  /// @param output what is printed, or null for what `expected.txt` says
  /// @param error part of the error, or null if there is none
  private record Answer(@Nullable String output, @Nullable String error) {}

  private CaseAnswers() {}

  /// Reads the file.
  static CaseAnswers read() throws IOException {
    CaseAnswers all = new CaseAnswers();
    for (String line : Files.readAllLines(Requires.root().resolve("testing/case-answers.txt"))) {
      if (!line.isBlank() && !line.startsWith("#")) {
        String[] columns = line.split("\\|", -1);
        all.answers.put(columns[0].strip(), new Answer(given(columns[1]), given(columns[2])));
      }
    }
    return all;
  }

  private static @Nullable String given(String column) {
    String text = column.strip();
    return text.isEmpty() ? null : text.equals("nothing") ? "" : text.replace("\\n", "\n");
  }

  /// Compares.
  ///
  /// @return what is wrong, or null
  @Nullable String check(LinkedCase program, LinkedCase.Outcome outcome) throws IOException {
    Answer answer = answers.get(program.name());
    String error = answer == null ? null : answer.error;
    if (error == null && outcome.error() != null) {
      return "failed: " + outcome.error();
    }
    if (error != null && (outcome.error() == null || !outcome.error().contains(error))) {
      return "expected an error with `" + error + "`, found: " + outcome.error();
    }
    String expected = answer == null || answer.output == null ? expected(program) : answer.output;
    return expected.equals(outcome.output())
        ? null
        : "expected:\n" + expected + "found:\n" + outcome.output();
  }

  /// The reference loader's own words stand behind `LOADER:`.
  private static String expected(LinkedCase program) throws IOException {
    Path right = program.folder().resolve("expected_right.txt");
    Path file = Files.exists(right) ? right : program.folder().resolve("expected.txt");
    return Files.readString(file).replaceAll("(?m)^LOADER: .*\\R?", "");
  }
}
