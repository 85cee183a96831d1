package graft.compiler;

import graft.format.WasmModule;
import graft.runtime.Instance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.Adler32;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// Which build of the translator this is: checksums of the jars with all classes that decide which
/// code comes out, or that the code is made for. A version's name would not do: two builds of a
/// snapshot have the same.
final class TranslatorBuild {
  private static final List<Class<?>> PARTS =
      List.of(WasmModule.class, Instance.class, Compiler.class);

  private static final @Nullable String ID = compute();

  private TranslatorBuild() {}

  /// The checksums, or null where they cannot be told: the JVM does not say where classes come
  /// from, or that cannot be read.
  static @Nullable String id() {
    return ID;
  }

  private static @Nullable String compute() {
    Set<URI> places = new LinkedHashSet<>();
    try {
      for (Class<?> part : PARTS) {
        CodeSource source = part.getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) {
          return null;
        }
        places.add(source.getLocation().toURI());
      }
      return checksums(places);
    } catch (IOException | URISyntaxException | RuntimeException _) {
      return null;
    }
  }

  /// The checksums of what is in some places: jars, folders, modules of an image that jlink has
  /// made (`jrt:`), jars within a jar (`jar:`, by the handler that the program's launcher has for
  /// them).
  static String checksums(Iterable<URI> places) throws IOException {
    CRC32 one = new CRC32();
    Adler32 other = new Adler32();
    for (URI place : places) {
      if (place.getScheme().equals("jar")) {
        add(inJar(place), one, other);
      } else {
        Path path = Path.of(place);
        for (Path file : Files.isDirectory(path) ? classes(path) : List.of(path)) {
          add(Files.readAllBytes(file), one, other);
        }
      }
    }
    return Long.toHexString(one.getValue()) + Long.toHexString(other.getValue());
  }

  private static void add(byte[] bytes, CRC32 one, Adler32 other) {
    one.update(bytes);
    other.update(bytes);
  }

  /// Names, sizes and checksums of a jar's files.
  private static byte[] inJar(URI place) throws IOException {
    if (!(place.toURL().openConnection() instanceof JarURLConnection connection)) {
      throw new IOException(place + ": no jar");
    }
    connection.setUseCaches(false);
    StringBuilder all = new StringBuilder();
    try (JarFile jar = connection.getJarFile()) {
      jar.stream()
          .forEach(entry ->
              all.append(entry.getName())
                  .append(' ')
                  .append(entry.getSize())
                  .append(' ')
                  .append(entry.getCrc())
                  .append('\n'));
    }
    return all.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static List<Path> classes(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".class")).sorted().toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
