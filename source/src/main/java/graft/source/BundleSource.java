package graft.source;

import graft.dl.ModuleFile;
import graft.dl.ModuleSource;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The modules in an archive, by their path or by the last part of it. The archive is read when
/// something is first looked for in it.
final class BundleSource implements ModuleSource {
  private final String label;
  private static final Duration LATELY = Duration.ofSeconds(5);

  private final boolean local;
  private final InstantSource clock;
  private final Reader reader;
  private final ReentrantLock reading = new ReentrantLock();
  private @Nullable Bundle bundle;
  private @Nullable Failure failure;

  /// Gets the archive.
  @FunctionalInterface
  interface Reader {
    Bundle read(@Nullable String requester) throws IOException;
  }

  /// @param local whether reading it costs nothing to speak of
  BundleSource(String label, boolean local, InstantSource clock, Reader reader) {
    this.label = label;
    this.local = local;
    this.clock = clock;
    this.reader = reader;
  }

  /// @param told whether somebody but a hint has heard of it
  private record Failure(IOException problem, Instant since, boolean told) {}

  /// @param hint whether nobody waits for it: what has failed a moment ago is not tried again then.
  ///   Who waits hears of a hint's failure, once, and else tries anew
  private Bundle bundle(@Nullable String requester, boolean hint) throws IOException {
    try {
      reading.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    try {
      Bundle known = bundle;
      if (known == null) {
        known = read(requester, hint);
        bundle = known;
      }
      return known;
    } finally {
      reading.unlock();
    }
  }

  private Bundle read(@Nullable String requester, boolean hint) throws IOException {
    Failure before = failure;
    Instant now = clock.instant();
    if (before != null && now.isBefore(before.since.plus(LATELY)) && (hint || !before.told)) {
      failure = new Failure(before.problem, before.since, before.told || !hint);
      throw before.problem;
    }
    try {
      return reader.read(requester);
    } catch (IOException e) {
      failure =
          Thread.currentThread().isInterrupted() ? null : new Failure(e, clock.instant(), !hint);
      throw e;
    }
  }

  @Override
  public @Nullable ModuleFile find(String name) throws IOException {
    return find(name, null);
  }

  @Override
  public @Nullable ModuleFile find(String name, @Nullable String requester) throws IOException {
    return from(bundle(requester, false), name);
  }

  private @Nullable ModuleFile from(Bundle opened, String name) throws IOException {
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
        ? bundle(null, false).files().keySet().stream()
            .filter(path -> path.endsWith(".so") || path.endsWith(".wasm"))
            .toList()
        : List.of();
  }

  @Override
  public boolean isAtHand() {
    return local;
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
    new Prefetch(new Ahead()).hint(names, requester);
    return names;
  }

  @Override
  public String toString() {
    return label;
  }

  /// The same, for hints.
  private final class Ahead implements ModuleSource {
    @Override
    public @Nullable ModuleFile find(String name) throws IOException {
      return find(name, null);
    }

    @Override
    public @Nullable ModuleFile find(String name, @Nullable String requester) throws IOException {
      return from(bundle(requester, true), name);
    }

    @Override
    public String toString() {
      return label;
    }
  }
}
