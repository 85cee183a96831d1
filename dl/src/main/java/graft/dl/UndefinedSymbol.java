package graft.dl;

import graft.format.ExternType;
import graft.format.FunctionType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A symbol that somebody wants and nobody defines.
///
/// @param name of the symbol
/// @param kind what it is wanted as
/// @param type the type of the import: null where only an address is wanted
/// @param requester the library that wants it
/// @param hint what may help, or null: where there is something like it
public record UndefinedSymbol(
    String name, Kind kind, @Nullable ExternType type, String requester, @Nullable String hint) {
  /// What a symbol is wanted as.
  public enum Kind {
    /// To be called.
    FUNCTION,
    /// The address of a variable (`GOT.mem`).
    DATA_ADDRESS,
    /// The address of a function (`GOT.func`).
    FUNCTION_ADDRESS,
    /// A global, table, memory or tag of that very type.
    OTHER
  }

  /// The same with a hint.
  UndefinedSymbol withHint(@Nullable String text) {
    return new UndefinedSymbol(name, kind, type, requester, text);
  }

  /// As messages show it: `libpng.so: undefined symbol: inflate, type (i32, i32) -> i32; libz.so
  /// defines it: add it to needed, or open it with GLOBAL`.
  @Override
  public String toString() {
    return message(List.of());
  }

  /// The same, with the libraries that were asked.
  String message(List<String> searched) {
    return requester
        + ": undefined symbol: "
        + CxxNames.shown(name)
        + details()
        + (searched.isEmpty() ? "" : " (not in " + String.join(", ", searched) + ")")
        + (hint == null ? "" : "; " + hint);
  }

  private String details() {
    return switch (kind) {
      case FUNCTION -> type instanceof FunctionType ? ", type " + type : "";
      case DATA_ADDRESS -> " (address of a variable)";
      case FUNCTION_ADDRESS -> " (address of a function)";
      case OTHER -> type == null ? "" : ", " + type.kind() + " of type " + type;
    };
  }
}
