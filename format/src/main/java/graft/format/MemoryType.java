package graft.format;

/// The type of a linear memory.
///
/// @param limits in pages
/// @param pageSize in bytes: 65536, or 1 where a module of the custom page sizes proposal was read
public record MemoryType(Limits limits, int pageSize) implements ExternType {
  private static final int PAGE_SIZE = 65_536;

  /// The type of a memory with pages of 64 KiB.
  public MemoryType(Limits limits) {
    this(limits, PAGE_SIZE);
  }

  @Override
  public ExternKind kind() {
    return ExternKind.MEMORY;
  }

  @Override
  public String toString() {
    return pageSize == PAGE_SIZE ? limits.toString() : limits + " (pagesize " + pageSize + ")";
  }
}
