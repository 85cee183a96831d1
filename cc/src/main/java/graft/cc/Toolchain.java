package graft.cc;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// What the driver has of the world.
///
/// @param out where results go
/// @param err where complaints go
/// @param folder where relative paths begin
/// @param environment the environment variables that it looks at, and hands on to the compiler
record Toolchain(PrintStream out, PrintStream err, Path folder, Map<String, String> environment) {
  /// Runs a program to its end; what it prints goes where ours goes.
  ///
  /// @return its exit status
  /// @throws DriverException if it cannot be started
  int run(List<String> words) {
    ProcessBuilder builder = new ProcessBuilder(words).directory(folder.toAbsolutePath().toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      Thread complaints = Thread.ofVirtual().start(() -> copy(process, err));
      process.getInputStream().transferTo(out);
      complaints.join();
      return process.waitFor();
    } catch (IOException e) {
      throw new DriverException(words.get(0) + ": cannot be run: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DriverException(words.get(0) + ": interrupted");
    }
  }

  private static void copy(Process process, OutputStream to) {
    try {
      process.getErrorStream().transferTo(to);
    } catch (IOException e) {
      // The program ended; its exit status says how.
    }
  }
}
