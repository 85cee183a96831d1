package graft.cli;

import graft.dl.ModuleSource;
import graft.host.EmscriptenHost;
import graft.host.HostOptions;
import graft.vfs.ErrnoException;
import graft.vfs.GuestFiles;
import graft.vfs.Mount;
import java.io.IOException;
import java.nio.file.Path;

/// What a guest of a command sees of the machine: its arguments, the folders of `--dir`, the
/// variables of `--env`.
final class GuestFolders {
  static final Option OPTION =
      Option.of(
          "--dir",
          "HOST::GUEST",
          "let the program see a folder under a path of its own; HOST::GUEST::ro: only read it");

  private GuestFolders() {}

  /// The files.
  ///
  /// @throws UsageException if a folder does not exist or a path makes no sense
  static GuestFiles files(Console console, Arguments arguments) throws IOException {
    GuestFiles.Builder files =
        EmscriptenHost.files()
            .standardInput(console.in())
            .standardOutput(console.out())
            .standardError(console.err());
    for (String each : arguments.values(OPTION.name())) {
      String[] parts = each.split("::", -1);
      boolean readOnly = parts.length == 3 && parts[2].equals("ro");
      if (parts.length != 2 && !readOnly) {
        throw new UsageException("--dir wants HOST::GUEST or HOST::GUEST::ro, not " + each);
      }
      Path folder = InputFiles.folder(console, "--dir", parts[0]);
      try {
        files.mount(parts[1], readOnly ? Mount.readOnly(folder) : Mount.folder(folder));
      } catch (IllegalArgumentException e) {
        throw new UsageException("--dir: " + e.getMessage());
      }
    }
    return files.build();
  }

  /// The guest's files as a place to look for libraries.
  static ModuleSource librariesIn(GuestFiles files) {
    return ModuleSource.reading(
        "the program's files",
        name -> {
          try {
            return files.read(name);
          } catch (ErrnoException e) {
            return null;
          }
        });
  }

  /// Arguments, environment and files together.
  ///
  /// @param main the main module: Emscripten's JavaScript may stand beside it
  static HostOptions options(
      Console console,
      Arguments arguments,
      GuestFiles files,
      RemotePlaces remote,
      MainModule main) {
    HostOptions.Builder options =
        HostOptions.builder()
            .arguments(arguments.operands())
            .files(files)
            .downloads(remote.downloads(arguments))
            .fetchStore(remote.store(arguments))
            .glue(() -> main.glue(remote));
    for (String each : arguments.values("--env")) {
      int equals = each.indexOf('=');
      if (equals == 0) {
        throw new UsageException("--env wants K=V, not " + each);
      }
      String name = equals < 0 ? each : each.substring(0, equals);
      String value = equals < 0 ? console.environment().get(name) : each.substring(equals + 1);
      if (value != null) {
        options.environment(name, value);
      }
    }
    return options.build();
  }
}
