package graft.cli;

import graft.dl.GuestProcess;
import graft.dl.GuestProcessBuilder;
import graft.dl.LoadTrace;
import graft.dl.LoadTrace.Topic;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the loader tells while it works: the option `--trace` and the environment variable
/// `GRAFT_DEBUG`, as `LD_DEBUG` is for `ld.so`.
final class Tracing {
  static final Option OPTION =
      Option.of(
          "--trace",
          "TOPICS",
          "tell on standard error what the loader does: "
              + topicNames()
              + ", all or help, with commas between them (GRAFT_DEBUG does the same)");

  private static final String HELP = "help";

  private Tracing() {}

  /// Explains the topics, if that is wanted: then nothing is run.
  ///
  /// @return whether it is
  static boolean explain(Console console, Arguments arguments) {
    if (lists(console, arguments).noneMatch(list -> List.of(list.split(",", -1)).contains(HELP))) {
      return false;
    }
    console
        .err()
        .println("topics of " + OPTION.name() + " and GRAFT_DEBUG, with commas between them:");
    for (Topic topic : Topic.values()) {
      explain(console, word(topic), description(topic));
    }
    explain(console, "all", "all of these");
    explain(console, HELP, "this list; nothing is run");
    return true;
  }

  private static void explain(Console console, String topic, String description) {
    console.err().println("  " + topic + " ".repeat(12 - topic.length()) + description);
  }

  private static String description(Topic topic) {
    return switch (topic) {
      case LIBS -> "libraries, and where they are put";
      case FILES -> "where files are looked for";
      case SYMBOLS -> "where symbols are looked for";
      case BINDINGS -> "what imports are bound to";
      case RELOC -> "entries of the global offset table";
      case STATISTICS -> "how much was linked, and how long it took";
    };
  }

  private static Stream<String> lists(Console console, Arguments arguments) {
    return Stream.concat(
        Stream.of(console.environment().getOrDefault("GRAFT_DEBUG", "")),
        arguments.values(OPTION.name()).stream());
  }

  /// Adds a trace if one is wanted.
  ///
  /// @throws UsageException if a topic is unknown
  static void add(GuestProcessBuilder process, Console console, Arguments arguments) {
    Set<Topic> topics = topics(console, arguments);
    if (!topics.isEmpty()) {
      process.trace(
          topics,
          (topic, text) -> {
            console.out().flush();
            console.err().println("graft: " + word(topic) + ": " + text);
          });
    }
  }

  /// Tells what was linked in all, if that is wanted.
  static void finish(GuestProcess process, Console console, Arguments arguments) {
    if (topics(console, arguments).contains(Topic.STATISTICS)) {
      console.out().flush();
      console.err().print(LinkAccount.of(process).indent("graft: statistics: "));
    }
  }

  private static Set<Topic> topics(Console console, Arguments arguments) {
    Set<Topic> topics = EnumSet.noneOf(Topic.class);
    String debug = console.environment().getOrDefault("GRAFT_DEBUG", "");
    if (!debug.isEmpty()) {
      topics.addAll(topics("GRAFT_DEBUG", debug));
    }
    arguments.values(OPTION.name()).forEach(each -> topics.addAll(topics(OPTION.name(), each)));
    return topics;
  }

  private static Set<Topic> topics(String from, String list) {
    try {
      return LoadTrace.topics(list);
    } catch (IllegalArgumentException e) {
      throw new UsageException(from + ": " + e.getMessage());
    }
  }

  private static String topicNames() {
    return Arrays.stream(Topic.values()).map(Tracing::word).collect(Collectors.joining(", "));
  }

  private static String word(Topic topic) {
    return topic.name().toLowerCase(Locale.ROOT);
  }
}
