package graft.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Set;

/// Writes files so that nobody ever sees half of one: into a temporary file, to the disk, and then
/// under its name, whatever is stopped in between.
final class AtomicFiles {
  private AtomicFiles() {}

  /// Writes a file, or replaces it.
  ///
  /// @param temporary a folder on the same file system
  /// @throws IOException if that fails; nothing has changed then
  static void write(Path temporary, Path file, byte[] bytes) throws IOException {
    Files.createDirectories(temporary);
    Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
    Files.createDirectories(folder);
    Path draft = Files.createTempFile(temporary, "draft", ".tmp");
    try {
      try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
          channel.write(rest);
        }
        channel.force(true);
      }
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      syncFolder(folder);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /// So that the name, too, outlives a power cut. Not every system can.
  private static void syncFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, Set.of(StandardOpenOption.READ))) {
      channel.force(true);
    } catch (IOException _) {
      // The file is complete, only perhaps not yet there after a crash of the machine.
    }
  }
}
