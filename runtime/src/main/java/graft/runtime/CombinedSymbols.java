package graft.runtime;

import graft.format.ExternType;
import graft.format.FunctionType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Several suppliers, asked one after the other.
record CombinedSymbols(List<HostSymbols> providers) implements HostSymbols {
  @Override
  public @Nullable Extern find(String module, String name, ExternType type) {
    for (HostSymbols provider : providers) {
      Extern found = provider.find(module, name, type);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  @Override
  public @Nullable Func script(String name, FunctionType type, Supplier<String> text) {
    for (HostSymbols provider : providers) {
      Func made = provider.script(name, type, text);
      if (made != null) {
        return made;
      }
    }
    return null;
  }

  @Override
  public List<HostSymbol> symbols() {
    List<HostSymbol> all = new ArrayList<>();
    for (HostSymbols provider : providers) {
      all.addAll(provider.symbols());
    }
    return all;
  }
}
