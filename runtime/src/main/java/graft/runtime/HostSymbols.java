package graft.runtime;

import graft.format.ExternType;
import graft.format.FunctionType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
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

  /// The names that can be listed, for tools and for lookups without a type. There may be more:
  /// names that are made to measure, as Emscripten's `invoke_SIGNATURE`.
  default List<HostSymbol> symbols() {
    return List.of();
  }

  /// The types in which a name is supplied; none if it is not, or not listed.
  ///
  /// @param module first half of the import's name
  /// @param name second half of the import's name
  default List<ExternType> types(String module, String name) {
    List<ExternType> types = new ArrayList<>();
    for (HostSymbol each : symbols()) {
      if (each.module().equals(module) && each.name().equals(name)) {
        types.add(each.type());
      }
    }
    return types;
  }

  /// Makes the function for JavaScript that a module carries (`EM_JS`).
  ///
  /// @param name of the function
  /// @param type what is wanted
  /// @param text gives its text, `(parameters)<::>{ body }`; asked at the first call
  /// @return the function, which has that type, or null if this host runs no JavaScript
  default @Nullable Func script(String name, FunctionType type, Supplier<String> text) {
    return null;
  }

  /// What is made when it is first asked.
  ///
  /// @param make gives it; called once
  static HostSymbols later(Supplier<HostSymbols> make) {
    return new LaterSymbols(make);
  }

  /// Asks one after the other; the first definition wins.
  static HostSymbols firstOf(HostSymbols... providers) {
    return new CombinedSymbols(List.of(providers));
  }
}
