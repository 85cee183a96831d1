package graft.format;

/// The type of a linear memory; its limits count pages of 64 KiB.
public record MemoryType(Limits limits) implements ExternType {
  @Override
  public ExternKind kind() {
    return ExternKind.MEMORY;
  }

  @Override
  public String toString() {
    return limits.toString();
  }
}
