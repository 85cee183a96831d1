package graft.compiler;

import graft.format.WasmModule;
import graft.runtime.Instance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// Which build of the translator this is: checksums of the jars with all classes that decide which
/// code comes out, or that the code is made for. A version's name would not do: two builds of a
/// snapshot have the same.
final class TranslatorBuild {
  private static final List<Class<?>> PARTS =
      List.of(WasmModule.class, Instance.class, Compiler.class);

  private static final @Nullable String ID = compute();

  private TranslatorBuild() {}

  /// The checksums, or null where they cannot be told.
  static @Nullable String id() {
    return ID;
  }

  private static @Nullable String compute() {
    CRC32 one = new CRC32();
    CRC32C other = new CRC32C();
    try {
      for (Class<?> part : PARTS) {
        CodeSource source = part.getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) {
          return null;
        }
        Path place = Path.of(source.getLocation().toURI());
        for (Path file : Files.isDirectory(place) ? classes(place) : List.of(place)) {
          byte[] bytes = Files.readAllBytes(file);
          one.update(bytes);
          other.update(bytes);
        }
      }
    } catch (IOException | URISyntaxException | RuntimeException _) {
      return null;
    }
    return Long.toHexString(one.getValue()) + Long.toHexString(other.getValue());
  }

  private static List<Path> classes(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".class")).sorted().toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
