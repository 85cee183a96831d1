package graft.cli;

import graft.dl.GuestProcess;
import graft.dl.GuestProcessBuilder;
import graft.dl.LoadTrace;
import graft.dl.LoadTrace.Topic;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// What the loader tells while it works: the option `--trace` and the environment variable
/// `GRAFT_DEBUG`, as `LD_DEBUG` is for `ld.so`.
final class Tracing {
  static final Option OPTION =
      Option.of(
          "--trace",
          "TOPICS",
          "tell on standard error what the loader does: "
              + topicNames()
              + " or all, with commas between them (GRAFT_DEBUG does the same)");

  private Tracing() {}

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
