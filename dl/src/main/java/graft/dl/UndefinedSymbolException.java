package graft.dl;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Symbols that are wanted and defined nowhere: thrown by a load (missing variables; with {@link
/// OpenFlag#NOW} functions, too), by the first call of a missing function, and by lookups.
public final class UndefinedSymbolException extends LoadException {
  private static final long serialVersionUID = 1L;
  private final transient List<UndefinedSymbol> symbols;
  private final transient List<String> searched;

  /// @param symbols at least one; all that are missing, so that one report has them all
  /// @param searched the libraries and hosts that were asked
  public UndefinedSymbolException(List<UndefinedSymbol> symbols, List<String> searched) {
    super(symbols.get(0).requester(), null, message(symbols, searched));
    this.symbols = List.copyOf(symbols);
    this.searched = List.copyOf(searched);
  }

  static UndefinedSymbolException ofLookup(String symbol, String file, List<Library> searched) {
    return ofLookup(symbol, file, null, searched);
  }

  /// @param other what is called so but is of another kind than what is wanted, or null
  static UndefinedSymbolException ofLookup(
      String symbol, String file, @Nullable Symbol other, List<Library> searched) {
    UndefinedSymbol missing =
        new UndefinedSymbol(
            symbol,
            UndefinedSymbol.Kind.OTHER,
            null,
            file,
            SymbolHints.instead(symbol, other, searched));
    List<String> names = searched.stream().map(Library::name).toList();
    return new UndefinedSymbolException(List.of(missing), other == null ? names : List.of());
  }

  private static String message(List<UndefinedSymbol> symbols, List<String> searched) {
    return symbols.stream()
        .map(symbol -> symbol.message(searched))
        .collect(Collectors.joining("\n"));
  }

  /// All that are missing; the first is the one of {@link #file()}.
  public List<UndefinedSymbol> symbols() {
    return symbols;
  }

  /// The libraries and hosts that were asked, in order.
  public List<String> searched() {
    return searched;
  }
}
