package graft.testing.fuzz;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Timer;
import java.util.TimerTask;
import org.jspecify.annotations.Nullable;

/// Runs plans in a Node process that lives as long as this object.
final class NodeEngine implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Path node;
  private final Path script;
  private final Timer timer = new Timer("node", true);
  private @Nullable Process process;

  /// @param node the program
  /// @param folder for the script
  NodeEngine(Path node, Path folder) throws IOException {
    this.node = node;
    this.script = folder.resolve("fuzz.mjs");
    try (InputStream in = NodeEngine.class.getResourceAsStream("fuzz.mjs")) {
      if (in == null) {
        throw new AssertionError("BUG: fuzz.mjs is not among the resources");
      }
      Files.write(script, in.readAllBytes());
    }
  }

  private Process start() throws IOException {
    return new ProcessBuilder(
            node.toString(), "--stack-size=3000", "--experimental-wasm-memory64", script.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /// Runs the plan on a module.
  ///
  /// @throws IOException if Node dies or takes too long
  Observation run(Path module, CallPlan plan) throws IOException {
    Process running = process;
    if (running == null || !running.isAlive()) {
      running = start();
      process = running;
      writer =
          new BufferedWriter(
              new OutputStreamWriter(running.getOutputStream(), StandardCharsets.UTF_8));
      reader =
          new BufferedReader(
              new InputStreamReader(running.getInputStream(), StandardCharsets.UTF_8));
    }
    Process current = running;
    TimerTask kill =
        new TimerTask() {
          @Override
          public void run() {
            current.destroyForcibly();
          }
        };
    timer.schedule(kill, LIMIT.toMillis());
    try {
      return exchange(module + "\t" + plan.toLine());
    } finally {
      kill.cancel();
    }
  }

  private @Nullable BufferedWriter writer;
  private @Nullable BufferedReader reader;

  private Observation exchange(String request) throws IOException {
    BufferedWriter out = writer;
    BufferedReader in = reader;
    if (out == null || in == null) {
      throw new AssertionError("BUG: Node was not started");
    }
    out.write(request + "\n");
    out.flush();
    List<String> lines = new ArrayList<>();
    while (true) {
      String line = in.readLine();
      if (line == null) {
        process = null;
        throw new IOException("Node ended, or was killed after " + LIMIT.toSeconds() + " s");
      }
      if (line.equals("END")) {
        return new Observation(lines);
      }
      lines.add(line);
    }
  }

  @Override
  public void close() {
    timer.cancel();
    Process running = process;
    if (running != null) {
      running.destroyForcibly();
    }
  }
}
