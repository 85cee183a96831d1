package graft.dl;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// Is told what the loader does, like `LD_DEBUG` of `ld.so`.
@FunctionalInterface
public interface LoadTrace {
  /// Takes a line.
  void line(Topic topic, String text);

  /// The topics of a list such as `libs,bindings`, or all of them for `all`.
  ///
  /// @throws IllegalArgumentException if there is no such topic
  static Set<Topic> topics(String list) {
    Set<Topic> topics = EnumSet.noneOf(Topic.class);
    for (String name : list.split(",", -1)) {
      if (name.equals("all")) {
        topics.addAll(EnumSet.allOf(Topic.class));
      } else {
        topics.add(Topic.named(name));
      }
    }
    return topics;
  }

  /// What lines are about.
  enum Topic {
    /// Libraries and where they are put.
    LIBS,
    /// Where files are looked for.
    FILES,
    /// Where symbols are looked for.
    SYMBOLS,
    /// What imports are bound to.
    BINDINGS,
    /// Entries of the global offset table.
    RELOC,
    /// How long it took.
    STATISTICS;

    private String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    private static Topic named(String label) {
      for (Topic topic : values()) {
        if (topic.label().equals(label)) {
          return topic;
        }
      }
      throw new IllegalArgumentException(
          "no such topic: "
              + label
              + " (there are "
              + Arrays.stream(values()).map(Topic::label).collect(Collectors.joining(", "))
              + ", all)");
    }
  }
}
