package graft.format;

import java.util.List;
import java.util.stream.Collectors;

/// What a function takes and gives
/// ([spec](https://webassembly.github.io/spec/core/syntax/types.html#function-types)).
public record FunctionType(List<ValType> parameters, List<ValType> results) implements ExternType {
  /// Copies both lists.
  public FunctionType {
    parameters = List.copyOf(parameters);
    results = List.copyOf(results);
  }

  @Override
  public ExternKind kind() {
    return ExternKind.FUNCTION;
  }

  /// As error messages show it: `(i32, i32) -> i32`, `() -> ()`.
  @Override
  public String toString() {
    return tuple(parameters) + " -> " + (results.size() == 1 ? results.get(0) : tuple(results));
  }

  private static String tuple(List<ValType> types) {
    return types.stream().map(ValType::toString).collect(Collectors.joining(", ", "(", ")"));
  }
}
