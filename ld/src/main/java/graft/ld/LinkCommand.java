package graft.ld;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The `graft ld` command: wasm-ld's command line.
public final class LinkCommand {
  static final String VERSION = "Graft ld 0.1.0 (compatible with LLD 22.1.8)";

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
    try (Link link = new Link(args, FileSource.of(folder, inputs, diagnostics), diagnostics)) {
      @Nullable ModuleImage output = link.run();
      if (output != null && !diagnostics.hasErrors()) {
        write(folder, link.outputPath, output, out, diagnostics);
      }
    } catch (Diagnostics.Stop e) {
      // Said already.
    } catch (OutOfMemoryError e) {
      diagnostics.outOfMemory();
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
      Path folder, String path, ModuleImage output, PrintStream out, Diagnostics diagnostics) {
    try {
      if (path.equals("-")) {
        out.write(output.toByteArray());
        return;
      }
      OutputFile.write(folder.resolve(path), output);
    } catch (IOException e) {
      diagnostics.error("failed to write output '" + path + "': " + FileSource.reason(e));
    }
  }
}
