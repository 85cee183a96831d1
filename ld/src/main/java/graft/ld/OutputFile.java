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
  static void write(Path file, ModuleImage output) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      // A device or a pipe: it takes bytes in their order only, and may have no path of its own.
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(output.toByteArray());
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
      }
      return;
    }
    Path target = Files.exists(file) ? file.toRealPath() : file;
    String name = target.getFileName() + ".tmp" + Long.toHexString(System.nanoTime());
    Path beside = target.resolveSibling(name);
    try {
      write(beside, output, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      makeExecutable(beside);
      Files.move(beside, target, StandardCopyOption.REPLACE_EXISTING);
    } catch (AccessDeniedException e) {
      // The folder takes no new files; the old one may be written to.
      write(
          target,
          output,
          StandardOpenOption.CREATE,
          StandardOpenOption.TRUNCATE_EXISTING,
          StandardOpenOption.WRITE);
      makeExecutable(target);
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  private static void write(Path file, ModuleImage output, OpenOption... options)
      throws IOException {
    try (FileChannel channel = FileChannel.open(file, options)) {
      output.writeTo(channel);
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
