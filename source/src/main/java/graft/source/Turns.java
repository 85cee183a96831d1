package graft.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Lets one at a time fetch the same, of all fetchers that have the same disk cache, in this JVM
/// and in others. A name is a byte of a file, far behind its end, that is locked: nothing is
/// written, no file is left for each, and the system takes the locks back from whoever is killed.
/// Whoever waits asks now and then, which holds no thread that carries virtual ones. Where there is
/// no cache, or its file system has no locks, a fetcher's own threads take turns.
final class Turns {
  private static final ReentrantLock GUARD = new ReentrantLock();

  /// Open files: a process loses all locks of a file when it closes any channel of it.
  private static final Map<Path, Shared> OPEN = new HashMap<>();

  private final @Nullable DiskCache cache;
  private final Set<String> taken = new HashSet<>();

  private static final class Shared {
    final FileChannel channel;
    int users;

    Shared(FileChannel channel) {
      this.channel = channel;
    }
  }

  Turns(@Nullable DiskCache cache) {
    this.cache = cache;
  }

  /// The right to fetch something; it ends when it is closed.
  final class Turn implements AutoCloseable {
    private final List<String> names = new ArrayList<>();
    private final List<FileLock> locks = new ArrayList<>();
    private final @Nullable Path file;
    private final @Nullable Shared shared;
    private boolean over;

    private Turn(@Nullable Path file, @Nullable Shared shared) {
      this.file = file;
      this.shared = shared;
    }

    private boolean add(String name) {
      synchronized (taken) {
        if (!taken.add(name)) {
          return false;
        }
        names.add(name);
      }
      if (shared == null) {
        return true;
      }
      try {
        FileLock lock = shared.channel.tryLock(position(name), 1, false);
        if (lock != null) {
          locks.add(lock);
          return true;
        }
      } catch (OverlappingFileLockException _) {
        // Another fetcher of this JVM has it.
      } catch (IOException _) {
        return true; // No locks here.
      }
      synchronized (taken) {
        taken.remove(name);
        names.removeLast();
      }
      return false;
    }

    /// Lets others go on; may be done early, and again.
    @Override
    public void close() {
      if (over) {
        return;
      }
      over = true;
      for (FileLock lock : locks) {
        try {
          lock.release();
        } catch (IOException _) {
          // It goes with the channel.
        }
      }
      synchronized (taken) {
        names.forEach(taken::remove);
      }
      if (file != null && shared != null) {
        release(file, shared);
      }
    }
  }

  /// Waits for a turn.
  ///
  /// @param names of what will be fetched, in an order that is the same for all
  /// @param patience how long to wait for all of them; after that somebody else is too slow, and it
  ///   is fetched twice
  Turn take(List<String> names, Duration patience) throws InterruptedException {
    Path file = cache == null ? null : real(cache.turns());
    Turn turn = new Turn(file, file == null ? null : open(file));
    try {
      long start = System.nanoTime();
      for (String name : names) {
        for (int millis = 1; !turn.add(name); millis = Math.min(2 * millis, 20)) {
          if (System.nanoTime() - start > patience.toNanos()) {
            break;
          }
          Thread.sleep(millis);
        }
      }
      return turn;
    } catch (Throwable e) {
      turn.close();
      throw e;
    }
  }

  private static long position(String name) {
    byte[] hash = Integrity.Algorithm.SHA256.digest(name.getBytes(StandardCharsets.UTF_8));
    return ByteBuffer.wrap(hash).getLong() & (Long.MAX_VALUE >> 1);
  }

  /// The one name of a file in this JVM, which would lose its locks with one of two channels.
  private static @Nullable Path real(Path file) {
    try {
      Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
      return Files.createDirectories(folder).toRealPath().resolve(file.getFileName());
    } catch (IOException e) {
      return null; // A cache that cannot be written is told when something is written.
    }
  }

  private static @Nullable Shared open(Path file) {
    GUARD.lock();
    try {
      Shared shared = OPEN.get(file);
      if (shared == null) {
        shared =
            new Shared(FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE));
        OPEN.put(file, shared);
      }
      shared.users++;
      return shared;
    } catch (IOException e) {
      return null; // A cache that cannot be written is told when something is written.
    } finally {
      GUARD.unlock();
    }
  }

  private static void release(Path file, Shared shared) {
    GUARD.lock();
    try {
      if (--shared.users == 0) {
        OPEN.remove(file);
        shared.channel.close();
      }
    } catch (IOException _) {
      // Nothing was written.
    } finally {
      GUARD.unlock();
    }
  }
}
