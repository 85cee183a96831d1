package graft.testing.mutate;

import graft.dl.GuestProcess;
import graft.dl.Library;
import graft.dl.ModuleSource;
import graft.format.Export;
import graft.format.ExternKind;
import graft.host.EmscriptenHost;
import graft.host.HostOptions;
import graft.runtime.Func;
import graft.runtime.Guest;
import graft.runtime.HostFunction;
import graft.runtime.HostLibrary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Loads and runs the program that a damaged module belongs to, with that module in the place of
/// the good one: a linked case with all its libraries, or tree-sitter's main module with a grammar.
final class LinkedRunner {
  private static final int MAXIMUM_PAGES = 2048;
  private static final String MAIN = "main.wasm";

  private final String damaged;
  private final Map<String, byte[]> modules;

  private LinkedRunner(String damaged, Map<String, byte[]> modules) {
    this.damaged = damaged;
    this.modules = modules;
  }

  /// The program of a module, or null if the corpus does not have it.
  static @Nullable LinkedRunner of(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      return null;
    }
    String name = file.getFileName().toString();
    Map<String, byte[]> modules = new HashMap<>();
    if (Files.exists(folder.resolve(MAIN))) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path each : files.filter(Files::isRegularFile).toList()) {
          modules.put(each.getFileName().toString(), Files.readAllBytes(each));
        }
      }
      return new LinkedRunner(name, modules);
    }
    Path treeSitter = Corpus.treeSitterMain();
    if (treeSitter == null || !file.toString().contains("tree-sitter")) {
      return null;
    }
    if (file.toString().contains("web-tree-sitter")) {
      return new LinkedRunner(MAIN, modules);
    }
    modules.put(MAIN, Files.readAllBytes(treeSitter));
    return new LinkedRunner(name, modules);
  }

  /// Runs the program.
  ///
  /// @param bytes the damaged module
  void run(byte[] bytes) {
    Map<String, byte[]> all = new HashMap<>(modules);
    all.put(damaged, bytes);
    byte[] main = all.getOrDefault(MAIN, bytes);
    try (GuestProcess process =
        GuestProcess.builder()
            .main(MAIN, main)
            .librarySource(ModuleSource.of(all))
            .host(guest -> HostLibrary.of(MethodHandles.lookup(), new Console(guest)))
            .host(LinkedRunner::environment)
            .interruptible(true)
            .memoryLimit(MAXIMUM_PAGES)
            .load()) {
      if (damaged.startsWith("tree-sitter-")) {
        open(process);
      } else {
        process.run(List.of("main"));
      }
    }
  }

  private static EmscriptenHost environment(Guest guest) {
    try {
      return EmscriptenHost.of(
          guest, HostOptions.builder().files(EmscriptenHost.files().build()).build());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Opens a grammar and asks it for its language.
  private void open(GuestProcess process) {
    Library grammar = process.open(damaged);
    for (Export export : grammar.module().exports()) {
      if (export.kind() == ExternKind.FUNCTION && export.name().startsWith("tree_sitter_")) {
        Func function = grammar.function(export.name());
        function.invoke(MutantRunner.zeros(function.type()));
      }
    }
    grammar.close();
  }

  /// What the `lld22_*` cases import.
  public static final class Console {
    private final Guest guest;

    Console(Guest guest) {
      this.guest = guest;
    }

    /// Prints nothing, but reads the string.
    @HostFunction("put_str")
    public void putString(int address) {
      String _ = guest.memory().cString(address);
    }

    /// Prints nothing.
    @HostFunction("put_int")
    public void putInt(int value) {}

    /// Prints nothing.
    @HostFunction("put_i64")
    public void putLong(long value) {}

    /// Prints nothing.
    @HostFunction("put_f64")
    public void putDouble(double value) {}
  }
}
