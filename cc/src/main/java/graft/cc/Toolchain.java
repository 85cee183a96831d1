package graft.cc;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

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
  /// How a program ended.
  ///
  /// @param status its exit status
  /// @param isSilent whether it printed nothing
  record Outcome(int status, boolean isSilent) {}

  /// A command as a shell takes it.
  static String quoted(List<String> words) {
    StringBuilder text = new StringBuilder();
    for (String word : words) {
      boolean plain = !word.isEmpty() && word.chars().allMatch(Toolchain::isPlain);
      text.append(text.isEmpty() ? "" : " ")
          .append(plain ? word : "'" + word.replace("'", "'\\''") + "'");
    }
    return text.toString();
  }

  private static boolean isPlain(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c > 0x7f
        || "-_=+,./:@%".indexOf(c) >= 0;
  }

  /// Runs a program to its end; what it prints goes where ours goes.
  ///
  /// @throws DriverException if it cannot be started
  Outcome run(List<String> words) {
    return run(words, InputStream.nullInputStream());
  }

  /// The same for a program that reads our standard input.
  Outcome runWithInput(List<String> words) {
    return run(words, in);
  }

  private Outcome run(List<String> words, InputStream input) {
    ProcessBuilder builder = new ProcessBuilder(words).directory(folder.toAbsolutePath().toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      Thread feed = Thread.ofVirtual().start(() -> feed(input, process));
      AtomicLong complained = new AtomicLong();
      Thread complaints = Thread.ofVirtual().start(() -> complained.set(copy(process, err)));
      long said = process.getInputStream().transferTo(out);
      complaints.join();
      int status = process.waitFor();
      feed.interrupt();
      return new Outcome(status, said + complained.get() == 0);
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

  private static long copy(Process process, OutputStream to) {
    try {
      return process.getErrorStream().transferTo(to);
    } catch (IOException e) {
      return 0; // The program ended; its exit status says how.
    }
  }
}
