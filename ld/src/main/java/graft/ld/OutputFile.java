package graft.ld;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Set;

/// Writes what a link made.
final class OutputFile {
  /// The JVM copies what it writes into a buffer of this size.
  private static final int WRITTEN_AT_ONCE = 1 << 20;

  private static final List<PosixFilePermission> READ =
      List.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.OTHERS_READ);
  private static final List<PosixFilePermission> EXECUTE =
      List.of(
          PosixFilePermission.OWNER_EXECUTE,
          PosixFilePermission.GROUP_EXECUTE,
          PosixFilePermission.OTHERS_EXECUTE);

  private OutputFile() {}

  /// Writes a file beside the old one, which it then replaces: other names of the old file, and who
  /// has it open, keep it, and a link that is stopped leaves it as it was.
  static void write(Path file, byte[] bytes) throws IOException {
    Path target = Files.exists(file) ? file.toRealPath() : file;
    if (Files.exists(target) && !Files.isRegularFile(target)) {
      write(target, bytes, StandardOpenOption.WRITE); // A device or a pipe.
      return;
    }
    String name = target.getFileName() + ".tmp" + Long.toHexString(System.nanoTime());
    Path beside = target.resolveSibling(name);
    try {
      write(beside, bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      makeExecutable(beside);
      Files.move(beside, target, StandardCopyOption.REPLACE_EXISTING);
    } catch (AccessDeniedException e) {
      // The folder takes no new files; the old one may be written to.
      write(
          target,
          bytes,
          StandardOpenOption.CREATE,
          StandardOpenOption.TRUNCATE_EXISTING,
          StandardOpenOption.WRITE);
      makeExecutable(target);
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  private static void write(Path file, byte[] bytes, OpenOption... options) throws IOException {
    try (FileChannel channel = FileChannel.open(file, options)) {
      for (int at = 0; at < bytes.length; at += WRITTEN_AT_ONCE) {
        ByteBuffer part = ByteBuffer.wrap(bytes, at, Math.min(WRITTEN_AT_ONCE, bytes.length - at));
        while (part.hasRemaining()) {
          channel.write(part);
        }
      }
    }
  }

  private static void makeExecutable(Path file) throws IOException {
    if (Files.isRegularFile(file)
        && file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
      // Who may read it may run it; whom the umask excludes may not.
      for (int i = 0; i < READ.size(); i++) {
        if (permissions.contains(READ.get(i))) {
          permissions.add(EXECUTE.get(i));
        }
      }
      Files.setPosixFilePermissions(file, permissions);
    }
  }
}
