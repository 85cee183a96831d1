package graft.format;

import graft.format.trusted.TrustedModules;

/// A module that has passed validation; only {@link Validator} makes one.
public final class ValidModule {
  static {
    new Trusted().offer();
  }

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

  /// Makes those that the compiler has kept.
  private static final class Trusted extends TrustedModules {
    private void offer() {
      setMaker(this);
    }

    @Override
    protected ValidModule make(WasmModule module) {
      return new ValidModule(module);
    }
  }
}
