package graft.vfs;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A folder that a guest sees under a path of its own: of the host, in memory, or in an archive.
/// Whatever symbolic links lie in it, nothing outside of it can be reached through it.
public final class Mount {
  private final Path root;
  private final boolean writable;
  private final @Nullable FileSystem owned;

  private Mount(Path root, boolean writable, @Nullable FileSystem owned) {
    this.root = root;
    this.writable = writable;
    this.owned = owned;
  }

  /// A folder that the guest may change, of any file system.
  ///
  /// @throws IOException if it is no folder
  public static Mount folder(Path root) throws IOException {
    return new Mount(real(root), true, null);
  }

  /// A folder that the guest may only read.
  ///
  /// @throws IOException if it is no folder
  public static Mount readOnly(Path root) throws IOException {
    return new Mount(real(root), false, null);
  }

  /// The content of a zip or jar file, for reading; open until {@link GuestFiles#close()}.
  ///
  /// @throws IOException if it cannot be read
  public static Mount zip(Path file) throws IOException {
    FileSystem archive = FileSystems.newFileSystem(file, Map.of("accessMode", "readOnly"));
    return new Mount(archive.getRootDirectories().iterator().next(), false, archive);
  }

  /// An empty folder in memory; gone at {@link GuestFiles#close()}.
  ///
  /// @param limitInBytes what all its files together may take; the guest then gets `ENOSPC`
  public static Mount memory(long limitInBytes) {
    FileSystem memory =
        Jimfs.newFileSystem(
            Configuration.unix().toBuilder()
                .setAttributeViews("basic", "owner", "posix", "unix")
                .setWorkingDirectory("/")
                .setMaxSize(limitInBytes)
                .build());
    return new Mount(memory.getPath("/"), true, memory);
  }

  private static Path real(Path root) throws IOException {
    Path real = root.toRealPath();
    if (!Files.isDirectory(real)) {
      throw new NotDirectoryException(root.toString());
    }
    return real;
  }

  /// The folder, with no symbolic links on the way to it.
  public Path root() {
    return root;
  }

  /// Whether the guest may change what is in it.
  public boolean isWritable() {
    return writable;
  }

  /// Whether it is in memory and only this guest's.
  boolean isPrivate() {
    return writable && owned != null;
  }

  void close() throws IOException {
    if (owned != null) {
      owned.close();
    }
  }

  @Override
  public String toString() {
    return root + (writable ? "" : " (read-only)");
  }
}
