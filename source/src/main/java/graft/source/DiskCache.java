package graft.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Files that have been fetched, in a folder that JVMs share. A file's contents stand under their
/// hash (`files/ab/abcd...`), and what an address had stands in an entry that names the hash
/// (`addresses/HASH.json`). Both are written whole or not at all, contents first, and contents are
/// checked against their name whenever they are read; so readers need no lock, and writers may be
/// killed at any point.
public final class DiskCache {
  /// 1 GiB.
  public static final long DEFAULT_MAX_BYTES = 1L << 30;

  /// Contents without an entry may belong to somebody who is about to write the entry.
  private static final Duration GRACE = Duration.ofHours(1);

  private final Path folder;
  private final long maxBytes;
  private final InstantSource clock;

  private DiskCache(Path folder, long maxBytes, InstantSource clock) {
    this.folder = folder.toAbsolutePath().normalize();
    this.maxBytes = maxBytes;
    this.clock = clock;
  }

  /// A cache of at most {@link #DEFAULT_MAX_BYTES}.
  ///
  /// @param folder which need not exist yet
  public static DiskCache in(Path folder) {
    return in(folder, DEFAULT_MAX_BYTES, InstantSource.system());
  }

  /// A cache.
  ///
  /// @param folder which need not exist yet
  /// @param maxBytes how large all contents together may be; what was used longest ago goes first
  /// @param clock what time it is
  public static DiskCache in(Path folder, long maxBytes, InstantSource clock) {
    return new DiskCache(folder, maxBytes, clock);
  }

  /// Where the cache of a user is: `GRAFT_CACHE`, or `graft` in `XDG_CACHE_HOME` or `~/.cache`.
  ///
  /// @param environment environment variables
  public static Path defaultFolder(Map<String, String> environment) {
    String own = environment.getOrDefault("GRAFT_CACHE", "");
    if (!own.isEmpty()) {
      return Path.of(own);
    }
    String caches = environment.getOrDefault("XDG_CACHE_HOME", "");
    return caches.isEmpty()
        ? Path.of(System.getProperty("user.home", "."), ".cache", "graft")
        : Path.of(caches, "graft");
  }

  /// What was removed.
  ///
  /// @param entries addresses
  /// @param files contents
  /// @param bytes the contents' size
  public record Pruned(int entries, int files, long bytes) {}

  /// Contents by their hash. Damaged ones are removed.
  ///
  /// @return null if they are not here
  byte @Nullable [] content(String sha256) {
    if (!sha256.matches("[0-9a-f]{64}")) {
      return null;
    }
    Path file = file(sha256);
    try {
      byte[] bytes = Files.readAllBytes(file);
      if (Integrity.sha256(bytes).equals(sha256)) {
        return bytes;
      }
      Files.deleteIfExists(file);
    } catch (IOException _) {
      // As good as not there.
    }
    return null;
  }

  /// What is known of an address.
  ///
  /// @return null if nothing is
  @Nullable CacheEntry entry(URI uri) {
    Path file = address(uri);
    try {
      CacheEntry entry = CacheEntry.parse(file.toString(), Files.readAllBytes(file));
      Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
      return entry.uri().equals(uri) ? entry : null;
    } catch (IOException _) {
      return null;
    }
  }

  /// Keeps contents.
  ///
  /// @throws IOException if that fails
  void store(CacheEntry entry, byte[] bytes) throws IOException {
    if (bytes.length > maxBytes) {
      return;
    }
    try (CacheLock _ = CacheLock.of(folder)) {
      storeLocked(entry, bytes);
      new CachePruning(this, maxBytes, null, clock.instant()).run(GRACE);
    }
  }

  private void storeLocked(CacheEntry entry, byte[] bytes) throws IOException {
    Path file = file(entry.sha256());
    if (Files.exists(file) && content(entry.sha256()) != null) {
      Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
    } else {
      AtomicFiles.write(drafts(), file, bytes);
    }
    // From here on the contents are there.
    AtomicFiles.write(drafts(), address(entry.uri()), entry.toJson());
  }

  /// All addresses, in alphabetical order.
  ///
  /// @throws IOException if the folder cannot be read
  public List<CacheEntry> entries() throws IOException {
    List<CacheEntry> entries = new ArrayList<>();
    for (Path file : files("addresses")) {
      try {
        entries.add(CacheEntry.parse(file.toString(), Files.readAllBytes(file)));
      } catch (IOException _) {
        // verify() tells.
      }
    }
    entries.sort(Comparator.comparing(entry -> entry.uri().toString()));
    return entries;
  }

  /// Reads everything and compares it with its hash.
  ///
  /// @return what is wrong, a line each: `file: what`
  /// @throws IOException if the folder cannot be read
  public List<String> verify() throws IOException {
    List<String> problems = new ArrayList<>();
    for (Path file : files("files")) {
      String name = String.valueOf(file.getFileName());
      byte[] bytes = readIfThere(file);
      if (bytes != null && !Integrity.sha256(bytes).equals(name)) {
        problems.add(file + ": the contents are not what the name says");
      }
    }
    for (Path file : files("addresses")) {
      byte[] bytes = readIfThere(file);
      if (bytes == null) {
        continue;
      }
      try {
        CacheEntry entry = CacheEntry.parse(file.toString(), bytes);
        if (!Files.exists(file(entry.sha256()))) {
          problems.add(file + ": the contents of " + entry.uri() + " are missing");
        } else if (Files.size(file(entry.sha256())) != entry.size()) {
          problems.add(file + ": the contents of " + entry.uri() + " have another size");
        }
      } catch (IOException e) {
        problems.add(String.valueOf(e.getMessage()));
      }
    }
    return problems;
  }

  private static byte @Nullable [] readIfThere(Path file) throws IOException {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return null; // Somebody has removed it meanwhile.
    }
  }

  /// Removes addresses that were not used for long, then those that were used longest ago, until
  /// the rest is small enough, and contents that no address has (of the last hour only those that
  /// had one).
  ///
  /// @param maxBytes how large all contents together may be
  /// @param maxAge how long ago an address may have been used, or null
  /// @throws IOException if that fails
  public Pruned prune(long maxBytes, @Nullable Duration maxAge) throws IOException {
    if (!Files.isDirectory(folder)) {
      return new Pruned(0, 0, 0);
    }
    try (CacheLock _ = CacheLock.of(folder)) {
      return new CachePruning(this, maxBytes, maxAge, clock.instant()).run(GRACE);
    }
  }

  /// Files in one of the folders, drafts excepted.
  List<Path> files(String kind) throws IOException {
    Path root = folder.resolve(kind);
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  Path drafts() {
    return folder.resolve("drafts");
  }

  Path file(String sha256) {
    return folder.resolve("files").resolve(sha256.substring(0, 2)).resolve(sha256);
  }

  private Path address(URI uri) {
    String hash = Integrity.sha256(uri.toString().getBytes(StandardCharsets.UTF_8));
    return folder.resolve("addresses").resolve(hash + ".json");
  }

  /// The folder.
  @Override
  public String toString() {
    return folder.toString();
  }
}
