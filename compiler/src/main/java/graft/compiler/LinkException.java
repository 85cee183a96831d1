package graft.compiler;

/// An import does not have the type that the module wants, or what it defines cannot be had:
/// `app.wasm: incompatible import type: env.f: expected (i32) -> i32, found () -> ()`.
public final class LinkException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final String problem;

  /// @param file the module's
  /// @param problem what is wrong, without the file
  public LinkException(String file, String problem) {
    super(file + ": " + problem);
    this.problem = problem;
  }

  /// What is wrong, without the file.
  public String problem() {
    return problem;
  }
}
