package graft.runtime;

import graft.format.ExternType;
import java.util.ArrayList;
import java.util.List;
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
  public List<HostSymbol> symbols() {
    List<HostSymbol> all = new ArrayList<>();
    for (HostSymbols provider : providers) {
      all.addAll(provider.symbols());
    }
    return all;
  }
}
