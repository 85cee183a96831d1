package graft.treesitter;

import java.util.List;

/// A predicate of a query: `(#eq? @name "main")`. Those that filter matches by text are applied by
/// {@link Query}; others are for the application.
///
/// @param operator without the `#`: `eq?`
/// @param operands what follows
public record QueryPredicate(String operator, List<Operand> operands) {
  /// Copies the list.
  public QueryPredicate {
    operands = List.copyOf(operands);
  }

  /// An argument of a predicate.
  public sealed interface Operand {}

  /// `@name`
  ///
  /// @param name without the `@`
  public record Capture(String name) implements Operand {
    @Override
    public String toString() {
      return "@" + name;
    }
  }

  /// `"text"` or `text`
  ///
  /// @param value without quotes
  public record Text(String value) implements Operand {
    @Override
    public String toString() {
      return '"' + value + '"';
    }
  }
}
