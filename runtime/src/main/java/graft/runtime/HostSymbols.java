package graft.runtime;

import graft.format.ExternType;
import org.jspecify.annotations.Nullable;

/// Whoever supplies what no wasm module defines: WASI, Emscripten's environment, an embedder's own
/// functions.
@FunctionalInterface
public interface HostSymbols {
  /// Finds a definition.
  ///
  /// @param module first half of the import's name; `env` also for lookups by symbol
  /// @param name second half of the import's name
  /// @param type what is wanted; the same name may have definitions of several types
  /// @return the definition, which has that type, or null
  @Nullable Extern find(String module, String name, ExternType type);

  /// Asks one after the other; the first definition wins.
  static HostSymbols firstOf(HostSymbols... providers) {
    return (module, name, type) -> {
      for (HostSymbols provider : providers) {
        Extern found = provider.find(module, name, type);
        if (found != null) {
          return found;
        }
      }
      return null;
    };
  }
}
