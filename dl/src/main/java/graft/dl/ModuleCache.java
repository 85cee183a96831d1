package graft.dl;

import graft.compiler.CodeCache;
import graft.compiler.CompiledModule;
import graft.compiler.Compiler;
import graft.compiler.CompilerOptions;
import graft.dl.LoadStatistics.Stage;
import graft.format.InvalidModuleException;
import graft.format.MalformedModuleException;
import graft.format.ModuleReader;
import graft.format.Validator;
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
  private record Key(
      String name, String hash, boolean interruptible, @Nullable CodeCache codeCache) {}

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
  /// @param codeCache where translated code is kept, or null
  /// @throws LoadException if the bytes are no valid module
  static ModuleImage image(
      String name,
      byte[] bytes,
      boolean interruptible,
      @Nullable CodeCache codeCache,
      Stopwatch stopwatch) {
    Key key = new Key(name, hash(bytes), interruptible, codeCache);
    Entry entry = ENTRIES.computeIfAbsent(key, _ -> new Entry());
    entry.lock.lock();
    try {
      ModuleImage known = entry.get();
      if (known == null) {
        known = translate(key, bytes, stopwatch);
        entry.image = new SoftReference<>(known);
        ENTRIES.values().removeIf(other -> !other.lock.isLocked() && other.get() == null);
      }
      return known;
    } finally {
      entry.lock.unlock();
    }
  }

  private static ModuleImage translate(Key key, byte[] bytes, Stopwatch stopwatch) {
    String name = key.name;
    LoaderEvents.Prepare event = new LoaderEvents.Prepare();
    event.begin();
    event.module = name;
    event.bytes = bytes.length;
    CompilerOptions options =
        key.interruptible ? CompilerOptions.INTERRUPTIBLE : CompilerOptions.DEFAULT;
    try {
      CompiledModule code =
          stopwatch.time(
              Stage.VALIDATE,
              () ->
                  key.codeCache == null
                      ? Compiler.compile(
                          Validator.validate(ModuleReader.read(name, bytes)), options)
                      : Compiler.compile(name, bytes, key.hash, options, key.codeCache));
      return stopwatch.time(Stage.COMPILE, () -> new ModuleImage(code));
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
