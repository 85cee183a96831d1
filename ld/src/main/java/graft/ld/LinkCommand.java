package graft.ld;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The `graft ld` command: wasm-ld's command line.
public final class LinkCommand {
  static final String VERSION = "Graft ld 0.1.0 (compatible with LLD 22.1.8)";

  /// The JVM copies what it writes into a buffer of this size.
  private static final int WRITTEN_AT_ONCE = 1 << 20;

  private static final int RED = 31;
  private static final int MAGENTA = 35;

  private LinkCommand() {}

  /// Runs the command in the current folder.
  ///
  /// @param out where results go
  /// @param err where complaints go
  /// @param args wasm-ld's arguments
  /// @return the exit status: 0, or 1 if there were errors
  public static int run(PrintStream out, PrintStream err, String... args) {
    return run(out, err, Path.of(""), List.of(args));
  }

  /// Runs the command in another folder.
  ///
  /// @param out where results go
  /// @param err where complaints go
  /// @param folder where relative paths begin
  /// @param args wasm-ld's arguments
  /// @return the exit status: 0, or 1 if there were errors
  public static int run(PrintStream out, PrintStream err, Path folder, List<String> args) {
    return run(out, err, folder, List.of(), args);
  }

  /// The same, for inputs that need not be read from files.
  ///
  /// @param out where results go
  /// @param err where complaints go
  /// @param folder where relative paths begin
  /// @param inputs what the arguments name; a name that is not among them is a file
  /// @param args wasm-ld's arguments
  /// @return the exit status: 0, or 1 if there were errors
  public static int run(
      PrintStream out, PrintStream err, Path folder, List<LinkInput> inputs, List<String> args) {
    Diagnostics diagnostics = new Diagnostics();
    Link link = new Link(args, FileSource.of(folder, inputs, diagnostics), diagnostics);
    try {
      byte @Nullable [] output = link.run();
      if (output != null && !diagnostics.hasErrors()) {
        write(folder, link.outputPath, output, out, diagnostics);
      }
    } catch (Diagnostics.Stop e) {
      // Said already.
    }
    print(diagnostics, out, err);
    out.flush();
    err.flush();
    return diagnostics.hasErrors() ? 1 : 0;
  }

  /// As wasm-ld does, with an empty line behind an error or warning of several lines.
  private static void print(Diagnostics diagnostics, PrintStream out, PrintStream err) {
    String separator = "";
    for (LinkReport.Message message : diagnostics.messages()) {
      switch (message.severity()) {
        case OUTPUT -> out.println(message);
        case LOG -> err.println(message);
        case ERROR, WARNING -> {
          err.print(separator);
          err.println(diagnostics.hasColors() ? colored(message) : message);
          separator = message.text().contains("\n") ? "\n" : "";
        }
      }
    }
  }

  private static String colored(LinkReport.Message message) {
    boolean error = message.severity() == LinkReport.Severity.ERROR;
    return "wasm-ld: \u001b[0;"
        + (error ? RED + "merror" : MAGENTA + "mwarning")
        + ": \u001b[0m"
        + message.text();
  }

  private static void write(
      Path folder, String path, byte[] bytes, PrintStream out, Diagnostics diagnostics) {
    try {
      if (path.equals("-")) {
        out.write(bytes);
        return;
      }
      Path file = folder.resolve(path);
      try (FileChannel channel =
          FileChannel.open(
              file,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        for (int at = 0; at < bytes.length; at += WRITTEN_AT_ONCE) {
          ByteBuffer part =
              ByteBuffer.wrap(bytes, at, Math.min(WRITTEN_AT_ONCE, bytes.length - at));
          while (part.hasRemaining()) {
            channel.write(part);
          }
        }
      }
      makeExecutable(file);
    } catch (IOException e) {
      diagnostics.error("failed to write output '" + path + "': " + FileSource.reason(e));
    }
  }

  private static void makeExecutable(Path file) throws IOException {
    if (Files.isRegularFile(file)
        && file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Set<java.nio.file.attribute.PosixFilePermission> permissions =
          Files.getPosixFilePermissions(file);
      permissions.add(java.nio.file.attribute.PosixFilePermission.OWNER_EXECUTE);
      permissions.add(java.nio.file.attribute.PosixFilePermission.GROUP_EXECUTE);
      permissions.add(java.nio.file.attribute.PosixFilePermission.OTHERS_EXECUTE);
      Files.setPosixFilePermissions(file, permissions);
    }
  }
}
