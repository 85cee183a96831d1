package graft.runtime;

/// The guest leaves its stack as it is and goes on in callbacks, as a program does that calls
/// `emscripten_set_main_loop` for ever: unwinds to whoever started it, and its {@link EventLoop}
/// runs on.
public final class EventLoopUnwind extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// Throw it to unwind.
  public EventLoopUnwind() {
    super("the program goes on in its callbacks", null, false, false);
  }
}
