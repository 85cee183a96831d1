package graft.source;

import graft.dl.ModuleFile;
import graft.dl.ModuleSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The modules in an archive, by their path or by the last part of it. The archive is read when
/// something is first looked for in it.
final class BundleSource implements ModuleSource {
  private final String label;
  private final boolean local;
  private final Reader reader;
  private final ReentrantLock reading = new ReentrantLock();
  private @Nullable Bundle bundle;

  /// Gets the archive.
  @FunctionalInterface
  interface Reader {
    Bundle read(@Nullable String requester) throws IOException;
  }

  /// @param local whether reading it costs nothing to speak of
  BundleSource(String label, boolean local, Reader reader) {
    this.label = label;
    this.local = local;
    this.reader = reader;
  }

  private Bundle bundle(@Nullable String requester) throws IOException {
    try {
      reading.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    try {
      Bundle known = bundle;
      if (known == null) {
        known = reader.read(requester);
        bundle = known;
      }
      return known;
    } finally {
      reading.unlock();
    }
  }

  @Override
  public @Nullable ModuleFile find(String name) throws IOException {
    return find(name, null);
  }

  @Override
  public @Nullable ModuleFile find(String name, @Nullable String requester) throws IOException {
    Bundle opened = bundle(requester);
    String path = path(opened, name);
    if (path == null) {
      return null;
    }
    return ModuleSource.reading(label, each -> opened.files().get(inside(each)))
        .find(label + "!/" + path);
  }

  private String inside(String location) {
    String prefix = label + "!/";
    return location.startsWith(prefix) ? location.substring(prefix.length()) : location;
  }

  private static @Nullable String path(Bundle bundle, String name) throws IOException {
    if (bundle.files().containsKey(name)) {
      return name;
    }
    List<String> paths =
        bundle.files().keySet().stream().filter(path -> path.endsWith("/" + name)).toList();
    if (paths.size() > 1) {
      throw new IOException(name + " may be any of " + String.join(", ", paths));
    }
    return paths.isEmpty() ? null : paths.getFirst();
  }

  /// An archive that is not here yet is not fetched for a hint.
  @Override
  public List<String> names() throws IOException {
    return local
        ? bundle(null).files().keySet().stream()
            .filter(path -> path.endsWith(".so") || path.endsWith(".wasm"))
            .toList()
        : List.of();
  }

  @Override
  public List<String> expect(List<String> names, @Nullable String requester) throws IOException {
    if (local) {
      List<String> elsewhere = new ArrayList<>();
      for (String name : names) {
        if (find(name) == null) {
          elsewhere.add(name);
        }
      }
      return elsewhere;
    }
    new Prefetch(this).hint(names, requester);
    return names;
  }

  @Override
  public String toString() {
    return label;
  }
}
