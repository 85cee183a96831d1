package graft.format;

/// The type of a table: what its elements are, and how many there may be.
public record TableType(ValType element, Limits limits) implements ExternType {
  @Override
  public ExternKind kind() {
    return ExternKind.TABLE;
  }

  @Override
  public String toString() {
    return limits + " " + element;
  }
}
