package graft.compiler;

/// How to translate.
///
/// @param checks whether code counts down its instance's {@link graft.runtime.Budget}, so that a
///   guest can be stopped; costs some time at every loop iteration and call
public record CompilerOptions(boolean checks) {
  /// Fast code that cannot be stopped.
  public static final CompilerOptions DEFAULT = new CompilerOptions(false);

  /// Code that can be stopped.
  public static final CompilerOptions INTERRUPTIBLE = new CompilerOptions(true);
}
