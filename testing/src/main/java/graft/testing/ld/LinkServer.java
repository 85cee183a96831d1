package graft.testing.ld;

import graft.format.InvalidModuleException;
import graft.format.MalformedModuleException;
import graft.format.ModuleReader;
import graft.format.Validator;
import graft.ld.LinkCommand;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// Links in this JVM for shell scripts: a script `wasm-ld` sends its folder and arguments, each
/// with a zero byte behind, and gets the exit status and the names of two files with what was
/// printed.
final class LinkServer implements AutoCloseable {
  private final ServerSocket socket;
  private final Path folder;
  private final AtomicInteger requests = new AtomicInteger();
  private final Queue<String> problems = new ConcurrentLinkedQueue<>();

  LinkServer(Path folder) throws IOException {
    this.folder = folder;
    this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().name("link-server").start(this::accept);
  }

  /// Writes the script that stands for the linker.
  void writeScript(Path script) throws IOException {
    String text =
        """
        #!/bin/bash
        exec 3<>/dev/tcp/127.0.0.1/PORT || exit 70
        { printf '%s\\0' "$#" "$PWD" "$@"; } >&3
        read -r status out err <&3 || exit 71
        cat "$out"
        cat "$err" >&2
        rm -f "$out" "$err"
        exec 3>&-
        exit "$status"
        """
            .replace("PORT", Integer.toString(socket.getLocalPort()));
    Files.writeString(script, text);
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  int requests() {
    return requests.get();
  }

  /// Outputs that could not be read back, or hold code that is not valid.
  List<String> problems() {
    return List.copyOf(problems);
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        Thread.ofPlatform().daemon().start(() -> serve(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      DataInputStream in = new DataInputStream(new BufferedInputStream(client.getInputStream()));
      int count = Integer.parseInt(word(in));
      Path working = Path.of(word(in));
      List<String> args = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        args.add(word(in));
      }
      String reply = link(working, args);
      client.getOutputStream().write(reply.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String word(DataInputStream in) throws IOException {
    ByteArrayOutputStream word = new ByteArrayOutputStream();
    for (int b = in.read(); b > 0; b = in.read()) {
      word.write(b);
    }
    return word.toString(StandardCharsets.UTF_8);
  }

  private String link(Path working, List<String> args) throws IOException {
    int number = requests.incrementAndGet();
    Path out = folder.resolve("out" + number);
    Path err = folder.resolve("err" + number);
    int status;
    try (PrintStream outStream = new PrintStream(out.toFile(), StandardCharsets.UTF_8);
        PrintStream errStream = new PrintStream(err.toFile(), StandardCharsets.UTF_8)) {
      status = run(working, args, outStream, errStream);
    }
    if (status == 0) {
      readBack(working, args);
    }
    return status + " " + out + " " + err + "\n";
  }

  private void readBack(Path working, List<String> args) throws IOException {
    int at = args.lastIndexOf("-o");
    Path output = at < 0 ? null : working.resolve(args.get(at + 1));
    if (output == null || !Files.isRegularFile(output)) {
      return;
    }
    try {
      Validator.validate(ModuleReader.readForeign(output.toString(), Files.readAllBytes(output)));
    } catch (MalformedModuleException | InvalidModuleException e) {
      problems.add(e.getMessage() + ": " + String.join(" ", args));
    }
  }

  private static int run(Path working, List<String> args, PrintStream out, PrintStream err) {
    try {
      return LinkCommand.run(out, err, working, args);
    } catch (RuntimeException | AssertionError | StackOverflowError e) {
      e.printStackTrace(err);
      return 134;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
