package graft.source;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/// Keeps those who write into a cache and those who make it smaller apart, in this JVM and in
/// others. The system takes the lock back from whoever is killed.
final class CacheLock implements AutoCloseable {
  /// A JVM may hold a file's lock only once.
  private static final ConcurrentHashMap<Path, ReentrantLock> HERE = new ConcurrentHashMap<>();

  private final ReentrantLock here;
  private final FileChannel channel;

  private CacheLock(ReentrantLock here, FileChannel channel) {
    this.here = here;
    this.channel = channel;
  }

  /// Waits until nobody else has it.
  ///
  /// @throws IOException if the file system has no locks, or cannot be written
  static CacheLock of(Path folder) throws IOException {
    ReentrantLock here = HERE.computeIfAbsent(folder, _ -> new ReentrantLock());
    here.lock();
    try {
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(
              folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        channel.lock();
        return new CacheLock(here, channel);
      } catch (Throwable e) {
        channel.close();
        throw e;
      }
    } catch (Throwable e) {
      here.unlock();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      here.unlock();
    }
  }
}
