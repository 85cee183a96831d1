package graft.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes a {@link DiskCache} smaller. An entry goes before its contents: whoever is stopped in
/// between leaves contents that nobody names, and the next one removes those.
final class CachePruning {
  private final DiskCache cache;
  private final long maxBytes;
  private final @Nullable Duration maxAge;
  private final Instant now;
  private int entries;
  private int files;
  private long bytes;

  CachePruning(DiskCache cache, long maxBytes, @Nullable Duration maxAge, Instant now) {
    this.cache = cache;
    this.maxBytes = maxBytes;
    this.maxAge = maxAge;
    this.now = now;
  }

  private record Address(Path file, Instant used, @Nullable String sha256) {}

  /// @param grace how old contents without an entry must be
  DiskCache.Pruned run(Duration grace) throws IOException {
    Map<String, Integer> users = new HashMap<>();
    List<Address> addresses = addresses(users);
    long total = 0;
    for (Path file : cache.files("files")) {
      String sha256 = String.valueOf(file.getFileName());
      boolean old = modified(file).isBefore(now.minus(grace));
      if (old && !users.containsKey(sha256)) {
        removeContent(file);
      } else {
        total += sizeOf(file);
      }
    }
    removeDrafts(grace);
    addresses.sort(Comparator.comparing(Address::used));
    for (Address address : addresses) {
      boolean tooOld = maxAge != null && address.used.isBefore(now.minus(maxAge));
      if (address.sha256 == null || tooOld || total > maxBytes) {
        total -= remove(address, users);
      }
    }
    return new DiskCache.Pruned(entries, files, bytes);
  }

  private List<Address> addresses(Map<String, Integer> users) throws IOException {
    List<Address> addresses = new ArrayList<>();
    for (Path file : cache.files("addresses")) {
      String sha256 = null;
      try {
        sha256 = CacheEntry.parse(file.toString(), Files.readAllBytes(file)).sha256();
        users.merge(sha256, 1, Integer::sum);
      } catch (IOException _) {
        // Damaged: it goes.
      }
      addresses.add(new Address(file, modified(file), sha256));
    }
    return addresses;
  }

  private long remove(Address address, Map<String, Integer> users) throws IOException {
    entries += Files.deleteIfExists(address.file) ? 1 : 0;
    if (address.sha256 == null || users.merge(address.sha256, -1, Integer::sum) > 0) {
      return 0;
    }
    return removeContent(cache.file(address.sha256));
  }

  private long removeContent(Path file) throws IOException {
    long size = sizeOf(file);
    if (Files.deleteIfExists(file)) {
      files++;
      bytes += size;
    }
    return size;
  }

  /// Of those who were killed.
  private void removeDrafts(Duration grace) throws IOException {
    for (Path draft : cache.files("drafts")) {
      if (modified(draft).isBefore(now.minus(grace))) {
        Files.deleteIfExists(draft);
      }
    }
  }

  private Instant modified(Path file) throws IOException {
    try {
      return Files.getLastModifiedTime(file).toInstant();
    } catch (NoSuchFileException e) {
      return now;
    }
  }

  private static long sizeOf(Path file) throws IOException {
    try {
      return Files.size(file);
    } catch (NoSuchFileException e) {
      return 0;
    }
  }
}
