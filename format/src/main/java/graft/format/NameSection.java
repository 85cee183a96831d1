package graft.format;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the `name` custom section says
/// ([spec](https://webassembly.github.io/spec/core/appendix/custom.html#name-section)).
///
/// @param module the module's own name, or null
/// @param functions names by function index
/// @param globals names by global index
/// @param dataSegments names by data segment index
public record NameSection(
    @Nullable String module,
    Map<Integer, String> functions,
    Map<Integer, String> globals,
    Map<Integer, String> dataSegments) {
  /// Says nothing.
  public static final NameSection EMPTY = new NameSection(null, Map.of(), Map.of(), Map.of());
}
