package graft.compiler;

import graft.format.WasmModule;
import graft.runtime.Instance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/// Which build of the translator this is: a hash over the checksums of all classes that decide what
/// code comes out, or that the code is made for. A version's name would not do: two builds of a
/// snapshot have the same.
final class TranslatorBuild {
  private static final List<Class<?>> PARTS =
      List.of(WasmModule.class, Instance.class, Compiler.class);

  private static final @Nullable String ID = compute();

  private TranslatorBuild() {}

  /// The hash in hexadecimal digits, or null where it cannot be told.
  static @Nullable String id() {
    return ID;
  }

  private static @Nullable String compute() {
    Map<String, Long> checksums = new TreeMap<>();
    try {
      for (Class<?> part : PARTS) {
        CodeSource source = part.getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) {
          return null;
        }
        Path place = Path.of(source.getLocation().toURI());
        if (Files.isDirectory(place)) {
          addFolder(place, checksums);
        } else {
          addJar(place, checksums);
        }
      }
    } catch (IOException | URISyntaxException | RuntimeException _) {
      return null;
    }
    return CodeCache.sha256(checksums.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static void addJar(Path jar, Map<String, Long> checksums) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (var entries = zip.entries(); entries.hasMoreElements(); ) {
        ZipEntry entry = entries.nextElement();
        if (entry.getName().endsWith(".class")) {
          checksums.put(entry.getName(), entry.getCrc());
        }
      }
    }
  }

  private static void addFolder(Path folder, Map<String, Long> checksums) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        if (file.toString().endsWith(".class")) {
          CRC32 crc = new CRC32();
          crc.update(Files.readAllBytes(file));
          checksums.put(folder.relativize(file).toString(), crc.getValue());
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
