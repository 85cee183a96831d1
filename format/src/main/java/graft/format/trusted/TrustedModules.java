package graft.format.trusted;

import graft.format.ValidModule;
import graft.format.WasmModule;
import java.lang.invoke.MethodHandles;
import org.jspecify.annotations.Nullable;

/// Takes modules for valid without looking, for who keeps what was validated before. The package is
/// for the compiler alone: to all others only {@link graft.format.Validator} gives valid modules.
public abstract class TrustedModules {
  private static volatile @Nullable TrustedModules maker;

  /// For `graft.format`.
  protected TrustedModules() {}

  /// Says who makes them; for `graft.format`.
  protected static void setMaker(TrustedModules theMaker) {
    maker = theMaker;
  }

  /// Makes one.
  protected abstract ValidModule make(WasmModule module);

  /// A module of which the same bytes were validated before, by the same build of the validator.
  public static ValidModule of(WasmModule module) {
    TrustedModules known = maker;
    if (known == null) {
      try {
        // Which says who makes them.
        MethodHandles.lookup().ensureInitialized(ValidModule.class);
      } catch (IllegalAccessException e) {
        throw new AssertionError("BUG: a public class is not", e);
      }
      known = maker;
    }
    if (known == null) {
      throw new AssertionError("BUG: nobody makes valid modules");
    }
    return known.make(module);
  }
}
