package graft.source;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
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

  /// Waits until nobody else has it. That holds no thread which carries virtual ones: the system is
  /// asked now and then.
  ///
  /// @throws IOException if the file system has no locks, or cannot be written, or the thread is
  ///   interrupted
  static CacheLock of(Path folder) throws IOException {
    ReentrantLock here = HERE.computeIfAbsent(folder, _ -> new ReentrantLock());
    here.lock();
    try {
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(
              folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        for (int millis = 1; !isOurs(channel); millis = Math.min(2 * millis, 20)) {
          Thread.sleep(millis);
        }
        return new CacheLock(here, channel);
      } catch (Throwable e) {
        channel.close();
        throw e;
      }
    } catch (InterruptedException e) {
      here.unlock();
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } catch (Throwable e) {
      here.unlock();
      throw e;
    }
  }

  private static boolean isOurs(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false; // This JVM has it, under another name of the folder.
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
