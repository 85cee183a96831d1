package graft.cc;

import graft.ld.LinkInput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/// What comes with the driver: headers that a WASI sysroot lacks, and objects for what its
/// libraries lack.
final class BundledFiles {
  private static final List<String> HEADERS =
      List.of(
          "dlfcn.h",
          "emscripten.h",
          "emscripten/console.h",
          "emscripten/em_asm.h",
          "emscripten/em_js.h",
          "emscripten/em_macros.h",
          "emscripten/em_types.h",
          "emscripten/emscripten.h",
          "emscripten/fetch.h",
          "iostream",
          "link.h",
          "mutex",
          "setjmp.h",
          "thread");
  private static final List<String> OBJECTS =
      List.of("exceptions.o", "host.o", "stack.o", "threads.o");

  private BundledFiles() {}

  /// Objects that a link takes if nobody else defines what they define.
  static List<LinkInput> objects() {
    List<LinkInput> objects = new ArrayList<>();
    for (String name : OBJECTS) {
      objects.add(new LinkInput("graft-runtime/" + name, read("runtime/" + name)));
    }
    return objects;
  }

  /// A folder with the headers, in the user's cache: it stays the same as long as they do.
  ///
  /// @throws IOException if it cannot be written
  static Path headers(Map<String, String> environment) throws IOException {
    CRC32 sum = new CRC32();
    List<byte[]> texts = new ArrayList<>();
    for (String name : HEADERS) {
      byte[] text = read("include/" + name);
      sum.update(name.getBytes(StandardCharsets.UTF_8));
      sum.update(text);
      texts.add(text);
    }
    Path folder = cache(environment).resolve("include-" + Long.toHexString(sum.getValue()));
    for (int i = 0; i < texts.size(); i++) {
      write(folder.resolve(HEADERS.get(i)), texts.get(i));
    }
    return folder;
  }

  /// The paths of the objects in the user's cache, by the names that {@link #objects} gives them.
  ///
  /// @throws IOException if they cannot be written
  static Map<String, String> objectFiles(Map<String, String> environment) throws IOException {
    Map<String, String> files = new HashMap<>();
    for (LinkInput object : objects()) {
      CRC32 sum = new CRC32();
      sum.update(object.bytes());
      String folder = "objects-" + Long.toHexString(sum.getValue());
      Path file = cache(environment).resolve(folder).resolve(Path.of(object.name()).getFileName());
      write(file, object.bytes());
      files.put(object.name(), file.toString());
    }
    return files;
  }

  private static Path cache(Map<String, String> environment) {
    String cache = environment.get("XDG_CACHE_HOME");
    String home = environment.getOrDefault("HOME", System.getProperty("user.home", ""));
    return (cache == null || cache.isEmpty() ? Path.of(home, ".cache") : Path.of(cache))
        .resolve("graft")
        .toAbsolutePath();
  }

  /// Writes a file that nobody sees half written.
  private static void write(Path file, byte[] text) throws IOException {
    if (Files.exists(file) && Files.size(file) == text.length) {
      return;
    }
    Path folder = file.resolveSibling(".").normalize();
    Files.createDirectories(folder);
    Path part = Files.createTempFile(folder, "part", ".h");
    Files.write(part, text);
    try {
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static byte[] read(String name) {
    try (InputStream stream = BundledFiles.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new AssertionError("BUG: no resource " + name);
      }
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new AssertionError("BUG: resource " + name, e);
    }
  }
}
