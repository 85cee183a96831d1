package graft.vfs;

// A package without a type cannot be exported. Goes with the first real one.
final class Pending {
  private Pending() {}
}
