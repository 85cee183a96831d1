package graft.testing.cases;

import graft.dl.GuestProcess;
import graft.dl.GuestProcessBuilder;
import graft.dl.LoadException;
import graft.host.EmscriptenHost;
import graft.host.HostOptions;
import graft.host.WasiHost;
import graft.runtime.HostLibrary;
import graft.runtime.HostSymbols;
import graft.runtime.Trap;
import graft.testing.BoundedThread;
import graft.vfs.GuestFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/// A program in a folder: `bin/main.wasm`, its libraries beside it.
///
/// @param folder of the case
public record LinkedCase(Path folder) {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final long STACK_BYTES = 16L << 20;

  /// What a program did.
  ///
  /// @param output what it printed
  /// @param status its exit status, or -1 if it failed
  /// @param error how it failed, or null
  public record Outcome(String output, int status, @Nullable String error) {}

  /// The folder's name.
  public String name() {
    return Objects.requireNonNull(folder.getFileName()).toString();
  }

  /// Runs the program on a thread of its own.
  ///
  /// @throws BoundedThread.HungException if it does not end
  public Outcome run() throws BoundedThread.HungException, InterruptedException {
    try {
      return BoundedThread.call(name(), STACK_BYTES, LIMIT, this::runHere);
    } catch (ExecutionException e) {
      throw new AssertionError(name() + ": " + e.getCause(), e.getCause());
    }
  }

  private Outcome runHere() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    GuestProcessBuilder builder =
        GuestProcess.builder().main(folder.resolve("bin/main.wasm")).interruptible(true);
    if (name().startsWith("em")) {
      HostOptions options =
          HostOptions.builder()
              .arguments("main.wasm")
              .files(EmscriptenHost.files().standardOutput(out).build())
              .build();
      builder.host(guest -> EmscriptenHost.of(guest, options));
    } else if (name().startsWith("wasi")) {
      HostOptions options =
          HostOptions.builder()
              .arguments("main.wasm")
              .files(GuestFiles.builder().standardOutput(out).build())
              .build();
      // As graft run does it: libraries in C++ may want what Emscripten has.
      builder.host(guest ->
          HostSymbols.firstOf(
              WasiHost.of(guest, options),
              HostSymbols.later(() -> EmscriptenHost.of(guest, options))));
    } else {
      builder.host(guest -> HostLibrary.of(MethodHandles.lookup(), new CaseConsole(guest, out)));
    }
    int status = -1;
    String error = null;
    try (GuestProcess process = builder.load()) {
      status = process.run(List.of("main.wasm"));
    } catch (LoadException | Trap e) {
      error = e.getMessage();
    }
    return new Outcome(out.toString(StandardCharsets.UTF_8), status, error);
  }
}
