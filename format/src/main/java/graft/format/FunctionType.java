package graft.format;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

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

  @Override
  public boolean equals(@Nullable Object other) {
    // Linkers compare and look up types by the hundred thousand: no iterators.
    return this == other
        || (other instanceof FunctionType type
            && same(parameters, type.parameters)
            && same(results, type.results));
  }

  private static boolean same(List<ValType> one, List<ValType> other) {
    int size = one.size();
    if (size != other.size()) {
      return false;
    }
    for (int i = 0; i < size; i++) {
      if (one.get(i) != other.get(i)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    return 31 * hash(parameters) + hash(results);
  }

  private static int hash(List<ValType> types) {
    int hash = 1;
    for (int i = 0; i < types.size(); i++) {
      hash = 31 * hash + types.get(i).code();
    }
    return hash;
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
