package graft.dl;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Modules that somebody gives as bytes.
record BytesSource(String label, List<String> names, ModuleSource.Reader reader)
    implements ModuleSource {
  @Override
  public @Nullable ModuleFile find(String name) throws IOException {
    byte @Nullable [] bytes = reader.read(name);
    return bytes == null ? null : new BytesFile(this, name, bytes);
  }

  @Override
  public List<String> expect(List<String> expected, @Nullable String requester) {
    return expected.stream().filter(name -> !names.contains(name)).toList();
  }

  @Override
  public boolean isAtHand() {
    return true;
  }

  @Override
  public String toString() {
    return label;
  }

  /// A module whose bytes are at hand.
  record BytesFile(@Nullable BytesSource source, String location, byte[] bytes)
      implements ModuleFile {
    @Override
    public String name() {
      return location.substring(location.lastIndexOf('/') + 1);
    }

    @Override
    public Object identity() {
      return location;
    }

    @Override
    public byte[] read() {
      return bytes;
    }

    @Override
    public @Nullable ModuleSource runPath(String entry) {
      BytesSource from = source;
      if (from == null) {
        return null;
      }
      int slash = location.lastIndexOf('/');
      String origin = slash < 0 ? "." : location.substring(0, Math.max(slash, 1));
      String folder = entry.replace("${ORIGIN}", origin).replace("$ORIGIN", origin);
      return new BytesSource(folder, List.of(), name -> from.reader.read(folder + "/" + name));
    }
  }
}
