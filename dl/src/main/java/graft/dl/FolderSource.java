package graft.dl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A folder of the host.
record FolderSource(Path folder) implements ModuleSource {
  @Override
  public @Nullable ModuleFile find(String name) {
    Path file;
    try {
      file = folder.resolve(name).normalize();
    } catch (InvalidPathException e) {
      return null;
    }
    return file.startsWith(folder.normalize()) && Files.isRegularFile(file)
        ? new HostFile(file)
        : null;
  }

  @Override
  public List<String> expect(List<String> names, @Nullable String requester) {
    return names.stream().filter(name -> find(name) == null).toList();
  }

  @Override
  public List<String> names() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.endsWith(".wasm") || name.endsWith(".so") || name.contains(".so."))
          .sorted()
          .toList();
    }
  }

  @Override
  public boolean isAtHand() {
    return true;
  }

  @Override
  public String toString() {
    return folder.toString();
  }

  /// A file of the host.
  ///
  /// @param place what `$ORIGIN` is the folder of
  record HostFile(Path path, Path place) implements ModuleFile {
    private static final Duration SETTLED = Duration.ofSeconds(2);

    HostFile(Path path) {
      this(path, path);
    }

    /// A main module: as for ld.so, its place is that of the file to which links lead.
    static HostFile ofMain(Path path) {
      return new HostFile(path, real(path));
    }

    private static Path real(Path path) {
      try {
        return path.toRealPath();
      } catch (IOException e) {
        return path.toAbsolutePath().normalize();
      }
    }

    @Override
    public String name() {
      Path last = path.getFileName();
      return last == null ? path.toString() : last.toString();
    }

    @Override
    public String location() {
      return path.toString();
    }

    @Override
    public Object identity() {
      return real(path);
    }

    /// Which file it is, its size and times; null for a file that has changed so lately that it may
    /// change once more without another time.
    @Override
    public @Nullable Object version() throws IOException {
      if (!path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
        return null;
      }
      Map<String, Object> attributes =
          Files.readAttributes(path, "unix:fileKey,size,lastModifiedTime,ctime");
      return attributes.get("ctime") instanceof FileTime changed
              && changed.toInstant().isBefore(Instant.now().minus(SETTLED))
          ? attributes
          : null;
    }

    @Override
    public byte[] read() throws IOException {
      return Files.readAllBytes(path);
    }

    /// Absolute paths and those that begin with `$ORIGIN`. Any other one would mean the folder in
    /// which the JVM happens to run.
    @Override
    public @Nullable ModuleSource runPath(String entry) {
      Path parent = place.toAbsolutePath().normalize().getParent();
      String origin = parent == null ? "/" : parent.toString();
      String text = entry.replace("${ORIGIN}", origin).replace("$ORIGIN", origin);
      try {
        Path folder = path.getFileSystem().getPath(text).normalize();
        return folder.isAbsolute() ? new FolderSource(folder) : null;
      } catch (InvalidPathException e) {
        // No folder can be called that.
        return null;
      }
    }
  }
}
