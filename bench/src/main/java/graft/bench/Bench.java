package graft.bench;

import graft.testkit.Requires;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The command `./dev bench`.
public final class Bench {
  private static final String USAGE =
      """
      usage: ./dev bench NAME [OPTIONS]
        calls        a call within a module, to another module, through the table; next to V8 and Chicory
        coldstart    from the start of a process to hello and to a first tree; next to Node: [ROUNDS] only
        dl           dlopen, dlsym, calls through a Java interface
        kernels      five C kernels; next to native code, V8, Chicory and GraalWasm
        ld           hello, 2,500 objects of C++, SQLite with Lua and zlib; next to wasm-ld-22
        lua          six small programs in Lua 5.4 (from Debian's source package); next to the same
        simd         eight kernels in vector instructions, with jdk.incubator.vector and without; next to V8
        source       100 libraries preloaded over a 20 ms connection; next to one, and to one by one
        translate    MB of wasm per CPU second, class bytes per wasm byte; next to V8's TurboFan and Chicory
        treesitter   1 MiB of C, C++, bash and JSON parsed by npm's tree-sitter; next to Node
      Options:
        --save       write the table to bench/results, too, under the machine's name
        --quick      few repetitions: to see that it works, not to measure
        --only PEER  of kernels and lua, only this engine and native code (graft, node, chicory, graalwasm)
      """;

  private Bench() {}

  /// A benchmark's own part.
  @FunctionalInterface
  interface Benchmark {
    /// Measures.
    ///
    /// @return the table
    String run(Options options) throws IOException, InterruptedException;
  }

  /// What the command line asks for.
  ///
  /// @param quick whether to save time rather than measure well
  /// @param only one engine, or empty for all
  record Options(boolean quick, String only) {}

  /// Runs the benchmark that the first argument names.
  public static void main(String[] args) throws IOException, InterruptedException {
    List<String> rest = new ArrayList<>(List.of(args));
    boolean save = rest.remove("--save");
    boolean quick = rest.remove("--quick");
    int at = rest.indexOf("--only");
    String only = "";
    if (at >= 0 && at + 1 < rest.size()) {
      only = rest.get(at + 1);
      rest.subList(at, at + 2).clear();
    }
    Benchmark benchmark =
        switch (rest.size() == 1 ? rest.get(0) : "") {
          case "calls" -> new CallsReport();
          case "dl" -> new LoaderReport();
          case "ld" -> new LinkerReport();
          case "kernels" -> KernelsReport.KERNELS;
          case "lua" -> KernelsReport.LUA;
          case "simd" -> new SimdReport();
          case "source" -> new SourceReport();
          case "translate" -> new TranslateReport();
          case "treesitter" -> new TreeSitterReport();
          default -> null;
        };
    if (benchmark == null) {
      boolean asked = rest.isEmpty() || rest.contains("--help");
      (asked ? System.out : System.err).print(USAGE);
      System.exit(asked ? 0 : 2);
      return;
    }
    String table = Machine.describe() + "\n\n" + benchmark.run(new Options(quick, only));
    System.out.println();
    System.out.print(table);
    if (save) {
      Path file =
          Requires.root()
              .resolve("bench/results")
              .resolve(rest.get(0) + "-" + Machine.name() + ".txt");
      Files.createDirectories(file.getParent());
      Files.writeString(file, table);
      System.out.println("\nwritten to " + file);
    }
  }
}
