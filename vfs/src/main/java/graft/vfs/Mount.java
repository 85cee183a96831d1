package graft.vfs;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A folder that a guest sees under a path of its own: of the host, in memory, or in an archive.
/// Nothing outside of it can be reached through it, whatever symbolic links lie in it or are put
/// there, also where a directory was that a guest holds open: the guest's own tree is all that a
/// link leads to. Two things are the embedder's to know: a file that has a further name outside (a
/// hard link) is the same file inside; and no process outside of this JVM may rename or link in the
/// folder at the very time at which a guest uses it.
///
/// The folder is the one that was there when the mount was made. If it is renamed or removed, the
/// guest finds nothing, also if something else takes its place.
public final class Mount {
  private final boolean writable;

  /// Makes a file system that is the mount's own, or null.
  private final @Nullable Supplier<FileSystem> own;

  /// Its folder; null as long as nobody has looked into a file system of its own. Guests that only
  /// print never do, and the first one in memory costs a start 50 ms.
  private @Nullable HostEntry entry;

  private Mount(@Nullable HostEntry entry, boolean writable, @Nullable Supplier<FileSystem> own) {
    this.entry = entry;
    this.writable = writable;
    this.own = own;
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
    Mount mount = new Mount(null, false, () -> archive);
    mount.entry();
    return mount;
  }

  /// An empty folder in memory; gone at {@link GuestFiles#close()}.
  ///
  /// @param limitInBytes what all its files together may take; the guest then gets `ENOSPC`
  public static Mount memory(long limitInBytes) {
    return new Mount(
        null,
        true,
        () ->
            Jimfs.newFileSystem(
                Configuration.unix().toBuilder()
                    .setAttributeViews("basic", "owner", "posix", "unix")
                    .setWorkingDirectory("/")
                    .setMaxSize(limitInBytes)
                    .build()));
  }

  private static HostEntry real(Path root) throws IOException {
    HostEntry found = HostEntry.of(root.toRealPath());
    if (found == null || found.type() != FileType.DIRECTORY) {
      throw new NotDirectoryException(root.toString());
    }
    return found;
  }

  /// The folder, with no symbolic links on the way to it.
  public Path root() {
    return entry().path();
  }

  synchronized HostEntry entry() {
    HostEntry known = entry;
    if (known == null) {
      FileSystem files = Objects.requireNonNull(own).get();
      Path root = files.getRootDirectories().iterator().next();
      known = new HostEntry(root, FileType.DIRECTORY, null);
      entry = known;
    }
    return known;
  }

  /// Whether the folder is still the one that was mounted, and no link leads to it.
  boolean isThere() throws ErrnoException {
    if (own != null) {
      return true;
    }
    HostEntry there = entry();
    return there.isThere()
        && IoFailures.translate(() -> there.path().toRealPath().equals(there.path()));
  }

  /// Whether the guest may change what is in it.
  public boolean isWritable() {
    return writable;
  }

  /// Whether it is in memory and only this guest's.
  boolean isPrivate() {
    return writable && own != null;
  }

  synchronized void close() throws IOException {
    if (own != null && entry != null) {
      entry.path().getFileSystem().close();
    }
  }

  @Override
  public String toString() {
    return root() + (writable ? "" : " (read-only)");
  }
}
