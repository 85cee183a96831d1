package graft.compiler;

/// An import does not have the type that the module wants: `app.wasm: incompatible import type:
/// env.f: expected (i32) -> i32, found () -> ()`.
public final class LinkException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// @param message with the file in front
  public LinkException(String message) {
    super(message);
  }
}
