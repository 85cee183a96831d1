package graft.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/// What a command has of the world: its streams, the folder that relative paths start in, the
/// environment. A test or a Maven plugin makes its own.
///
/// @param in what a guest reads as its standard input
/// @param out where results go
/// @param err where complaints go
/// @param folder where relative paths start
/// @param environment the environment variables that commands look at
public record Console(
    InputStream in,
    PrintStream out,
    PrintStream err,
    Path folder,
    Map<String, String> environment) {
  /// Copies the map.
  public Console {
    environment = Map.copyOf(environment);
  }

  /// A console in the current folder with nothing to read and no environment.
  ///
  /// @param out where results go
  /// @param err where complaints go
  public static Console of(PrintStream out, PrintStream err) {
    return new Console(InputStream.nullInputStream(), out, err, Path.of(""), Map.of());
  }

  /// A console that writes UTF-8 to two streams.
  ///
  /// @param folder where relative paths start
  public static Console of(OutputStream out, OutputStream err, Path folder) {
    return new Console(
        InputStream.nullInputStream(),
        new PrintStream(out, false, StandardCharsets.UTF_8),
        new PrintStream(err, false, StandardCharsets.UTF_8),
        folder,
        Map.of());
  }

  /// The file that a path on the command line stands for.
  Path resolve(String path) {
    return folder.resolve(path);
  }

  void flush() {
    out.flush();
    err.flush();
  }
}
