package graft.cli;

import graft.dl.GuestProcessBuilder;
import graft.dl.ModuleSource;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Where commands look for libraries: the option `--lib-path` and the environment variable
/// `LD_LIBRARY_PATH`.
final class LibraryPath {
  /// Adds folders.
  static final Option OPTION =
      Option.of(
          "--lib-path",
          "DIR",
          "look for libraries in this folder (a path or an http address), too; may be repeated. Its"
              + " graft-manifest.json, if it has one, holds");

  /// The order, for the help.
  static final String ORDER =
      """
      Libraries are looked for in the path that the module which needs them has in its file, in
      LD_LIBRARY_PATH, in the folders of --lib-path, in the places of --source, in the folder of
      the main module.
      """;

  private LibraryPath() {}

  private static ModuleSource local(Console console, String folder, RemotePlaces remote)
      throws IOException {
    InputFiles.folder(console, OPTION.name(), folder);
    return remote.place(OPTION.name(), folder);
  }

  /// Tells a process where to look.
  ///
  /// @throws IOException if a manifest cannot be had
  static GuestProcessBuilder search(
      GuestProcessBuilder process, Console console, Arguments arguments, RemotePlaces remote)
      throws IOException {
    for (String each : arguments.values(OPTION.name())) {
      process.librarySource(
          each.contains("://") ? remote.place(OPTION.name(), each) : local(console, each, remote));
    }
    remote.sources(arguments).forEach(process::librarySource);
    remote.awaitStart();
    List<Path> fromEnvironment = new ArrayList<>();
    String variable = console.environment().getOrDefault("LD_LIBRARY_PATH", "");
    for (String each : variable.split(File.pathSeparator, -1)) {
      if (!each.isEmpty()) {
        fromEnvironment.add(console.resolve(each));
      }
    }
    // Keys are for all that is loaded: what no manifest lists is refused.
    return process.ldLibraryPath(fromEnvironment).onlyLibraryPath(remote.isTrustLimited());
  }
}
