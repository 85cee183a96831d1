package graft.testing.mutate;

/// A mutant that broke something.
///
/// @param file the module that was changed
/// @param mutant how
/// @param seed that chose the change
/// @param cause what happened
record MutantFailure(String file, Mutant mutant, long seed, Throwable cause) {
  @Override
  public String toString() {
    StackTraceElement[] trace = cause.getStackTrace();
    String message = cause.toString().lines().findFirst().orElse("");
    return file
        + ": "
        + mutant
        + " (seed "
        + seed
        + "): "
        + message
        + (trace.length == 0 ? "" : " at " + trace[0]);
  }
}
