package graft.format;

/// A module that has passed validation; only {@link Validator} makes one.
public final class ValidModule {
  private final WasmModule module;

  ValidModule(WasmModule module) {
    this.module = module;
  }

  /// The module that was validated.
  public WasmModule module() {
    return module;
  }

  /// The name that errors show.
  public String file() {
    return module.file();
  }
}
