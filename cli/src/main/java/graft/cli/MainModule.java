package graft.cli;

import graft.dl.GuestProcess;
import graft.dl.GuestProcessBuilder;
import graft.dl.ModuleFile;
import graft.dl.ModuleSource;
import graft.source.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The module that `graft run` runs: a file, or what is at an address.
///
/// @param bytes its contents
/// @param file where it is, if it is a file
/// @param fetched what it is, if it is at an address
/// @param neighbours the folder of that
record MainModule(
    String name,
    byte[] bytes,
    @Nullable Path file,
    @Nullable ModuleFile fetched,
    @Nullable ModuleSource neighbours) {

  /// Reads or fetches it.
  ///
  /// @param name a path or an address
  /// @throws Failure if it cannot be had
  /// @throws IOException if the manifest beside it cannot be had
  static MainModule of(Console console, String name, RemotePlaces remote) throws IOException {
    if (!Sources.isAddress(name)) {
      byte[] bytes = InputFiles.read(console, name, ExitStatus.CANNOT_LOAD);
      return new MainModule(name, bytes, console.resolve(name), null, null);
    }
    if (name.indexOf('?') >= 0 || name.indexOf('#') >= 0) {
      throw new UsageException(name + ": expected an address without ? and #");
    }
    int slash = name.lastIndexOf('/') + 1;
    if (slash == name.length() || slash == name.indexOf("//") + 2) {
      throw new UsageException(name + ": expected the address of a module, found that of a folder");
    }
    ModuleSource place = place(name, slash, remote);
    ModuleFile file = remote.module(place, name.substring(slash));
    return new MainModule(name, file.read(), null, file, place);
  }

  /// The folder of an address.
  ///
  /// @throws Failure that says that the module cannot be loaded, if the place's manifest cannot
  private static ModuleSource place(String name, int slash, RemotePlaces remote)
      throws IOException {
    try {
      return remote.place("MAIN.wasm", name.substring(0, slash));
    } catch (Failure e) {
      throw new Failure(ExitStatus.CANNOT_LOAD.code(), name + ": " + e.getMessage());
    }
  }

  /// Begins to describe a process with it.
  GuestProcessBuilder process() {
    GuestProcessBuilder builder = GuestProcess.builder();
    if (file != null) {
      return builder.main(file);
    }
    if (fetched == null) {
      throw new AssertionError("BUG: a main module from nowhere");
    }
    return builder.main(fetched);
  }

  /// Adds the last place in which libraries are looked for: that of the module, if it is no file,
  /// whose folder the loader finds by itself.
  void addFolder(GuestProcessBuilder process) {
    if (neighbours != null) {
      process.librarySource(neighbours);
    }
  }

  /// Emscripten's JavaScript beside it, or nothing.
  String glue(RemotePlaces remote) {
    int dot = name.lastIndexOf('.');
    String stem = dot > name.lastIndexOf('/') ? name.substring(0, dot) : name;
    for (String ending : List.of(".js", ".mjs", ".cjs")) {
      try {
        if (file == null) {
          return remote.text(stem + ending);
        }
        String last = stem.substring(stem.lastIndexOf('/') + 1);
        return Files.readString(file.resolveSibling(last + ending));
      } catch (IOException e) {
        // There is none, or it is none.
      }
    }
    return "";
  }
}
