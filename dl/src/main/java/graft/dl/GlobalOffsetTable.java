package graft.dl;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The entries for symbols of the global scope: one for each name, whoever wants it.
final class GlobalOffsetTable {
  private final Map<String, GotEntry> entries = new LinkedHashMap<>();

  @Nullable GotEntry entry(String symbol) {
    return entries.get(symbol);
  }

  void add(GotEntry entry) {
    entries.put(entry.symbol(), entry);
  }

  void remove(GotEntry entry) {
    entries.remove(entry.symbol(), entry);
  }

  Collection<GotEntry> entries() {
    return List.copyOf(entries.values());
  }

  int size() {
    return entries.size();
  }

  /// Forgets what a library defined.
  void forget(Library library) {
    for (GotEntry entry : entries.values()) {
      if (entry.owner() == library) {
        entry.clear();
      }
    }
  }
}
