package graft.dl;

import graft.runtime.GuestExit;
import graft.runtime.Trap;
import graft.runtime.WasmException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.invoke.MethodHandles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// Loads the libraries of a folder, or of any place that can list its modules ({@link
/// ModuleSource#names}), as plugins, each an object of the same interface. One that cannot be
/// loaded does not keep others from it.
///
/// ```java
/// try (PluginLoader<Filter> filters =
///     PluginLoader.of(process, MethodHandles.lookup(), Filter.class, folder)
///         .version("filter_abi", 3)) {
///   filters.refresh();
///   filters.plugins().values().forEach(filter -> filter.apply(image));
/// }
/// ```
///
/// {@link #refresh} called again loads what is new or has changed, and closes what is gone. A
/// changed file replaces the plugin only if it can be loaded; objects of the old one are refused
/// then, as those of closed libraries are. What plugins need is looked for as it is for other
/// libraries. {@link #close} closes all plugins; so does closing the process, but that runs no
/// destructors.
///
/// @param <T> the interface, see {@link Library#as}
public final class PluginLoader<T> implements AutoCloseable {
  private final GuestProcess process;
  private final MethodHandles.Lookup lookup;
  private final Class<T> type;
  private final ModuleSource source;
  private final Map<String, Loaded<T>> loaded = new TreeMap<>();
  private final Map<String, LoadException> failures = new TreeMap<>();
  private final Map<String, Stamp> failed = new HashMap<>();
  private @Nullable String versionSymbol;
  private int version;
  private int generation;
  private boolean closed;

  private record Loaded<T>(Library library, T plugin, Stamp stamp) {}

  /// What a file was when it was read.
  ///
  /// @param version as the file tells it, or null
  private record Stamp(@Nullable Object version, int size, long checksum) {
    /// Of what could not be read.
    static final Stamp NONE = new Stamp(null, -1, 0);

    static Stamp of(@Nullable Object version, byte[] bytes) {
      CRC32 checksum = new CRC32();
      checksum.update(bytes);
      return new Stamp(version, bytes.length, checksum.getValue());
    }

    boolean isOf(@Nullable Object current) {
      return current != null && current.equals(version);
    }

    boolean hasContentsOf(Stamp other) {
      return size == other.size && checksum == other.checksum;
    }
  }

  private PluginLoader(
      GuestProcess process, MethodHandles.Lookup lookup, Class<T> type, ModuleSource source) {
    this.process = process;
    this.lookup = lookup;
    this.type = type;
    this.source = source;
  }

  /// A loader for the `.so` and `.wasm` files of a folder. Nothing is loaded yet.
  ///
  /// @param lookup that sees the interface
  public static <T> PluginLoader<T> of(
      GuestProcess process, MethodHandles.Lookup lookup, Class<T> type, Path folder) {
    return of(process, lookup, type, ModuleSource.folder(folder));
  }

  /// A loader for the `.so` and `.wasm` files that a place lists: a manifest, a bundle, files in
  /// memory. Nothing is loaded yet.
  ///
  /// @param lookup that sees the interface
  public static <T> PluginLoader<T> of(
      GuestProcess process, MethodHandles.Lookup lookup, Class<T> type, ModuleSource source) {
    return new PluginLoader<>(process, lookup, type, source);
  }

  /// Accepts only plugins that say they are of a version.
  ///
  /// @param symbol a function `int symbol(void)`, or a variable of 32 bits
  /// @param number what it must give
  public PluginLoader<T> version(String symbol, int number) {
    versionSymbol = symbol;
    version = number;
    return this;
  }

  /// Brings the plugins in line with the place. One that cannot be read just now stays as it is.
  ///
  /// @return whether anything has changed
  /// @throws IOException if the place cannot be listed, or the thread is interrupted (it still is,
  ///   then); that is no plugin's failure, and the next call goes on from there
  /// @throws IllegalStateException if this loader is closed, or the process belongs to another
  ///   thread
  public boolean refresh() throws IOException {
    process.checkThread();
    if (closed) {
      throw new IllegalStateException("the plugins of " + source + " are closed");
    }
    List<String> names =
        source.names().stream()
            .filter(name -> name.endsWith(".so") || name.endsWith(".wasm"))
            .sorted()
            .toList();
    boolean changed = closeAllBut(names);
    for (String name : names) {
      changed |= refresh(name);
    }
    return changed;
  }

  private boolean closeAllBut(List<String> names) {
    boolean changed = failures.keySet().retainAll(names);
    failed.keySet().retainAll(names);
    // One that its user has closed is loaded anew.
    changed |= loaded.values().removeIf(each -> each.library.isClosed());
    List<String> gone = new ArrayList<>(loaded.keySet());
    gone.removeAll(names);
    gone.forEach(name -> close(name, Objects.requireNonNull(loaded.remove(name)).library));
    return changed || !gone.isEmpty();
  }

  /// Closes a library, whose destructors may fail.
  private void close(String name, Library library) {
    try {
      library.close();
    } catch (RuntimeException e) {
      failures.put(name, new LoadException(name, "its destructors failed: " + e.getMessage(), e));
    }
  }

  private boolean refresh(String name) throws IOException {
    Stamp before = stampOf(name);
    Stamp stamp = null;
    try {
      ModuleFile file = source.find(name);
      if (file == null) {
        throw new LibraryNotFoundException(name, null, List.of(source.toString()));
      }
      Object version = file.version();
      if (before != null && before.isOf(version)) {
        return false;
      }
      Loaded<T> present = loaded.get(name);
      if (present != null && present.stamp.isOf(version)) {
        return restored(name, present, present.stamp);
      }
      byte[] bytes = file.read();
      stamp = Stamp.of(version, bytes);
      if (before != null && before.hasContentsOf(stamp)) {
        remember(name, stamp);
        return false;
      }
      if (present != null && present.stamp.hasContentsOf(stamp)) {
        return restored(name, present, stamp);
      }
      replace(name, load(name, new PluginFile(file, bytes, generation++), stamp));
      return true;
    } catch (LoadException e) {
      refuseInterruption(e);
      return fail(name, e, stamp);
    } catch (IOException e) {
      refuseInterruption(e);
      return fail(name, new LoadException(name, "cannot be read: " + e.getMessage(), e), null);
    }
  }

  /// The file is again what is loaded: it could not be read for a while, or was another.
  private boolean restored(String name, Loaded<T> present, Stamp stamp) {
    loaded.put(name, new Loaded<>(present.library, present.plugin, stamp));
    failed.remove(name);
    return failures.remove(name) != null;
  }

  /// @throws InterruptedIOException if somebody wants this thread to end
  private static void refuseInterruption(Exception problem) throws InterruptedIOException {
    boolean stopped = problem.getCause() instanceof Trap trap && trap.isInterruption();
    if (stopped || Thread.currentThread().isInterrupted()) {
      InterruptedIOException end = new InterruptedIOException(problem.getMessage());
      end.initCause(problem);
      throw end;
    }
  }

  private boolean fail(String name, LoadException problem, @Nullable Stamp stamp) {
    LoadException before = failures.put(name, problem);
    failed.put(name, stamp == null ? Stamp.NONE : stamp);
    return before == null
        || stamp != null
        || !String.valueOf(before.getMessage()).equals(problem.getMessage());
  }

  /// What the latest form of a file was that has been looked at.
  private @Nullable Stamp stampOf(String name) {
    Loaded<T> present = loaded.get(name);
    Stamp failure = failed.get(name);
    return failure != null || present == null ? failure : present.stamp;
  }

  private void remember(String name, Stamp stamp) {
    if (failed.containsKey(name)) {
      failed.put(name, stamp);
      return;
    }
    Loaded<T> present = Objects.requireNonNull(loaded.get(name));
    loaded.put(name, new Loaded<>(present.library, present.plugin, stamp));
  }

  private void replace(String name, Loaded<T> fresh) {
    failures.remove(name);
    failed.remove(name);
    Loaded<T> old = loaded.put(name, fresh);
    if (old != null) {
      close(name, old.library);
    }
  }

  /// A file that was read. A changed one is another library as long as both are there.
  private record PluginFile(ModuleFile file, byte[] bytes, int generation) implements ModuleFile {
    private record Identity(Object file, int generation) {}

    @Override
    public String name() {
      return file.name();
    }

    @Override
    public String location() {
      return file.location();
    }

    @Override
    public Object identity() {
      return new Identity(file.identity(), generation);
    }

    @Override
    public byte[] read() {
      return bytes;
    }

    @Override
    public @Nullable ModuleSource runPath(String entry) {
      return file.runPath(entry);
    }
  }

  private Loaded<T> load(String name, ModuleFile file, Stamp stamp) {
    try {
      Library library = process.open(file, Set.of());
      try {
        requireVersion(library);
        return new Loaded<>(library, library.as(lookup, type), stamp);
      } catch (Throwable e) {
        closeAfter(library, e);
        throw e;
      }
    } catch (LoadException e) {
      throw e;
    } catch (Trap | WasmException | GuestExit e) {
      throw new LoadException(name, "cannot be loaded: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      // What functions of the host throw.
      throw new LoadException(name, "cannot be loaded: " + e, e);
    }
  }

  private static void closeAfter(Library library, Throwable failure) {
    try {
      library.close();
    } catch (Throwable e) {
      UndoLog.addSuppressed(failure, e);
    }
  }

  private void requireVersion(Library library) {
    String symbol = versionSymbol;
    if (symbol == null) {
      return;
    }
    int found =
        switch (library.symbol(symbol)) {
          case Symbol.Data data -> process.memory().i32(data.address());
          case Symbol.Function function -> number(function);
        };
    if (found != version) {
      throw new LoadException(
          library.name(), symbol + ": expected version " + version + ", found " + found);
    }
  }

  private static int number(Symbol.Function function) {
    if (GuestCalls.takes(function.func(), 0)
        && function.func().invoke() instanceof Integer number) {
      return number;
    }
    throw new LoadException(
        function.library().name(),
        function.name() + " has type " + function.type() + ", expected () -> i32");
  }

  /// The plugins that are loaded, by file name.
  public Map<String, T> plugins() {
    Map<String, T> plugins = new LinkedHashMap<>();
    loaded.forEach((name, each) -> plugins.put(name, each.plugin));
    return plugins;
  }

  /// Closes all plugins, the latest first, as {@link Library#close} does: their objects are refused
  /// from then on, unless somebody else has opened or needs the same library. Closing again does
  /// nothing, nor does it once the process is closed.
  ///
  /// @throws RuntimeException what a destructor has thrown, or an error, the first of them; all
  ///   plugins are closed nevertheless
  /// @throws IllegalStateException if the process belongs to another thread; nothing is closed then
  @Override
  public void close() {
    if (!process.isEnded()) {
      process.checkThread();
    }
    closed = true;
    List<Library> libraries = process.libraries();
    List<Library> plugins =
        loaded.values().stream()
            .map(Loaded::library)
            .filter(each -> !each.isClosed())
            .sorted(Comparator.comparingInt((Library each) -> -libraries.indexOf(each)))
            .toList();
    loaded.clear();
    failures.clear();
    failed.clear();
    CloseActions all = new CloseActions();
    plugins.forEach(each -> all.add(each::close));
    all.run();
  }

  /// Why files could not be loaded, by file name. If an older form of the file is loaded, it still
  /// is among {@link #plugins}.
  public Map<String, LoadException> failures() {
    return Map.copyOf(failures);
  }
}
