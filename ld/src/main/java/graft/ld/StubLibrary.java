package graft.ld;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A stub library: a text that begins with `#STUB` and names functions that the host supplies, each
/// with the symbols that the host needs for it in return: `name: dependency, dependency`.
final class StubLibrary extends InputFile {
  private static final String MAGIC = "#STUB";

  /// For each function the symbols that its definition needs.
  final Map<String, List<String>> dependencies;

  private StubLibrary(
      String path, @Nullable String archive, Map<String, List<String>> dependencies) {
    super(path, archive);
    this.dependencies = dependencies;
  }

  static boolean isStub(byte[] bytes) {
    byte[] magic = MAGIC.getBytes(StandardCharsets.US_ASCII);
    return bytes.length >= magic.length
        && Arrays.equals(bytes, 0, magic.length, magic, 0, magic.length);
  }

  static StubLibrary read(String path, byte[] bytes) {
    Map<String, List<String>> dependencies = new LinkedHashMap<>();
    String[] lines = new String(bytes, StandardCharsets.UTF_8).split("\n", -1);
    for (int i = 1; i < lines.length; i++) {
      String line = lines[i].trim();
      if (!line.isEmpty() && !line.startsWith("#")) {
        String[] parts = line.split(":", 2);
        dependencies.put(parts[0].trim(), parts.length > 1 ? names(parts[1]) : List.of());
      }
    }
    return new StubLibrary(path, null, dependencies);
  }

  /// What stands between commas, but for nothing behind the last one.
  private static List<String> names(String list) {
    List<String> names = new ArrayList<>();
    String rest = list;
    while (!rest.isEmpty()) {
      int comma = rest.indexOf(',');
      names.add((comma < 0 ? rest : rest.substring(0, comma)).trim());
      rest = comma < 0 ? "" : rest.substring(comma + 1);
    }
    return List.copyOf(names);
  }
}
