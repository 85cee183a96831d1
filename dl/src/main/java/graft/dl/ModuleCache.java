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
import java.io.IOException;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.SoftReference;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// Translates each file once in a JVM, whoever loads it. What nobody uses any more goes when the
/// JVM needs the room.
///
/// A file that has been read before is not read again as long as its {@link ModuleFile#version} is
/// the same. Else it is compared with what is here under its name and checksum.
final class ModuleCache {
  private static final ConcurrentHashMap<Version, Kept> VERSIONS = new ConcurrentHashMap<>();
  private static final ConcurrentHashMap<Key, Entry> ENTRIES = new ConcurrentHashMap<>();

  /// Which images are gone: their keys have to go, too.
  private static final ReferenceQueue<ModuleImage> GONE = new ReferenceQueue<>();

  private ModuleCache() {}

  // The methods of both keys are written out, because the JVM makes those of records anew at each
  // start.

  /// The name belongs to it: it stands in stack traces.
  private record Version(
      String name, Object version, boolean interruptible, @Nullable CodeCache codeCache) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Version key
          && name.equals(key.name)
          && version.equals(key.version)
          && interruptible == key.interruptible
          && Objects.equals(codeCache, key.codeCache);
    }

    @Override
    public int hashCode() {
      return name.hashCode() * 31 + version.hashCode();
    }
  }

  private record Key(
      String name,
      int length,
      long checksum,
      boolean interruptible,
      @Nullable CodeCache codeCache) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Key key
          && name.equals(key.name)
          && length == key.length
          && checksum == key.checksum
          && interruptible == key.interruptible
          && Objects.equals(codeCache, key.codeCache);
    }

    @Override
    public int hashCode() {
      return name.hashCode() * 31 + Long.hashCode(checksum);
    }
  }

  private static final class Entry {
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Kept image;

    @Nullable ModuleImage get() {
      Kept reference = image;
      return reference == null ? null : reference.get();
    }
  }

  /// An image as long as there is room for it.
  private static final class Kept extends SoftReference<ModuleImage> {
    private final Object key;

    Kept(ModuleImage image, Object key) {
      super(image, GONE);
      this.key = key;
    }
  }

  private static void forgetGone() {
    for (Reference<?> each = GONE.poll(); each != null; each = GONE.poll()) {
      if (each instanceof Kept kept) {
        if (kept.key instanceof Version version) {
          VERSIONS.remove(version, kept);
        } else {
          ENTRIES.computeIfPresent(
              (Key) kept.key,
              (_, entry) -> entry.lock.isLocked() || entry.get() != null ? entry : null);
        }
      }
    }
  }

  /// The image of a module.
  ///
  /// @param codeCache where translated code is kept, or null
  /// @throws IOException if the file cannot be read
  /// @throws LoadException if it is no valid module
  static ModuleImage image(
      ModuleFile file, boolean interruptible, @Nullable CodeCache codeCache, Stopwatch stopwatch)
      throws IOException {
    long started = System.nanoTime();
    Object version = file.version();
    Version key =
        version == null ? null : new Version(file.name(), version, interruptible, codeCache);
    Kept reference = key == null ? null : VERSIONS.get(key);
    ModuleImage known = reference == null ? null : reference.get();
    if (known != null) {
      stopwatch.add(Stage.FILES, System.nanoTime() - started);
      return known;
    }
    byte[] bytes = file.read();
    stopwatch.add(Stage.FILES, System.nanoTime() - started);
    ModuleImage image = image(file, bytes, interruptible, codeCache, stopwatch);
    if (key != null) {
      VERSIONS.put(key, new Kept(image, key));
    }
    return image;
  }

  private static ModuleImage image(
      ModuleFile file,
      byte[] bytes,
      boolean interruptible,
      @Nullable CodeCache codeCache,
      Stopwatch stopwatch) {
    CRC32 checksum = new CRC32();
    checksum.update(bytes);
    Key key = new Key(file.name(), bytes.length, checksum.getValue(), interruptible, codeCache);
    while (true) {
      Entry entry = ENTRIES.computeIfAbsent(key, _ -> new Entry());
      entry.lock.lock();
      try {
        if (ENTRIES.get(key) != entry) {
          continue; // Nobody finds it any more: it was forgotten before this thread had the lock.
        }
        ModuleImage known = entry.get();
        if (known == null || !Arrays.equals(known.module().bytes(), bytes)) {
          known = translate(file, key, bytes, stopwatch);
          entry.image = new Kept(known, key);
          forgetGone();
        }
        return known;
      } finally {
        if (entry.image == null) {
          ENTRIES.remove(key, entry); // It is no module, or could not be translated just now.
        }
        entry.lock.unlock();
      }
    }
  }

  /// An image of its own for a further copy of a module in one process.
  static ModuleImage copy(
      ModuleFile file,
      ModuleImage image,
      boolean interruptible,
      @Nullable CodeCache codeCache,
      Stopwatch stopwatch) {
    byte[] bytes = image.module().bytes();
    return translate(
        file, new Key(file.name(), bytes.length, 0, interruptible, codeCache), bytes, stopwatch);
  }

  private static ModuleImage translate(
      ModuleFile file, Key key, byte[] bytes, Stopwatch stopwatch) {
    String name = key.name;
    LoaderEvents.Prepare event = LoaderEvents.prepare(name, bytes.length);
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
                      : Compiler.compile(name, bytes, options, key.codeCache));
      return stopwatch.time(Stage.COMPILE, () -> new ModuleImage(code));
    } catch (MalformedModuleException | InvalidModuleException e) {
      // They name the file as stack traces do; who has to mend it wants to know where it is.
      String message = String.valueOf(e.getMessage());
      throw new LoadException(
          name,
          e,
          message.startsWith(name) ? file.location() + message.substring(name.length()) : message);
    } finally {
      LoaderEvents.commit(event);
    }
  }
}
