package graft.cli;

import graft.source.ModuleServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/// `graft serve`: a small server for modules.
final class ServeCommand implements Command {
  @Override
  public String name() {
    return "serve";
  }

  @Override
  public String synopsis() {
    return "[OPTIONS] DIR";
  }

  @Override
  public String summary() {
    return "serve a folder of modules over HTTP";
  }

  @Override
  public List<Option> options() {
    return List.of(
        Option.of("--port", "N", "listen there (default: 8080; 0: any that is free)"),
        Option.of("--bind", "HOST", "listen on this address (default: this machine only)"),
        Option.of("--max-age", "SECONDS", "clients need not ask again so long (default: 0)"));
  }

  @Override
  public String details() {
    return """
    Modules go out as application/wasm, with ETag, ranges and CORS headers; FILE.br or FILE.gz,
    if there, goes to who understands it. graft-manifest.json is made when it is asked for, unless
    the folder has one.

    Never served: files and folders whose names begin with a dot, private keys (.key, .p12, .pfx,
    .jks, and any file with a PEM private key in it), what a link in the folder leads to outside.
    """;
  }

  @Override
  public int run(Console console, Arguments arguments) throws IOException {
    String operand = arguments.operand("DIR");
    Path folder = InputFiles.folder(console, operand);
    int port = Numbers.notNegative(arguments, "--port", 8080);
    if (port > 0xffff) {
      throw new UsageException("--port wants a number below 65536, not " + port);
    }
    String host = arguments.value("--bind");
    InetAddress address = address(host);
    int maxAge = Numbers.notNegative(arguments, "--max-age", 0);
    try (ModuleServer server = ModuleServer.start(folder, address, port, maxAge)) {
      console.out().println("serving " + operand + " at " + server.uri());
      console.out().flush();
      new CountDownLatch(1).await();
    } catch (BindException e) {
      throw new Failure(
          ExitStatus.PROBLEM.code(),
          "graft serve: cannot listen on port "
              + port
              + " of "
              + address.getHostAddress()
              + ": "
              + e.getMessage()
              + (String.valueOf(e.getMessage()).contains("assign")
                  ? "; --bind wants an address of this machine"
                  : "; --port N takes another one, --port 0 any that is free"));
    } catch (InterruptedException e) {
      // Whoever runs the command in a thread of theirs ends it so.
    }
    return ExitStatus.SUCCESS.code();
  }

  private static InetAddress address(@Nullable String host) {
    try {
      return host == null ? InetAddress.getLoopbackAddress() : InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new UsageException("--bind: no such host: " + host);
    }
  }
}
