package graft.ld;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
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

  private FileSource(Path folder, Map<String, byte[]> given, Diagnostics diagnostics) {
    this.folder = folder;
    this.given = given;
    this.diagnostics = diagnostics;
  }

  static FileSource of(Path folder, List<LinkInput> inputs, Diagnostics diagnostics) {
    Map<String, byte[]> given = new HashMap<>();
    inputs.forEach(input -> given.put(input.name(), input.bytes()));
    return new FileSource(folder, given, diagnostics);
  }

  /// The file's bytes, or null after the error was reported.
  byte @Nullable [] read(String path) {
    try {
      return readOrThrow(path);
    } catch (IOException | InvalidPathException e) {
      diagnostics.error("cannot open " + path + ": " + reason(e));
      return null;
    }
  }

  /// The file's bytes.
  byte[] readOrThrow(String path) throws IOException {
    byte[] bytes = given.get(path);
    if (bytes == null) {
      bytes = Files.readAllBytes(folder.resolve(path));
    }
    read.add(path);
    return bytes;
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
      return given.containsKey(path) || Files.isRegularFile(folder.resolve(path));
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
