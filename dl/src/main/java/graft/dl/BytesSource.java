package graft.dl;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Modules that somebody gives as bytes. A source equals only itself.
final class BytesSource implements ModuleSource {
  private final String label;
  private final List<String> names;
  private final ModuleSource.Reader reader;
  private final @Nullable String folder;

  BytesSource(String label, List<String> names, ModuleSource.Reader reader) {
    this(label, names, reader, null);
  }

  private BytesSource(
      String label, List<String> names, ModuleSource.Reader reader, @Nullable String folder) {
    this.label = label;
    this.names = names;
    this.reader = reader;
    this.folder = folder;
  }

  @Override
  public @Nullable ModuleFile find(String name) throws IOException {
    String path = folder == null ? name : folder + "/" + name;
    byte @Nullable [] bytes = reader.read(path);
    return bytes == null ? null : new BytesFile(this, path, bytes);
  }

  @Override
  public List<String> expect(List<String> expected, @Nullable String requester) {
    return expected.stream().filter(name -> !names.contains(name)).toList();
  }

  @Override
  public List<String> names() {
    return names;
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
    /// Other bytes of the same name are another file.
    private record Identity(String location, byte[] bytes) {
      @Override
      public boolean equals(Object other) {
        return other instanceof Identity identity
            && location.equals(identity.location)
            && Arrays.equals(bytes, identity.bytes);
      }

      @Override
      public int hashCode() {
        return location.hashCode();
      }
    }

    @Override
    public String name() {
      return location.substring(location.lastIndexOf('/') + 1);
    }

    @Override
    public Object identity() {
      return new Identity(location, bytes);
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
      return new BytesSource(folder, List.of(), from.reader, folder);
    }
  }
}
