package graft.treesitter;

import graft.treesitter.QueryPredicate.Capture;
import graft.treesitter.QueryPredicate.Operand;
import graft.treesitter.QueryPredicate.Text;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What the predicates of one pattern of a query say.
///
/// Operators that compare text come in four forms: `eq?` and `match?` want it of all nodes of the
/// capture, with `any-` of at least one; `not-` wants the opposite of each. Without a node, `all`
/// holds and `any` does not; only `match?` fails, and `not-match?` and `not-any-of?` hold.
///
/// @param filters all must accept a match
/// @param properties of `set!`, `is?` and `is-not?`
/// @param others what means nothing here
record PatternPredicates(
    List<Predicate<List<QueryCapture>>> filters,
    Map<String, Map<String, @Nullable String>> properties,
    List<QueryPredicate> others) {

  boolean accepts(List<QueryCapture> captures) {
    return filters.stream().allMatch(filter -> filter.test(captures));
  }

  Map<String, @Nullable String> properties(String operator) {
    return properties.getOrDefault(operator, Map.of());
  }

  /// Collects the predicates of a pattern.
  static final class Builder {
    private final List<Predicate<List<QueryCapture>>> filters = new ArrayList<>();
    private final Map<String, Map<String, @Nullable String>> properties = new LinkedHashMap<>();
    private final List<QueryPredicate> others = new ArrayList<>();

    PatternPredicates build() {
      return new PatternPredicates(
          List.copyOf(filters), Collections.unmodifiableMap(properties), List.copyOf(others));
    }

    /// Adds a predicate.
    ///
    /// @param steps the operator, then its operands
    void add(List<Operand> steps) {
      if (steps.isEmpty()) {
        return;
      }
      if (!(steps.getFirst() instanceof Text first)) {
        throw bad(steps, "begins with a capture");
      }
      String operator = first.value();
      switch (operator) {
        case "eq?", "not-eq?", "any-eq?", "any-not-eq?" -> addEqual(operator, steps);
        case "match?", "not-match?", "any-match?", "any-not-match?" -> addMatch(operator, steps);
        case "any-of?", "not-any-of?" -> addAnyOf(operator, steps);
        case "set!", "is?", "is-not?" -> addProperty(operator, steps);
        default -> others.add(new QueryPredicate(operator, steps.subList(1, steps.size())));
      }
    }

    private void addEqual(String operator, List<Operand> steps) {
      String name = capture(steps, 3);
      boolean positive = !operator.contains("not-");
      if (steps.get(2) instanceof Capture(String other)) {
        BiPredicate<String, String> test = (a, b) -> a.equals(b) == positive;
        filters.add(captures ->
            quantified(
                operator,
                texts(captures, name),
                text -> texts(captures, other).anyMatch(each -> test.test(text, each))));
      } else {
        String value = text(steps, 2);
        filters.add(captures ->
            quantified(operator, texts(captures, name), text -> text.equals(value) == positive));
      }
    }

    private void addMatch(String operator, List<Operand> steps) {
      String name = capture(steps, 3);
      boolean positive = !operator.contains("not-");
      Pattern pattern;
      try {
        pattern = JavaScriptPattern.compile(text(steps, 2));
      } catch (IllegalArgumentException e) {
        throw bad(steps, "no regular expression");
      }
      filters.add(captures -> {
        List<String> texts = texts(captures, name).toList();
        return texts.isEmpty()
            ? !positive
            : quantified(
                operator, texts.stream(), text -> pattern.matcher(text).find() == positive);
      });
    }

    private void addAnyOf(String operator, List<Operand> steps) {
      String name = capture(steps, -2);
      boolean positive = operator.equals("any-of?");
      Set<String> values =
          IntStream.range(2, steps.size())
              .mapToObj(i -> text(steps, i))
              .collect(Collectors.toSet());
      filters.add(captures -> {
        List<String> texts = texts(captures, name).toList();
        return texts.isEmpty() ? !positive : values.containsAll(texts) == positive;
      });
    }

    private void addProperty(String operator, List<Operand> steps) {
      if (steps.size() < 2 || steps.size() > 3) {
        throw bad(steps, "wants a name, and perhaps a value");
      }
      properties
          .computeIfAbsent(operator, _ -> new LinkedHashMap<>())
          .put(text(steps, 1), steps.size() == 3 ? text(steps, 2) : null);
    }

    private static boolean quantified(
        String operator, Stream<String> texts, Predicate<String> test) {
      return operator.startsWith("any-") ? texts.anyMatch(test) : texts.allMatch(test);
    }

    private static Stream<String> texts(List<QueryCapture> captures, String name) {
      return captures.stream()
          .filter(capture -> capture.name().equals(name))
          .map(capture -> capture.node().text());
    }

    /// The first operand, a capture.
    ///
    /// @param size how many steps there must be; negative if there may be more
    private static String capture(List<Operand> steps, int size) {
      boolean fits = size < 0 ? steps.size() >= -size : steps.size() == size;
      if (!fits) {
        throw bad(steps, "wrong number of arguments");
      }
      if (!(steps.get(1) instanceof Capture(String name))) {
        throw bad(steps, "the first argument must be a capture");
      }
      return name;
    }

    private static String text(List<Operand> steps, int index) {
      if (!(steps.get(index) instanceof Text(String value))) {
        throw bad(steps, "argument " + index + " must be a string");
      }
      return value;
    }

    private static QueryException bad(List<Operand> steps, String why) {
      String text =
          steps.stream().map(Operand::toString).collect(Collectors.joining(" ", "(#", ")"));
      return new QueryException(QueryException.Kind.PREDICATE, text + ": " + why, 0);
    }
  }
}
