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

  private final CodeCache cache;

  /// Null where nothing can be kept.
  private final @Nullable Path path;

  private final CodeKey key;
  private final String module;
  private final Map<String, byte[]> fresh = new ConcurrentHashMap<>();
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private volatile @Nullable CodeFile file;
  private long delay = FIRST_DELAY;
  private final AtomicInteger failures = new AtomicInteger();

  StoredCode(CodeCache cache, @Nullable Path path, CodeKey key, String module) {
    this.cache = cache;
    this.path = path;
    this.key = key;
    this.module = module;
    this.file = path == null ? null : CodeFile.open(path, key);
    if (file != null) {
      touch();
    }
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
    return opened == null ? null : opened.read(name);
  }

  /// Keeps a class; it is written later.
  void add(String name, byte[] classFile) {
    if (path == null) {
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
      return null;
    }
    Map<String, byte[]> written = Map.copyOf(fresh);
    try {
      cache.replace(
          path,
          key,
          attempts,
          present -> {
            // Sorted, so that the same classes make the same file.
            Map<String, byte[]> all = new TreeMap<>(written);
            if (present != null) {
              for (String name : present.names()) {
                byte[] known = all.containsKey(name) ? null : present.read(name);
                if (known != null) {
                  all.put(name, known);
                }
              }
            }
            return CodeFile.Contents.of(module, key, all);
          });
    } catch (IOException e) {
      failures.incrementAndGet();
      return e;
    }
    failures.set(0);
    written.forEach(fresh::remove);
    if (file == null) {
      file = CodeFile.open(path, key);
    }
    return null;
  }
}
