package graft.dl;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A place where each search may take only so long.
record LimitedSource(ModuleSource place, Duration limit) implements ModuleSource {
  @Override
  public @Nullable ModuleFile find(String name) throws IOException {
    return find(name, null);
  }

  @Override
  public @Nullable ModuleFile find(String name, @Nullable String requester) throws IOException {
    ModuleFile file = Deadline.after(limit).find(() -> place.find(name, requester));
    return file == null ? null : new LimitedFile(file, limit);
  }

  @Override
  public List<String> expect(List<String> names, @Nullable String requester) throws IOException {
    return place.expect(names, requester);
  }

  @Override
  public List<String> names() throws IOException {
    return place.names();
  }

  @Override
  public boolean isAtHand() {
    return place.isAtHand();
  }

  /// A file whose own search path is limited, too.
  private record LimitedFile(ModuleFile file, Duration limit) implements ModuleFile {
    @Override
    public String name() {
      return file.name();
    }

    @Override
    public String location() {
      return file.location();
    }

    @Override
    public Object identity() {
      return file.identity();
    }

    @Override
    public @Nullable Object version() throws IOException {
      return file.version();
    }

    @Override
    public byte[] read() throws IOException {
      return file.read();
    }

    @Override
    public List<String> prepare() throws IOException {
      return file.prepare();
    }

    @Override
    public @Nullable ModuleSource runPath(String entry) {
      ModuleSource found = file.runPath(entry);
      return found == null ? null : found.within(limit);
    }
  }

  @Override
  public String toString() {
    return place.toString();
  }
}
