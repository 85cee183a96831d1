package graft.treesitter;

/// An object in the guest's memory that somebody has to give back.
final class Handle {
  private final Engine engine;
  private final String what;
  private int address;

  /// @param what it is, for messages: `tree`
  Handle(Engine engine, String what, int address) {
    this.engine = engine;
    this.what = what;
    this.address = address;
  }

  Engine engine() {
    return engine;
  }

  /// Where it is.
  ///
  /// @throws IllegalStateException if it has been given back
  int address() {
    if (address == 0) {
      throw new IllegalStateException("this " + what + " has been closed");
    }
    return address;
  }

  /// Whether it has not been given back.
  boolean isOpen() {
    return address != 0;
  }

  /// Gives it back, unless that has happened, or all of the guest is gone.
  void close(GuestFunction delete) {
    if (isOpen() && !engine.isClosed()) {
      engine.call(delete, address);
    }
    address = 0;
  }
}
