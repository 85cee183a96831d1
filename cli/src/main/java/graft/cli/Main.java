package graft.cli;

import java.io.PrintStream;

/// The `graft` command.
public final class Main {
  private Main() {}

  /// Runs the command and ends the JVM with its exit status.
  ///
  /// @param args the command's name and its arguments
  public static void main(String[] args) {
    System.exit(run(System.out, System.err, args));
  }

  /// Runs the command in this JVM.
  ///
  /// @param out where results go
  /// @param err where complaints go
  /// @param args the command's name and its arguments
  /// @return the exit status
  public static int run(PrintStream out, PrintStream err, String... args) {
    if (args.length == 1 && args[0].equals("--version")) {
      out.println("graft 0.1.0-SNAPSHOT");
      return 0;
    }
    err.println("graft: no such command");
    return 2;
  }
}
