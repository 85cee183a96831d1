package graft.source;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Files that have been fetched, in a folder that JVMs share. A file's contents stand under their
/// SHA-256 (`files/ab/abcd...`), and what an address had stands in an entry that names the hash
/// (`addresses/HASH.json`); their other hashes lead to that one (`hashes/sha384/...`). All are
/// written whole or not at all, contents first, and contents are checked against their name
/// whenever they are read; so readers need no lock, and writers may be killed at any point. Room is
/// made before something is written: the cache is never larger than allowed, not even for a moment.
public final class DiskCache {
  /// 1 GiB.
  public static final long DEFAULT_MAX_BYTES = 1L << 30;

  /// Half a year.
  public static final Duration DEFAULT_MAX_AGE = Duration.ofDays(180);

  /// The algorithms whose hashes lead to contents, beside SHA-256, which is their name.
  private static final List<Integrity.Algorithm> OTHERS =
      List.of(Integrity.Algorithm.SHA384, Integrity.Algorithm.SHA512);

  /// How long what is too old may stay.
  private static final Duration LOOK = Duration.ofDays(1);

  private final Path folder;
  private final long maxBytes;
  private final Duration maxAge;
  private final InstantSource clock;

  private DiskCache(Path folder, long maxBytes, Duration maxAge, InstantSource clock) {
    this.folder = folder.toAbsolutePath().normalize();
    this.maxBytes = maxBytes;
    this.maxAge = maxAge;
    this.clock = clock;
  }

  /// A cache of at most {@link #DEFAULT_MAX_BYTES}, of what was used within {@link
  /// #DEFAULT_MAX_AGE}.
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
    return new DiskCache(folder, maxBytes, DEFAULT_MAX_AGE, clock);
  }

  /// The same folder, of which what was not used for so long goes when something new is written.
  public DiskCache withMaxAge(Duration age) {
    return new DiskCache(folder, maxBytes, age, clock);
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

  /// Contents by a hash of any kind.
  ///
  /// @return null if they are not here
  byte @Nullable [] content(Integrity integrity) {
    for (String hex : integrity.hex()) {
      String sha256 =
          integrity.algorithm() == Integrity.Algorithm.SHA256
              ? hex
              : readHash(hash(integrity.algorithm(), hex));
      if (sha256 == null) {
        continue;
      }
      byte[] bytes = content(sha256);
      if (bytes != null && integrity.matches(bytes)) {
        touch(file(sha256));
        return bytes;
      }
    }
    return null;
  }

  private static @Nullable String readHash(Path file) {
    try {
      String text = Files.readString(file);
      return text.matches("[0-9a-f]{64}") ? text : null;
    } catch (IOException _) {
      return null;
    }
  }

  /// Contents by their SHA-256. Damaged ones stay until {@link #store} writes them anew.
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
    } catch (IOException _) {
      // As good as not there.
    }
    return null;
  }

  /// Whether there are contents, of an address or by their hash, that are not what they were.
  ///
  /// @param credentials of who asks, as in {@link CacheEntry#credentials}
  boolean isDamaged(URI uri, @Nullable String credentials, @Nullable Integrity integrity) {
    CacheEntry entry = entry(uri, credentials);
    if (entry == null ? Files.exists(address(uri, credentials)) : isDamaged(entry.sha256())) {
      return true;
    }
    return integrity != null
        && integrity.algorithm() == Integrity.Algorithm.SHA256
        && integrity.hex().stream().anyMatch(this::isDamaged);
  }

  private boolean isDamaged(String sha256) {
    return Files.exists(file(sha256)) && content(sha256) == null;
  }

  /// What is known of an address.
  ///
  /// @param credentials of who asks, as in {@link CacheEntry#credentials}
  /// @return null if nothing is
  @Nullable CacheEntry entry(URI uri, @Nullable String credentials) {
    Path file = address(uri, credentials);
    try {
      CacheEntry entry = CacheEntry.parse(file.toString(), Files.readAllBytes(file));
      touch(file);
      boolean same = entry.uri().equals(uri) && Objects.equals(entry.credentials(), credentials);
      return same ? entry : null;
    } catch (IOException _) {
      return null;
    }
  }

  /// Somebody uses it now.
  private void touch(Path file) {
    try {
      Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
    } catch (IOException _) {
      // It is somebody else's, or gone: it only looks older than it is.
    }
  }

  /// Keeps contents.
  ///
  /// @throws IOException if that fails
  void store(CacheEntry entry, byte[] bytes) throws IOException {
    if (bytes.length > maxBytes) {
      return;
    }
    Map<Integrity.Algorithm, String> hashes = new EnumMap<>(Integrity.Algorithm.class);
    OTHERS.forEach(algorithm -> hashes.put(algorithm, algorithm.hex(bytes)));
    try (CacheLock lock = CacheLock.of(folder)) {
      CacheLock.Tally tally = lock.tally();
      // Whoever is killed from here on leaves none, and the next one counts anew.
      lock.leave(null);
      boolean known = content(entry.sha256()) != null;
      long more = known ? 0 : bytes.length;
      if (tally == null || tally.bytes() > maxBytes - more || isDue(tally)) {
        // Before anything is written: whoever is killed in between leaves no more than is allowed.
        tally = pruned(maxBytes - more, maxAge, entry.sha256()).tally;
      }
      storeLocked(entry, bytes, known, hashes);
      lock.leave(new CacheLock.Tally(tally.bytes() + more, tally.counted()));
    }
  }

  /// Whether something may have become too old since somebody has looked.
  private boolean isDue(CacheLock.Tally tally) {
    long since = clock.instant().getEpochSecond() - tally.counted();
    return since < 0 || since >= Math.min(LOOK.toSeconds(), maxAge.toSeconds() / 8);
  }

  private record Outcome(Pruned pruned, CacheLock.Tally tally) {}

  private Outcome pruned(long most, @Nullable Duration age, @Nullable String keep)
      throws IOException {
    Instant now = clock.instant();
    CachePruning pruning = new CachePruning(this, most, age, now);
    Pruned pruned = pruning.run(keep);
    return new Outcome(pruned, new CacheLock.Tally(pruning.total(), now.getEpochSecond()));
  }

  private void storeLocked(
      CacheEntry entry, byte[] bytes, boolean known, Map<Integrity.Algorithm, String> hashes)
      throws IOException {
    Path file = file(entry.sha256());
    if (!known) {
      AtomicFiles.write(drafts(), file, bytes);
    }
    touch(file);
    for (Map.Entry<Integrity.Algorithm, String> each : hashes.entrySet()) {
      Path hash = hash(each.getKey(), each.getValue());
      if (!entry.sha256().equals(readHash(hash))) {
        AtomicFiles.write(drafts(), hash, entry.sha256().getBytes(StandardCharsets.UTF_8));
      }
    }
    // From here on the contents are there, under all their names.
    Path address = address(entry.uri(), entry.credentials());
    AtomicFiles.write(drafts(), address, entry.toJson());
    touch(address);
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
        } else if (sizeOf(file(entry.sha256()), entry.size()) != entry.size()) {
          problems.add(file + ": the contents of " + entry.uri() + " have another size");
        }
      } catch (IOException e) {
        problems.add(String.valueOf(e.getMessage()));
      }
    }
    for (Path file : files("hashes")) {
      String sha256 = readHash(file);
      if (sha256 == null && Files.exists(file)) {
        problems.add(file + ": expected 64 hexadecimal digits");
      }
    }
    return problems;
  }

  /// @param gone what it is if somebody has removed it meanwhile
  private static long sizeOf(Path file, long gone) throws IOException {
    try {
      return Files.size(file);
    } catch (NoSuchFileException e) {
      return gone;
    }
  }

  private static byte @Nullable [] readIfThere(Path file) throws IOException {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return null; // Somebody has removed it meanwhile.
    }
  }

  /// Removes addresses that were not used for long, then those that were used longest ago, until
  /// the rest is small enough, and contents that no address has.
  ///
  /// @param maxBytes how large all contents together may be
  /// @param maxAge how long ago an address may have been used, or null
  /// @throws IOException if that fails
  public Pruned prune(long maxBytes, @Nullable Duration maxAge) throws IOException {
    if (!Files.isDirectory(folder)) {
      return new Pruned(0, 0, 0);
    }
    try (CacheLock lock = CacheLock.of(folder)) {
      lock.leave(null);
      Outcome outcome = pruned(maxBytes, maxAge, null);
      lock.leave(outcome.tally);
      return outcome.pruned;
    }
  }

  /// Files in one of the folders, drafts excepted.
  List<Path> files(String kind) throws IOException {
    Path root = folder.resolve(kind);
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (Files.isRegularFile(file)) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException problem)
              throws IOException {
            if (problem instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE; // Somebody has removed it meanwhile.
            }
            throw problem;
          }
        });
    files.sort(null);
    return files;
  }

  /// Whose bytes are locked while something is fetched.
  Path turns() {
    return folder.resolve("turns");
  }

  Path drafts() {
    return folder.resolve("drafts");
  }

  Path file(String sha256) {
    return folder.resolve("files").resolve(sha256.substring(0, 2)).resolve(sha256);
  }

  /// Where the SHA-256 of contents stands under another hash of theirs.
  private Path hash(Integrity.Algorithm algorithm, String hex) {
    String kind = algorithm.prefix().replace("-", "");
    return folder.resolve("hashes").resolve(kind).resolve(hex);
  }

  /// Whether what a hash leads to is not there any more.
  boolean leadsNowhere(Path hash) {
    String sha256 = readHash(hash);
    return sha256 == null || !Files.exists(file(sha256));
  }

  private Path address(URI uri, @Nullable String credentials) {
    String name = credentials == null ? uri.toString() : uri + " " + credentials;
    String hash = Integrity.sha256(name.getBytes(StandardCharsets.UTF_8));
    return folder.resolve("addresses").resolve(hash + ".json");
  }

  /// The folder.
  @Override
  public String toString() {
    return folder.toString();
  }
}
