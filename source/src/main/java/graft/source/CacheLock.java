package graft.source;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Keeps those who write into a cache and those who make it smaller apart, in this JVM and in
/// others. The system takes the lock back from whoever is killed.
final class CacheLock implements AutoCloseable {
  /// A JVM may hold a file's lock only once.
  private static final ConcurrentHashMap<Path, ReentrantLock> HERE = new ConcurrentHashMap<>();

  /// "graft 1", of a tally.
  private static final long MAGIC = 0x6772_6166_7420_3100L;

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
  static CacheLock of(Path named) throws IOException {
    // Its one name in this JVM, which would lose the lock with one of two channels.
    Path folder = Files.createDirectories(named).toRealPath();
    ReentrantLock here = HERE.computeIfAbsent(folder, _ -> new ReentrantLock());
    here.lock();
    try {
      FileChannel channel =
          FileChannel.open(
              folder.resolve("lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
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

  /// How large the contents of a cache are.
  ///
  /// @param bytes at most
  /// @param counted when somebody has counted them, in seconds since 1970
  record Tally(long bytes, long counted) {}

  /// What whoever had it last has left.
  ///
  /// @return null if nothing, for example because of being killed while writing
  @Nullable Tally tally() throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(3 * Long.BYTES);
    int read = channel.read(buffer, 0);
    if (read < buffer.capacity() || buffer.getLong(0) != MAGIC) {
      return null;
    }
    return new Tally(buffer.getLong(Long.BYTES), buffer.getLong(2 * Long.BYTES));
  }

  /// Leaves something for the next one.
  ///
  /// @param tally null before anything is changed
  void leave(@Nullable Tally tally) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(3 * Long.BYTES);
    if (tally != null) {
      buffer.putLong(MAGIC).putLong(tally.bytes).putLong(tally.counted).flip();
    }
    channel.write(buffer, 0);
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
