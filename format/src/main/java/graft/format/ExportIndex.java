package graft.format;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds a module's exports by name; filled when it is first asked, as many modules never are.
public final class ExportIndex {
  private final List<Export> exports;
  private volatile @Nullable Map<String, Export> byName;

  ExportIndex(List<Export> exports) {
    this.exports = exports;
  }

  /// The export of a name, or null.
  public @Nullable Export find(String name) {
    Map<String, Export> known = byName;
    if (known == null) {
      known = new HashMap<>();
      for (Export export : exports) {
        known.put(export.name(), export);
      }
      // Whoever else is here makes the same.
      byName = known;
    }
    return known.get(name);
  }
}
