package graft.format;

/// The type of a global variable.
public record GlobalType(ValType type, boolean mutable) implements ExternType {
  @Override
  public ExternKind kind() {
    return ExternKind.GLOBAL;
  }

  @Override
  public String toString() {
    return mutable ? "(mut " + type + ")" : type.toString();
  }
}
