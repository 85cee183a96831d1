package graft.testing.spec;

/// What a script's `(ref.extern N)` stands for.
record HostReference(long number) {
  @Override
  public String toString() {
    return "ref.extern " + number;
  }
}
