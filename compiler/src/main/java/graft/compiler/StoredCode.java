package graft.compiler;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The classes of one module in a {@link CodeCache}: what was there when it was opened, and what
/// this JVM has translated since.
final class StoredCode {
  /// How long new classes wait for others before they are written, in seconds; twice as long each
  /// further time.
  private static final int FIRST_DELAY = 5;

  /// How often writing may fail before nobody tries any more, until there is something new.
  private static final int MAX_FAILURES = 5;

  /// After how long a class that is not there is looked for in what other JVMs have written since,
  /// in nanoseconds.
  private static final long LOOK_AGAIN = 500_000_000;

  private final CodeCache cache;

  /// Null where nothing can be kept.
  private final @Nullable Path path;

  private final CodeKey key;
  private final String module;
  private final Map<String, byte[]> fresh = new ConcurrentHashMap<>();
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private volatile @Nullable CodeFile file;

  /// The {@link CodeCache#identity} of what has the file's name, when this was last looked at.
  private volatile @Nullable Object known;

  private volatile long looked = System.nanoTime();
  private long delay = FIRST_DELAY;
  private final AtomicInteger failures = new AtomicInteger();

  /// Set once it is clear that nothing of this module will be kept.
  private volatile CodeCache.@Nullable TooLargeException tooLarge;

  StoredCode(CodeCache cache, @Nullable Path path, CodeKey key, String module) {
    this.cache = cache;
    this.path = path;
    this.key = key;
    this.module = module;
    this.file = path == null ? null : open(path);
    if (file != null) {
      touch();
    }
  }

  /// What has the file's name now, which is not looked at again until it is another.
  private @Nullable CodeFile open(Path path) {
    Object identity;
    try {
      identity = CodeCache.identity(path);
    } catch (IOException _) {
      identity = null;
    }
    CodeFile opened = CodeFile.open(path, key);
    // Only as long as it is open no other file is identical to it.
    known = opened == null ? null : identity;
    return opened;
  }

  private void touch() {
    try {
      Files.setLastModifiedTime(Objects.requireNonNull(path), FileTime.from(Instant.now()));
    } catch (IOException _) {
      // Then it goes earlier than it should.
    }
  }

  CodeCache cache() {
    return cache;
  }

  /// Whether there was something, which also means that the module was valid.
  boolean exists() {
    return file != null;
  }

  /// The class file of a name.
  ///
  /// @return null if there is none, or a damaged one
  byte @Nullable [] read(String name) {
    CodeFile opened = file;
    byte[] classFile = opened == null ? null : opened.read(name);
    if (classFile == null && path != null && looksAgain()) {
      CodeFile newer = CodeFile.open(path, key);
      if (newer != null) {
        file = newer;
        classFile = newer.read(name);
      }
    }
    return classFile;
  }

  /// Whether another JVM has replaced the file since this one last looked, which it does now and
  /// then only.
  private boolean looksAgain() {
    long now = System.nanoTime();
    if (now - looked < LOOK_AGAIN) {
      return false;
    }
    looked = now;
    try {
      Object identity = CodeCache.identity(Objects.requireNonNull(path));
      boolean isOther = !identity.equals(known);
      known = identity;
      return isOther;
    } catch (IOException _) {
      return false;
    }
  }

  /// Keeps a class; it is written later.
  void add(String name, byte[] classFile) {
    if (path == null || tooLarge != null) {
      return;
    }
    fresh.put(name, classFile);
    cache.changed(this);
    schedule();
  }

  private void schedule() {
    if (cache.byItself() && scheduled.compareAndSet(false, true)) {
      Executor later = CompletableFuture.delayedExecutor(delay, TimeUnit.SECONDS);
      var _ = CompletableFuture.runAsync(this::flushScheduled, later);
    }
  }

  private void flushScheduled() {
    scheduled.set(false);
    delay *= 2;
    cache.flush();
    if (!fresh.isEmpty() && triesAgain()) {
      schedule();
    }
  }

  /// Whether it is worth while to try once more what has failed.
  boolean triesAgain() {
    return failures.get() < MAX_FAILURES;
  }

  /// Writes what is new.
  ///
  /// @param attempts how often it is tried while another JVM writes
  /// @return why not all is written, or null
  @Nullable IOException write(int attempts) {
    if (path == null || fresh.isEmpty()) {
      return tooLarge;
    }
    Map<String, byte[]> written = Map.copyOf(fresh);
    try {
      cache.replace(path, key, attempts, present -> merge(written, present));
    } catch (CodeCache.TooLargeException e) {
      failures.set(MAX_FAILURES);
      tooLarge = e;
      fresh.clear();
      return e;
    } catch (IOException e) {
      failures.incrementAndGet();
      return e;
    }
    failures.set(0);
    written.forEach(fresh::remove);
    // It also has what other JVMs have written. Where one has removed it, the one before is good.
    CodeFile merged = open(path);
    if (merged != null) {
      file = merged;
    }
    return null;
  }

  /// New classes together with those that are there.
  ///
  /// @return null if there is nothing new
  private CodeFile.@Nullable Contents merge(Map<String, byte[]> written, @Nullable CodeFile present)
      throws IOException {
    // Sorted, so that the same classes make the same file.
    Map<String, byte[]> all = new TreeMap<>(written);
    boolean isNew = present == null;
    if (present != null) {
      int good = 0;
      for (String name : present.names()) {
        byte[] known = present.read(name);
        if (known != null) {
          good++;
          all.put(name, known);
        }
      }
      isNew = good < all.size() || good < present.names().size();
    }
    return isNew ? CodeFile.Contents.of(module, key, all) : null;
  }
}
