package graft.compiler;

/// How to translate.
///
/// @param checks whether code counts down its instance's {@link graft.runtime.Budget}, so that a
///   guest can be stopped; costs some time at every loop iteration and call
/// @param methodLimit bytes of bytecode above which a function is cut into several methods; HotSpot
///   does not compile methods above 8,000
public record CompilerOptions(boolean checks, int methodLimit) {
  /// The largest method that HotSpot compiles, in bytes.
  public static final int HOTSPOT_LIMIT = 8_000;

  /// Fast code that cannot be stopped.
  public static final CompilerOptions DEFAULT = new CompilerOptions(false, HOTSPOT_LIMIT);

  /// Code that can be stopped.
  public static final CompilerOptions INTERRUPTIBLE = new CompilerOptions(true, HOTSPOT_LIMIT);

  /// The same, but with methods of another size: to test how functions are cut.
  public CompilerOptions withMethodLimit(int bytes) {
    return new CompilerOptions(checks, bytes);
  }
}
