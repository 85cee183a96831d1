package graft.dl;

import graft.format.FunctionType;
import graft.format.GlobalType;
import org.jspecify.annotations.Nullable;

/// What an import of a module is connected to.
sealed interface ImportBinding {
  /// A definition.
  record Bound(Definition definition) implements ImportBinding {}

  /// An entry of the global offset table.
  record Address(GotEntry entry) implements ImportBinding {}

  /// A global that modules share and none defines.
  record Shared(String name, GlobalType type) implements ImportBinding {}

  /// A function that nobody defines yet: found at its first call, or reported then.
  ///
  /// @param symbol what is missing
  /// @param module first half of the import's name
  /// @param type of the import; `() -> ()` where only the address is wanted and nobody knows
  /// @param found the definition of another type that stands in the way, or null
  record Unbound(
      UndefinedSymbol symbol, String module, FunctionType type, Definition.@Nullable Exported found)
      implements ImportBinding {

    /// Whether the type is known.
    boolean isTyped() {
      return symbol.type() != null;
    }
  }

  /// What the process or the loader gives to every module.
  enum Given implements ImportBinding {
    MEMORY,
    TABLE,
    STACK_POINTER,
    MEMORY_BASE,
    TABLE_BASE
  }
}
