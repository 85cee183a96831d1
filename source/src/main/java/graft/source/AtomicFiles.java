package graft.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/// Writes files so that nobody ever sees half of one, whoever is killed in between: into a
/// temporary file, and then under its name. They are not forced to the disk: what a power cut
/// spoils is found when it is read, and fetched again.
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
      }
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }
}
