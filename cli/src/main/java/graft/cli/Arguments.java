package graft.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What stands behind a command's name: options and operands.
final class Arguments {
  /// Where options may stand.
  enum Style {
    /// Anywhere; `--` ends them.
    ANYWHERE,
    /// Only before the first operand: what follows it belongs to somebody else.
    IN_FRONT,
    /// Nowhere: the command has a parser of its own.
    NONE
  }

  private final Map<String, List<String>> options = new HashMap<>();
  private final List<String> operands = new ArrayList<>();

  private Arguments() {}

  /// Sorts a command's arguments.
  ///
  /// @throws UsageException if an option is unknown, lacks its value or has one too many
  static Arguments parse(Command command, List<String> words) {
    Arguments arguments = new Arguments();
    int next = 0;
    boolean operandsOnly = command.style() == Style.NONE;
    while (next < words.size()) {
      String word = words.get(next++);
      if (operandsOnly || word.length() < 2 || word.charAt(0) != '-') {
        arguments.operands.add(word);
        operandsOnly |= command.style() == Style.IN_FRONT;
      } else if (word.equals("--")) {
        operandsOnly = true;
      } else {
        next = arguments.takeOption(command, word, words, next);
      }
    }
    return arguments;
  }

  private int takeOption(Command command, String word, List<String> words, int next) {
    int equals = word.startsWith("--") ? word.indexOf('=') : -1;
    String name = equals < 0 ? word : word.substring(0, equals);
    Option option = find(command, name);
    List<String> values = options.computeIfAbsent(name, _ -> new ArrayList<>());
    if (option.value() == null) {
      if (equals >= 0) {
        throw new UsageException(name + " takes no value");
      }
      return next;
    }
    if (equals < 0 && next == words.size()) {
      throw new UsageException(name + " wants a value: " + option.synopsis());
    }
    String value = equals >= 0 ? word.substring(equals + 1) : words.get(next);
    // A shell's variable that is not set, most often; as a path it would be the current folder.
    if (value.isEmpty()) {
      throw new UsageException(name + " wants a value, found an empty one: " + option.synopsis());
    }
    values.add(value);
    return equals >= 0 ? next : next + 1;
  }

  private static Option find(Command command, String name) {
    if (name.equals("--help") || name.equals("-h")) {
      return Option.flag(name, "");
    }
    for (Option option : command.options()) {
      if (option.name().equals(name)) {
        return option;
      }
    }
    throw new UsageException(
        "unknown option: "
            + name
            + Suggestions.of(name, command.options().stream().map(Option::name).toList()));
  }

  /// Whether an option was given.
  boolean has(String option) {
    return options.containsKey(option);
  }

  /// The values of an option, in order.
  List<String> values(String option) {
    return options.getOrDefault(option, List.of());
  }

  /// The value of an option; that of the last one if it was given several times. Null if it was
  /// not.
  @Nullable String value(String option) {
    List<String> values = values(option);
    return values.isEmpty() ? null : values.getLast();
  }

  /// What is no option, in order.
  List<String> operands() {
    return operands;
  }

  /// The only operand.
  ///
  /// @param what stands for it in the message
  /// @throws UsageException if there are none or several
  String operand(String what) {
    if (operands.isEmpty()) {
      throw new UsageException("wants " + what);
    }
    if (operands.size() > 1) {
      throw new UsageException("wants one " + what + ", not also " + operands.get(1));
    }
    return operands.get(0);
  }
}
