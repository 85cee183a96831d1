package graft.cc;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// What the driver has of the world.
///
/// @param in what a program reads that is started with {@link #runWithInput}
/// @param out where results go
/// @param err where complaints go
/// @param folder where relative paths begin
/// @param environment the environment variables that it looks at, and hands on to the compiler
record Toolchain(
    InputStream in,
    PrintStream out,
    PrintStream err,
    Path folder,
    Map<String, String> environment) {
  /// Runs a program to its end; what it prints goes where ours goes.
  ///
  /// @return its exit status
  /// @throws DriverException if it cannot be started
  int run(List<String> words) {
    return run(words, InputStream.nullInputStream());
  }

  /// The same for a program that reads our standard input.
  int runWithInput(List<String> words) {
    return run(words, in);
  }

  private int run(List<String> words, InputStream input) {
    ProcessBuilder builder = new ProcessBuilder(words).directory(folder.toAbsolutePath().toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      Thread feed = Thread.ofVirtual().start(() -> feed(input, process));
      Thread complaints = Thread.ofVirtual().start(() -> copy(process, err));
      process.getInputStream().transferTo(out);
      complaints.join();
      int status = process.waitFor();
      feed.interrupt();
      return status;
    } catch (IOException e) {
      throw new DriverException(words.get(0) + ": cannot be run: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DriverException(words.get(0) + ": interrupted");
    }
  }

  private static void feed(InputStream input, Process process) {
    try (OutputStream to = process.getOutputStream()) {
      input.transferTo(to);
    } catch (IOException e) {
      // It does not want to read on.
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
