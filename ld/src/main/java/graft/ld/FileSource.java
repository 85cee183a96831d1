package graft.ld;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where a link's inputs come from: the caller's own bytes by name, else a folder.
final class FileSource {
  private final Path folder;
  private final Map<String, byte[]> given;
  private final Diagnostics diagnostics;
  private final List<String> read = new ArrayList<>();
  private final boolean folderIsCurrent;

  private FileSource(Path folder, Map<String, byte[]> given, Diagnostics diagnostics) {
    this.folder = folder;
    this.folderIsCurrent =
        folder.toString().isEmpty() && folder.getFileSystem().equals(FileSystems.getDefault());
    this.given = given;
    this.diagnostics = diagnostics;
  }

  static FileSource of(Path folder, List<LinkInput> inputs, Diagnostics diagnostics) {
    Map<String, byte[]> given = new HashMap<>();
    inputs.forEach(input -> given.put(key(input.name()), input.bytes()));
    return new FileSource(folder, given, diagnostics);
  }

  /// The name without what means nothing in it: `./a//b` is `a/b`.
  private static String key(String name) {
    if (!name.contains("./") && !name.contains("//")) {
      return name;
    }
    String key = name.replaceAll("/(\\.?/)+", "/");
    return key.startsWith("./") ? key.substring(2) : key;
  }

  /// A file's bytes, or why there are none.
  record Contents(byte @Nullable [] bytes, @Nullable Exception failure) {}

  /// Looks for a file; nothing is noted, so that several threads may ask.
  Contents load(String path) {
    byte[] bytes = given.get(key(path));
    if (bytes != null) {
      return new Contents(bytes, null);
    }
    try (FileInputStream in = new FileInputStream(file(path))) {
      return new Contents(in.readAllBytes(), null);
    } catch (IOException | InvalidPathException | UnsupportedOperationException e) {
      return readAgain(path);
    }
  }

  private File file(String path) {
    // A path that means the same by itself need not be put together: there are thousands.
    return folderIsCurrent ? new File(path) : folder.resolve(path).toFile();
  }

  /// The same through the file system's own classes, which know why a file cannot be read.
  private Contents readAgain(String path) {
    try {
      return new Contents(Files.readAllBytes(folder.resolve(path)), null);
    } catch (IOException | InvalidPathException e) {
      return new Contents(null, e);
    }
  }

  /// The file's bytes, or null after the error was reported.
  byte @Nullable [] read(String path) {
    return take(path, load(path));
  }

  /// The file's bytes.
  byte[] readOrThrow(String path) throws IOException {
    byte[] bytes = given.get(key(path));
    if (bytes == null) {
      bytes = Files.readAllBytes(folder.resolve(path));
    }
    read.add(path);
    return bytes;
  }

  /// The same for a file that was loaded before.
  byte @Nullable [] take(String path, Contents contents) {
    if (contents.failure != null) {
      boolean unknown = path.indexOf('\ufffd') >= 0;
      diagnostics.error(
          "cannot open "
              + path
              + ": "
              + reason(contents.failure)
              + (unknown ? " (names of files must be UTF-8)" : ""));
    } else {
      read.add(path);
    }
    return contents.bytes;
  }

  /// What the C library would say.
  static String reason(Exception e) {
    if (e instanceof NoSuchFileException) {
      return "No such file or directory";
    }
    if (e instanceof AccessDeniedException) {
      return "Permission denied";
    }
    @Nullable String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }

  boolean exists(String path) {
    try {
      return given.containsKey(key(path)) || Files.isRegularFile(folder.resolve(path));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  Path resolve(String path) {
    return folder.resolve(path);
  }

  /// Every file that was read, in order.
  List<String> filesRead() {
    return List.copyOf(read);
  }
}
