package graft.ld;

import graft.format.FunctionType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Functions that are called with other types than they are defined with, or that nobody defines:
/// such calls lead to functions that trap.
final class FunctionVariants {
  private final SymbolTable table;
  private final Options options;
  private final Diagnostics diagnostics;

  /// For each name with several types the symbols, one for each type.
  private final Map<String, List<Symbol>> variants = new LinkedHashMap<>();

  private final Map<FunctionType, Symbol> undefinedStubs = new LinkedHashMap<>();

  FunctionVariants(SymbolTable table, Options options, Diagnostics diagnostics) {
    this.table = table;
    this.options = options;
    this.diagnostics = diagnostics;
  }

  /// The symbol for the name with this type, or null.
  @Nullable Symbol known(Symbol symbol, FunctionType type) {
    List<Symbol> all = variants.computeIfAbsent(symbol.name, name -> new ArrayList<>());
    if (all.isEmpty()) {
      all.add(symbol);
    }
    for (Symbol variant : all) {
      if (type.equals(variant.signature)) {
        return variant;
      }
    }
    return null;
  }

  /// One more symbol for the name, of which nothing is known.
  Symbol add(Symbol symbol, @Nullable InputFile file) {
    Symbol variant = table.newSymbol(symbol.name);
    variant.fresh = false;
    variant.usedInRegularObject = file == null || file instanceof ObjectFile;
    Objects.requireNonNull(variants.get(symbol.name)).add(variant);
    return variant;
  }

  /// Where a name has several types, calls with another type than the definition's lead to a
  /// function that traps.
  void resolve() {
    for (Map.Entry<String, List<Symbol>> entry : variants.entrySet()) {
      List<Symbol> all = entry.getValue();
      Symbol defined = all.stream().filter(Symbol::isDefinedFunction).findFirst().orElse(null);
      if (defined == null) {
        diagnostics.error(SymbolMismatches.signatures(entry.getKey(), all.get(0), all.get(1)));
      }
      for (Symbol symbol : all) {
        if (defined != null && symbol != defined) {
          diagnostics.warn(SymbolMismatches.signatures(entry.getKey(), symbol, defined));
          replaceWithTrap(
              symbol, symbol.functionType(), "signature_mismatch:" + options.show(symbol));
        }
      }
    }
  }

  /// Calls of functions that nobody defines, which is allowed for weak ones, trap.
  void resolveWeakUndefined() {
    for (Symbol symbol : List.copyOf(table.symbols)) {
      if (symbol.isUndefinedWeak()
          && symbol.usedInRegularObject
          && symbol.signature != null
          && symbol.kind == SymbolKind.FUNCTION) {
        replaceWithTrap(symbol, symbol.signature, "undefined_weak:" + options.show(symbol));
        symbol.hide(true);
      }
    }
  }

  private InputFunction replaceWithTrap(Symbol symbol, FunctionType type, String name) {
    InputFunction function = InputFunction.synthetic(type, symbol.name);
    function.debugName = name;
    if (symbol.traced) {
      diagnostics.say(InputFile.describe(null) + ": definition of " + name);
    }
    symbol.name = name;
    table.number(function);
    table.syntheticFunctions.add(function);
    symbol.reset(SymbolKind.FUNCTION, Symbol.State.DEFINED, SymbolFlags.LOCAL, null);
    symbol.function = function;
    symbol.signature = type;
    // Its address is null: it gets no slot in the table.
    symbol.stub = true;
    return function;
  }

  /// The function that calls of undefined functions of this type lead to.
  Symbol undefinedStub(FunctionType type) {
    return undefinedStubs.computeIfAbsent(
        type,
        t -> {
          Symbol symbol = table.newSymbol("undefined_stub");
          symbol.usedInRegularObject = true;
          replaceWithTrap(symbol, t, "undefined_stub");
          return symbol;
        });
  }
}
