package graft.testing.spec;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/// Converts scripts with wabt's `wast2json`, once for each content.
final class Wast2Json {
  private final Path program;
  private final Path cache;

  /// @param program where `wast2json` is
  /// @param cache a folder for what was converted; made where it is missing
  Wast2Json(Path program, Path cache) {
    this.program = program;
    this.cache = cache;
  }

  /// The JSON script for a `.wast` file; its modules lie beside it.
  Path convert(Path wast) throws IOException, InterruptedException {
    byte[] text = Files.readAllBytes(wast);
    Path folder = cache.resolve(sha256(text).substring(0, 24));
    Path json = folder.resolve("script.json");
    if (Files.exists(json)) {
      return json;
    }
    Files.createDirectories(cache);
    Path fresh = Files.createTempDirectory(cache, "new");
    Path log = fresh.resolve("log");
    Process process =
        new ProcessBuilder(
                List.of(
                    program.toString(),
                    "--enable-all",
                    wast.toString(),
                    "-o",
                    fresh.resolve("script.json").toString()))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (process.waitFor() != 0) {
      throw new IOException(wast + ": wast2json: " + Files.readString(log, StandardCharsets.UTF_8));
    }
    try {
      Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException | java.nio.file.DirectoryNotEmptyException e) {
      delete(fresh);
    }
    return json;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("BUG: every JDK has SHA-256", e);
    }
  }
}
