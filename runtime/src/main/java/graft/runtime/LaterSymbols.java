package graft.runtime;

import graft.format.ExternType;
import graft.format.FunctionType;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A supplier that is made when it is first asked. Like all of them it belongs to one thread.
final class LaterSymbols implements HostSymbols {
  private final Supplier<HostSymbols> make;
  private @Nullable HostSymbols made;

  LaterSymbols(Supplier<HostSymbols> make) {
    this.make = make;
  }

  private HostSymbols made() {
    HostSymbols symbols = made;
    if (symbols == null) {
      symbols = make.get();
      made = symbols;
    }
    return symbols;
  }

  @Override
  public @Nullable Extern find(String module, String name, ExternType type) {
    return made().find(module, name, type);
  }

  @Override
  public List<HostSymbol> symbols() {
    return made().symbols();
  }

  @Override
  public List<ExternType> types(String module, String name) {
    return made().types(module, name);
  }

  @Override
  public @Nullable Func script(String name, FunctionType type, Supplier<String> text) {
    return made().script(name, type, text);
  }
}
