package graft.cli;

import graft.testkit.Requires;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A file that shows what commands print, as a terminal would: lines that begin with `$ ` are
/// commands, what follows is what they print (both streams), and `(exit status N)` if that is not
/// 0. Lines in front of the first command say what is shown.
///
/// ```
/// # ldd names what is missing.
/// $ cd dl/src/test/cases/lld22_missing_lib/bin
/// $ graft ldd main.wasm
/// ```
///
/// `cd` starts from the project's root. `K=V` in front of a command is for its environment, `<<
/// TEXT` behind it is its standard input, with `\n` for line ends.
final class Scenario {
  private final Path file;
  private final StringBuilder transcript = new StringBuilder();
  private Path folder = Requires.root();

  private Scenario(Path file) {
    this.file = file;
  }

  /// What the commands of a scenario print now, with the commands and the file's own words.
  static String replay(Path file) throws IOException {
    Scenario scenario = new Scenario(file);
    boolean head = true;
    for (String line : Files.readAllLines(file)) {
      if (line.startsWith("$ ")) {
        head = false;
        scenario.transcript.append(line).append('\n');
        scenario.run(line.substring(2));
      } else if (head || (line.startsWith("# ") && !scenario.transcript.isEmpty())) {
        scenario.transcript.append(line).append('\n');
      }
    }
    return scenario.transcript.toString();
  }

  private void run(String line) {
    int here = line.indexOf(" << ");
    String input = here < 0 ? "" : line.substring(here + 4).replace("\\n", "\n");
    List<String> words = words(here < 0 ? line : line.substring(0, here));
    Map<String, String> environment = new HashMap<>();
    while (words.get(0).matches("[A-Z_]+=.*")) {
      String[] parts = words.remove(0).split("=", 2);
      environment.put(parts[0], parts[1].replace("ROOT", Requires.root().toString()));
    }
    String command = words.remove(0);
    if (command.equals("cd")) {
      folder = Requires.root().resolve(words.get(0));
    } else if (command.equals("graft")) {
      graft(words, environment, new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
    } else {
      throw new IllegalArgumentException(file + ": no such command: " + command);
    }
  }

  private void graft(List<String> words, Map<String, String> environment, InputStream input) {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(printed, true, StandardCharsets.UTF_8);
    int status = Main.run(new Console(input, stream, stream, folder, environment), words);
    String text = printed.toString(StandardCharsets.UTF_8);
    transcript.append(text.replace(Requires.root().toString(), "ROOT"));
    if (!text.isEmpty() && !text.endsWith("\n")) {
      transcript.append("(no newline)\n");
    }
    if (status != 0) {
      transcript.append("(exit status ").append(status).append(")\n");
    }
  }

  /// Splits at spaces outside of single quotes.
  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean quoted = false;
    boolean any = false;
    for (char c : (line + " ").toCharArray()) {
      if (c == '\'') {
        quoted = !quoted;
        any = true;
      } else if (c != ' ' || quoted) {
        word.append(c);
        any = true;
      } else if (any) {
        words.add(word.toString());
        word.setLength(0);
        any = false;
      }
    }
    return words;
  }
}
