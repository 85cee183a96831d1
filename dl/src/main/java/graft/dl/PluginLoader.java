package graft.dl;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Loads the libraries of a folder as plugins, each an object of the same interface. One that
/// cannot be loaded does not keep others from it.
///
/// ```java
/// PluginLoader<Filter> filters =
///     PluginLoader.of(process, MethodHandles.lookup(), Filter.class, folder)
///         .version("filter_abi", 3);
/// filters.refresh();
/// filters.plugins().values().forEach(filter -> filter.apply(image));
/// ```
///
/// {@link #refresh} called again loads what is new or has changed, and closes what is gone. A
/// changed file replaces the plugin only if it can be loaded; objects of the old one are refused
/// then, as those of closed libraries are.
///
/// @param <T> the interface, see {@link Library#as}
public final class PluginLoader<T> {
  private final GuestProcess process;
  private final MethodHandles.Lookup lookup;
  private final Class<T> type;
  private final Path folder;
  private final Map<String, Loaded<T>> loaded = new TreeMap<>();
  private final Map<String, LoadException> failures = new TreeMap<>();
  private final Map<String, Stamp> failed = new HashMap<>();
  private @Nullable String versionSymbol;
  private int version;
  private int generation;

  private record Loaded<T>(Library library, T plugin, Stamp stamp) {}

  /// What a file was when it was read.
  private record Stamp(long modified, long size) {}

  private PluginLoader(
      GuestProcess process, MethodHandles.Lookup lookup, Class<T> type, Path folder) {
    this.process = process;
    this.lookup = lookup;
    this.type = type;
    this.folder = folder;
  }

  /// A loader for the `.so` and `.wasm` files of a folder. Nothing is loaded yet.
  ///
  /// @param lookup that sees the interface
  public static <T> PluginLoader<T> of(
      GuestProcess process, MethodHandles.Lookup lookup, Class<T> type, Path folder) {
    return new PluginLoader<>(process, lookup, type, folder);
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

  /// Brings the plugins in line with the folder.
  ///
  /// @return whether anything has changed
  /// @throws IOException if the folder cannot be read
  public boolean refresh() throws IOException {
    Map<String, Path> files = files();
    boolean changed = closeAllBut(files);
    for (Map.Entry<String, Path> each : files.entrySet()) {
      changed |= refresh(each.getKey(), each.getValue());
    }
    return changed;
  }

  private Map<String, Path> files() throws IOException {
    Map<String, Path> files = new TreeMap<>();
    try (Stream<Path> list = Files.list(folder)) {
      for (Path file : list.toList()) {
        String name = String.valueOf(file.getFileName());
        if ((name.endsWith(".so") || name.endsWith(".wasm")) && Files.isRegularFile(file)) {
          files.put(name, file);
        }
      }
    }
    return files;
  }

  private boolean closeAllBut(Map<String, Path> files) {
    List<String> gone = new ArrayList<>(loaded.keySet());
    gone.removeAll(files.keySet());
    gone.forEach(name -> Objects.requireNonNull(loaded.remove(name)).library.close());
    boolean changed = failures.keySet().retainAll(files.keySet());
    failed.keySet().retainAll(files.keySet());
    return changed || !gone.isEmpty();
  }

  private boolean refresh(String name, Path file) throws IOException {
    Stamp stamp = new Stamp(Files.getLastModifiedTime(file).toMillis(), Files.size(file));
    Loaded<T> present = loaded.get(name);
    if (stamp.equals(failed.get(name)) || (present != null && stamp.equals(present.stamp))) {
      return false;
    }
    try {
      Loaded<T> fresh = load(name, Files.readAllBytes(file), stamp);
      failures.remove(name);
      failed.remove(name);
      loaded.put(name, fresh);
      if (present != null) {
        present.library.close();
      }
    } catch (LoadException e) {
      failures.put(name, e);
      failed.put(name, stamp);
    }
    return true;
  }

  private Loaded<T> load(String name, byte[] bytes, Stamp stamp) {
    // A place of its own: a changed file is another library as long as both are there.
    Library library = process.open("plugin-" + generation++ + "/" + name, bytes);
    try {
      requireVersion(library);
      return new Loaded<>(library, library.as(lookup, type), stamp);
    } catch (Throwable e) {
      library.close();
      throw e;
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

  /// Why files could not be loaded, by file name. If an older form of the file is loaded, it still
  /// is among {@link #plugins}.
  public Map<String, LoadException> failures() {
    return Map.copyOf(failures);
  }
}
