package graft.ld;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Arguments, taken apart along {@link Opt}.
///
/// @param arguments in their order; inputs have no option
/// @param lasts for each option the position of its last argument
record CommandLine(List<Argument> arguments, Map<Opt, Integer> lasts) {

  /// An option with its value, or an input.
  ///
  /// @param option null for an input
  /// @param spelling the argument as it was written; without the value if that is the next one
  /// @param value the value or the input's name; empty for flags
  record Argument(@Nullable Opt option, String spelling, String value) {}

  private static final int HELP_COLUMN = 34;

  /// Takes arguments apart; what is wrong is reported, and left out.
  static CommandLine parse(List<String> args, Diagnostics diagnostics) {
    List<Argument> found = new ArrayList<>();
    for (int i = 0; i < args.size(); i++) {
      String arg = args.get(i);
      if (arg.equals("-") || !arg.startsWith("-")) {
        found.add(new Argument(null, arg, arg));
        continue;
      }
      Opt option = match(arg);
      if (option == null) {
        diagnostics.error("unknown argument: " + arg);
        continue;
      }
      String joined = arg.substring(dashes(arg, option) + option.name.length());
      if (option.style.isFlag() || option.style.isJoined()) {
        found.add(new Argument(option.canonical(), arg, joined));
      } else if (!joined.isEmpty()) {
        String value = option.style.hasEquals() ? joined.substring(1) : joined;
        found.add(new Argument(option.canonical(), arg, value));
      } else if (i + 1 < args.size()) {
        found.add(new Argument(option.canonical(), arg, args.get(++i)));
      } else {
        diagnostics.error(arg + ": missing argument");
      }
    }
    Map<Opt, Integer> lasts = new EnumMap<>(Opt.class);
    for (int i = 0; i < found.size(); i++) {
      Opt option = found.get(i).option;
      if (option != null) {
        lasts.put(option, i);
      }
    }
    return new CommandLine(List.copyOf(found), lasts);
  }

  private static int dashes(String arg, Opt option) {
    return arg.startsWith("--") && option.name.length() > 1 ? 2 : 1;
  }

  /// The option with the longest name that fits.
  private static @Nullable Opt match(String arg) {
    Opt best = null;
    for (Opt option : Opt.values()) {
      int dashes = dashes(arg, option);
      if ((best == null || option.name.length() > best.name.length())
          && (dashes == 2 || !option.style.isLong())
          && arg.startsWith(option.name, dashes)
          && fits(option, arg.substring(dashes + option.name.length()))) {
        best = option;
      }
    }
    return best;
  }

  private static boolean fits(Opt option, String rest) {
    return switch (option.style) {
      case FLAG, LONG_FLAG -> rest.isEmpty();
      case VALUE, LONG_VALUE -> rest.isEmpty() || rest.startsWith("=");
      case EQUALS, LONG_EQUALS -> rest.startsWith("=");
      case JOINED, LONG_JOINED, JOINED_OR_SEPARATE -> true;
    };
  }

  boolean has(Opt option) {
    return last(option) != null;
  }

  /// The last of these options, or null.
  @Nullable Argument last(Opt... options) {
    int last = -1;
    for (Opt option : options) {
      last = Math.max(last, lasts.getOrDefault(option, -1));
    }
    return last < 0 ? null : arguments.get(last);
  }

  /// The last value of the option, or the given one.
  String value(Opt option, String otherwise) {
    Argument argument = last(option);
    return argument == null ? otherwise : argument.value;
  }

  /// All values of the option.
  List<String> values(Opt option) {
    return lasts.containsKey(option)
        ? arguments.stream().filter(a -> a.option == option).map(Argument::value).toList()
        : List.of();
  }

  /// Which of the two came last.
  boolean flag(Opt on, Opt off, boolean otherwise) {
    Argument argument = last(on, off);
    return argument == null ? otherwise : argument.option == on;
  }

  /// What `--help` prints.
  static String help() {
    StringBuilder text = new StringBuilder("USAGE: graft ld [options] file...\n\nOPTIONS:\n");
    List<String> lines = new ArrayList<>();
    for (Opt option : Opt.values()) {
      String left = "  " + option.spelling() + valueSuffix(option);
      String padded =
          left.length() < HELP_COLUMN
              ? left + " ".repeat(HELP_COLUMN - left.length())
              : left + "\n" + " ".repeat(HELP_COLUMN);
      lines.add(padded + option.help + "\n");
    }
    lines.sort((a, b) ->
        a.replaceFirst("^ +-+", "")
            .toLowerCase(Locale.ROOT)
            .compareTo(b.replaceFirst("^ +-+", "").toLowerCase(Locale.ROOT)));
    lines.forEach(text::append);
    return text.toString();
  }

  private static String valueSuffix(Opt option) {
    if (option.value == null) {
      return "";
    }
    return switch (option.style) {
      case FLAG, LONG_FLAG -> "";
      case VALUE, LONG_VALUE, EQUALS, LONG_EQUALS -> "=" + option.value;
      case JOINED, LONG_JOINED -> option.value;
      case JOINED_OR_SEPARATE -> " " + option.value;
    };
  }
}
