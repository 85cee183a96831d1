package graft.cli;

import java.util.ArrayList;
import java.util.List;

/// Makes help out of the tables of commands, options and exit statuses.
final class HelpText {
  private static final int WIDTH = 96;
  private static final int COLUMN = 26;

  private HelpText() {}

  /// What `graft --help` prints.
  static String overview(List<Command> commands) {
    StringBuilder text = new StringBuilder();
    text.append("usage: graft COMMAND [ARGS]\n\n")
        .append("Dynamic linking for WebAssembly on the JVM.\n\n");
    for (Command command : commands) {
      row(text, command.name(), command.summary(), 14);
    }
    row(text, "--version", "print the version", 14);
    text.append("\ngraft COMMAND --help says more about a command.\n\nexit status:\n");
    for (ExitStatus status : ExitStatus.values()) {
      row(text, "" + status.code(), status.meaning(), 8);
    }
    return text.toString();
  }

  /// What `graft COMMAND --help` prints.
  static String of(Command command) {
    StringBuilder text = new StringBuilder();
    String usage = "usage: graft " + command.name() + " " + command.synopsis();
    text.append(usage.strip()).append("\n\n").append(command.summary()).append("\n\n");
    for (Option option : command.options()) {
      row(text, option.synopsis(), option.help(), COLUMN);
    }
    row(text, "--help", "print this", COLUMN);
    if (!command.details().isEmpty()) {
      text.append('\n').append(command.details().strip()).append('\n');
    }
    return text.toString();
  }

  private static void row(StringBuilder text, String left, String right, int column) {
    String indent = " ".repeat(column);
    StringBuilder line = new StringBuilder("  ").append(left);
    if (line.length() >= column) {
      text.append(line).append('\n');
      line = new StringBuilder();
    }
    line.append(" ".repeat(column - line.length()));
    for (String part : wrap(right, WIDTH - column)) {
      text.append(line).append(part).append('\n');
      line = new StringBuilder(indent);
    }
  }

  private static List<String> wrap(String text, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (line.length() > 0 && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.length() == 0 ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
