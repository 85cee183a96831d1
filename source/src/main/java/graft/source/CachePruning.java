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
/// between leaves contents that nobody names, and the next one removes those. What cannot be read
/// stays, and what it may name: that may be the fault of a moment.
final class CachePruning {
  private final DiskCache cache;
  private final long maxBytes;
  private final @Nullable Duration maxAge;
  private final Instant now;
  private int entries;
  private int files;
  private long total;
  private long bytes;
  private @Nullable IOException unreadable;

  CachePruning(DiskCache cache, long maxBytes, @Nullable Duration maxAge, Instant now) {
    this.cache = cache;
    this.maxBytes = maxBytes;
    this.maxAge = maxAge;
    this.now = now;
  }

  private record Address(Path file, Instant used, @Nullable String sha256) {}

  /// Nobody else may write meanwhile: what nobody names then belongs to somebody who was killed.
  ///
  /// @param keep contents that stay, whoever names them, or null
  DiskCache.Pruned run(@Nullable String keep) throws IOException {
    Map<String, Integer> users = new HashMap<>();
    if (keep != null) {
      users.put(keep, 1);
    }
    List<Address> addresses = addresses(users);
    for (Path file : cache.files("files")) {
      String sha256 = String.valueOf(file.getFileName());
      if (!users.containsKey(sha256) && unreadable == null) {
        removeContent(file);
      } else {
        total += sizeOf(file);
      }
    }
    for (Path draft : cache.files("drafts")) {
      Files.deleteIfExists(draft);
    }
    addresses.sort(Comparator.comparing(Address::used));
    for (Address address : addresses) {
      boolean tooOld = maxAge != null && address.used.isBefore(now.minus(maxAge));
      if (address.sha256 == null || tooOld || total > maxBytes) {
        total -= remove(address, users);
      }
    }
    if (files > 0) {
      for (Path hash : cache.files("hashes")) {
        if (cache.leadsNowhere(hash)) {
          Files.deleteIfExists(hash);
        }
      }
    }
    if (total > maxBytes && unreadable != null) {
      throw unreadable;
    }
    return new DiskCache.Pruned(entries, files, bytes);
  }

  /// How large what is left is.
  long total() {
    return total;
  }

  private List<Address> addresses(Map<String, Integer> users) throws IOException {
    List<Address> addresses = new ArrayList<>();
    for (Path file : cache.files("addresses")) {
      byte[] text;
      try {
        text = Files.readAllBytes(file);
      } catch (NoSuchFileException _) {
        continue;
      } catch (IOException e) {
        unreadable = e;
        continue;
      }
      String sha256 = null;
      try {
        sha256 = CacheEntry.parse(file.toString(), text).sha256();
        users.merge(sha256, 1, Integer::sum);
      } catch (IOException _) {
        // Damaged: it goes.
      }
      // Whoever asks by hash uses the contents alone.
      Instant used = modified(file);
      Instant content = sha256 == null ? used : modified(cache.file(sha256));
      addresses.add(new Address(file, content.isAfter(used) ? content : used, sha256));
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

  private Instant modified(Path file) throws IOException {
    try {
      return Files.getLastModifiedTime(file).toInstant();
    } catch (NoSuchFileException e) {
      return Instant.MIN;
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
