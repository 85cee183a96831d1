package graft.dl;

import graft.compiler.Compiler;
import graft.compiler.CompilerOptions;
import graft.dl.LoadStatistics.Stage;
import graft.format.InvalidModuleException;
import graft.format.MalformedModuleException;
import graft.format.ModuleReader;
import graft.format.ValidModule;
import graft.format.Validator;
import graft.format.WasmModule;
import java.lang.ref.SoftReference;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Translates each file once in a JVM, whoever loads it. What nobody uses any more goes when the
/// JVM needs the room.
final class ModuleCache {
  private static final ConcurrentHashMap<Key, Entry> ENTRIES = new ConcurrentHashMap<>();

  private ModuleCache() {}

  /// The name belongs to it: it stands in stack traces.
  private record Key(String name, String hash, boolean interruptible) {}

  private static final class Entry {
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable SoftReference<ModuleImage> image;

    @Nullable ModuleImage get() {
      SoftReference<ModuleImage> reference = image;
      return reference == null ? null : reference.get();
    }
  }

  /// The image of a module.
  ///
  /// @param name what messages and stack traces call it
  /// @throws LoadException if the bytes are no valid module
  static ModuleImage image(String name, byte[] bytes, boolean interruptible, Stopwatch stopwatch) {
    Entry entry =
        ENTRIES.computeIfAbsent(new Key(name, hash(bytes), interruptible), _ -> new Entry());
    entry.lock.lock();
    try {
      ModuleImage known = entry.get();
      if (known == null) {
        known = translate(name, bytes, interruptible, stopwatch);
        entry.image = new SoftReference<>(known);
        ENTRIES.values().removeIf(other -> !other.lock.isLocked() && other.get() == null);
      }
      return known;
    } finally {
      entry.lock.unlock();
    }
  }

  private static ModuleImage translate(
      String name, byte[] bytes, boolean interruptible, Stopwatch stopwatch) {
    LoaderEvents.Prepare event = new LoaderEvents.Prepare();
    event.begin();
    event.module = name;
    event.bytes = bytes.length;
    try {
      ValidModule valid =
          stopwatch.time(
              Stage.VALIDATE,
              () -> {
                WasmModule module = ModuleReader.read(name, bytes);
                return Validator.validate(module);
              });
      CompilerOptions options =
          interruptible ? CompilerOptions.INTERRUPTIBLE : CompilerOptions.DEFAULT;
      return stopwatch.time(Stage.COMPILE, () -> new ModuleImage(Compiler.compile(valid, options)));
    } catch (MalformedModuleException | InvalidModuleException e) {
      throw new LoadException(name, e, String.valueOf(e.getMessage()));
    } finally {
      event.commit();
    }
  }

  private static String hash(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("BUG: every JVM has SHA-256", e);
    }
  }
}
