package graft.format;

/// The type of an exception tag: a function type without results.
public record TagType(FunctionType type) implements ExternType {
  @Override
  public ExternKind kind() {
    return ExternKind.TAG;
  }

  @Override
  public String toString() {
    return type.toString();
  }
}
