package graft.format;

import org.jspecify.annotations.Nullable;

/// The type of a global variable.
public record GlobalType(ValType type, boolean mutable) implements ExternType {
  @Override
  public ExternKind kind() {
    return ExternKind.GLOBAL;
  }

  // What a record has by itself is made when it is first called, which takes milliseconds.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof GlobalType global && type == global.type && mutable == global.mutable;
  }

  @Override
  public int hashCode() {
    return 2 * type.code() + (mutable ? 1 : 0);
  }

  @Override
  public String toString() {
    return mutable ? "(mut " + type + ")" : type.toString();
  }
}
