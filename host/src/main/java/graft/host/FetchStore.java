package graft.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Where a guest keeps what it has fetched with `EMSCRIPTEN_FETCH_PERSIST_FILE`: in a browser, that
/// is its database. Safe for use by several guests.
public interface FetchStore {
  /// What is kept under a name.
  ///
  /// @return null if there is nothing
  byte @Nullable [] load(String name) throws IOException;

  /// Keeps something under a name.
  void store(String name, byte[] contents) throws IOException;

  /// Forgets what is kept under a name.
  ///
  /// @return whether there was something
  boolean delete(String name) throws IOException;

  /// A store that lasts as long as the object.
  static FetchStore inMemory() {
    Map<String, byte[]> files = new ConcurrentHashMap<>();
    return new FetchStore() {
      @Override
      public byte @Nullable [] load(String name) {
        return files.get(name);
      }

      @Override
      public void store(String name, byte[] contents) {
        files.put(name, contents);
      }

      @Override
      public boolean delete(String name) {
        return files.remove(name) != null;
      }
    };
  }

  /// A store in a folder of the machine, made when it is first needed. Names may be anything: files
  /// are called by their hashes.
  static FetchStore in(Path folder) {
    return new FetchStore() {
      private Path file(String name) {
        try {
          byte[] hash =
              MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
          return folder.resolve(HexFormat.of().formatHex(hash));
        } catch (NoSuchAlgorithmException e) {
          throw new AssertionError("BUG: every JDK has SHA-256", e);
        }
      }

      @Override
      public byte @Nullable [] load(String name) throws IOException {
        try {
          return Files.readAllBytes(file(name));
        } catch (NoSuchFileException e) {
          return null;
        }
      }

      @Override
      public void store(String name, byte[] contents) throws IOException {
        Files.createDirectories(folder);
        Path draft = Files.createTempFile(folder, "draft", null);
        try {
          Files.write(draft, contents);
          Files.move(
              draft,
              file(name),
              StandardCopyOption.ATOMIC_MOVE,
              StandardCopyOption.REPLACE_EXISTING);
        } finally {
          Files.deleteIfExists(draft);
        }
      }

      @Override
      public boolean delete(String name) throws IOException {
        return Files.deleteIfExists(file(name));
      }
    };
  }
}
